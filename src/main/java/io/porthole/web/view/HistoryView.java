package io.porthole.web.view;

import java.util.List;

/**
 * One page of the history of console sessions, newest first.
 *
 * @param newer URL of the page before, or null
 * @param older URL of the page after, or null
 * @param chain whether all of it is as it was written
 * @param shown how many rows this page has
 */
public record HistoryView(HistoryFilter filter, List<HistoryRow> rows, String newer, String older, long shown, ChainView chain) {
}
