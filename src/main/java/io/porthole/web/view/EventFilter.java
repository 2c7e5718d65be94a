package io.porthole.web.view;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the audit trail was asked for; an empty text filters nothing.
 *
 * @param action  name of an action, or ""
 * @param outcome DONE, REFUSED or ""
 * @param words   anywhere in an event
 * @param id      of an incident or a session, as it was typed
 * @param from    first day, yyyy-mm-dd
 * @param to      last day, yyyy-mm-dd
 * @param zone    in which those days are
 */
public record EventFilter(String user, String vm, String project, String node, String address, String action, String outcome, String words, String id,
        String from, String to, String zone) {

    /** As it stands in the page's address. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("user", user);
        values.put("vm", vm);
        values.put("project", project);
        values.put("node", node);
        values.put("address", address);
        values.put("action", action);
        values.put("outcome", outcome);
        values.put("q", words);
        values.put("id", id);
        values.put("from", from);
        values.put("to", to);
        values.put("tz", from.isEmpty() && to.isEmpty() ? "" : zone);
        return values;
    }

    /** Whether any of those is set that stand behind the first ones. */
    public boolean more() {
        return !(project + node + address + words + id + outcome).isEmpty();
    }
}
