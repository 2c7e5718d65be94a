package io.porthole.web.view;

import java.util.List;

/**
 * One page of the consoles that are open now.
 *
 * @param query   what was searched for, "" for everything
 * @param page    from 1
 * @param all     whether the reader sees everybody's, and not only their own
 * @param mayCut  whether the reader may end those of others
 * @param empty   message key when rows is empty: live.empty.none, live.empty.search
 * @param version differs whenever anything on this page differs; the ETag of the list's fragment
 */
public record LiveView(String query, int page, int pages, long total, List<LiveRow> rows, boolean all, boolean mayCut, String empty, String version) {
}
