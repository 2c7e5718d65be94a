package io.porthole.web.view;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the history was asked for; an empty text filters nothing.
 *
 * @param state AUTHORIZED, ACTIVE, WAITING, ENDED, REFUSED or ""
 * @param from  first day, yyyy-mm-dd
 * @param to    last day, yyyy-mm-dd
 * @param zone  in which those days are
 * @param id    of a session or an incident, as it was typed
 * @param words anywhere in a row
 * @param sort  oldest, longest, shortest, most, least or ""
 */
public record HistoryFilter(String user, String vm, String state, String from, String to, String zone, String id, String project, String node, String address, String words,
        String sort) {

    /** As it stands in the page's address. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("user", user);
        values.put("vm", vm);
        values.put("project", project);
        values.put("node", node);
        values.put("address", address);
        values.put("state", state);
        values.put("q", words);
        values.put("id", id);
        values.put("from", from);
        values.put("to", to);
        values.put("sort", sort);
        values.put("tz", from.isEmpty() && to.isEmpty() ? "" : zone);
        return values;
    }

    public HistoryFilter sorted(String otherwise) {
        return new HistoryFilter(user, vm, state, from, to, zone, id, project, node, address, words, otherwise);
    }

    /** Whether any of those is set that stand behind the first ones. */
    public boolean more() {
        return !(project + node + address + words + id).isEmpty();
    }
}
