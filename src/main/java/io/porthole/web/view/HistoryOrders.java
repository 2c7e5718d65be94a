package io.porthole.web.view;

/**
 * In which order the list of consoles is, and how to get it in another one.
 *
 * @param ended whether only consoles that ended are in it
 * @param previous message keys of the links to the pages before and, as next, after
 */
public record HistoryOrders(Column started, Column duration, Column data, boolean ended, String previous, String next) {

    /**
     * One column's head.
     *
     * @param link URL of the list in its order, or in the opposite one where it is that already; null: it cannot be sorted by it
     * @param direction ascending or descending, where the list is sorted by it; else null
     */
    public record Column(String link, String direction) {
    }
}
