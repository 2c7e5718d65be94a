package io.porthole.web.view;

/**
 * What the history was asked for; an empty text filters nothing.
 *
 * @param state AUTHORIZED, ACTIVE, WAITING, ENDED, REFUSED or ""
 * @param from  first day, yyyy-mm-dd
 * @param to    last day, yyyy-mm-dd
 * @param id    of a session or an incident, as it was typed
 */
public record HistoryFilter(String user, String vm, String state, String from, String to, String id) {
}
