package io.porthole.web.view;

import java.util.List;

/**
 * One VM in the list.
 *
 * @param state   RUNNING, PAUSED, OFF, CRASHED, UNKNOWN, TRANSITION or MIGRATING
 * @param console whether its console can be opened now
 * @param why     message key that says why it cannot, or null: vms.why.off, vms.why.no-vnc, vms.why.unknown, …
 * @param recorded message key that says that the reader's consoles of it are recorded, or null: vms.recorded, vms.recorded.input
 * @param mayRecord whether the reader may open one that is, although no rule asks for it
 * @param exclusive whether its consoles are for one person at a time
 * @param sharing null for who may not decide that
 * @param favourite whether the reader has marked it so
 * @param recent whether it stands among those that the reader visited lately
 * @param people who is on its console now, by name
 * @param picture whether there is a small picture of its screen for the reader
 * @param pictureOf ISO instant at which that was taken, where it is older than it should be; else null
 */
public record VmRow(String id, String name, String project, String node, String state, boolean console, String why,
        boolean mayStart, boolean mayStop, boolean mayReboot, String recorded, boolean mayRecord, boolean exclusive, SharingRow sharing,
        boolean picture, String pictureOf, boolean favourite, boolean recent, List<String> people) {
}
