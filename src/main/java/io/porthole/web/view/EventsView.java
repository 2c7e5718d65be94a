package io.porthole.web.view;

import java.util.List;

/**
 * One page of the audit trail, newest first.
 *
 * @param actions names of all actions
 * @param newer URL of the page before, or null
 * @param older URL of the page after, or null
 * @param lookedBackTo ISO instant until which it was looked, where that was not far enough to fill the page; else null
 */
public record EventsView(EventFilter filter, List<String> actions, List<EventRow> rows, String newer, String older, String lookedBackTo) {
}
