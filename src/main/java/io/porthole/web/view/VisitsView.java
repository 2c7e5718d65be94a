package io.porthole.web.view;

import java.util.List;

/**
 * Who was on the consoles of one VM, newest first.
 *
 * @param first whether this is the first page
 * @param older URL of the page after, or null
 */
public record VisitsView(String instance, String vm, List<HistoryRow> rows, boolean first, String older) {
}
