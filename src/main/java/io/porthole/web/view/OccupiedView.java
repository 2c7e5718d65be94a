package io.porthole.web.view;

/**
 * A console that is for one person at a time, and somebody is on it.
 *
 * @param since       ISO instant
 * @param viewOnly    whether it was asked for to look only
 * @param recorded    whether it was asked for to be recorded
 * @param mayTakeOver whether the reader may end the other's console
 */
public record OccupiedView(String instanceId, String vmName, String who, String since, String incident, boolean viewOnly, boolean recorded, boolean mayTakeOver) {
}
