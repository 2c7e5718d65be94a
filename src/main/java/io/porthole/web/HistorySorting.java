package io.porthole.web;

import java.util.List;

import io.porthole.console.HistoryOrder;
import io.porthole.web.view.HistoryFilter;
import io.porthole.web.view.HistoryOrders;

/** The orders of the list of consoles as they stand in its address and in the heads of its columns. */
final class HistorySorting {

    private static final List<String> WORDS = List.of("", "oldest", "longest", "shortest", "most", "least");

    private HistorySorting() {
    }

    /**
     * @param state that is filtered; of those that are not over there is no measure
     * @return the word of an order; empty for that which needs none
     */
    static String word(String asked, String state) {
        return WORDS.contains(asked) && (measured(state) || !order(asked).byMeasure()) ? asked : "";
    }

    static HistoryOrder order(String word) {
        return HistoryOrder.values()[WORDS.indexOf(word)];
    }

    static HistoryOrders heads(HistoryFilter filter) {
        HistoryOrder order = order(filter.sort());
        boolean measured = measured(filter.state());
        return new HistoryOrders(head(filter, "", "oldest"), measured ? head(filter, "longest", "shortest") : new HistoryOrders.Column(null, null),
                measured ? head(filter, "most", "least") : new HistoryOrders.Column(null, null), order.byMeasure(),
                beside(order, "history.newer", "history.older", "history.previous"), beside(order, "history.older", "history.newer", "history.next"));
    }

    private static String beside(HistoryOrder order, String ofNewest, String ofOldest, String ofMeasure) {
        return order.byMeasure() ? ofMeasure : order == HistoryOrder.NEWEST ? ofNewest : ofOldest;
    }

    private static HistoryOrders.Column head(HistoryFilter filter, String falling, String rising) {
        String other = filter.sort().equals(falling) ? rising : falling;
        String direction = filter.sort().equals(falling) ? "descending" : filter.sort().equals(rising) ? "ascending" : null;
        return new HistoryOrders.Column(HistoryQuery.link("/history", filter.sorted(other).values()), direction);
    }

    private static boolean measured(String state) {
        return state.isEmpty() || state.equals("ENDED");
    }
}
