package io.porthole.bench;

import java.util.ArrayList;
import java.util.List;

/** What went wrong with data or connections, in all threads, since it was last asked for. */
final class Problems {

    private static final int KEPT = 5;

    private final List<String> first = new ArrayList<>();
    private int count;

    synchronized void add(String problem) {
        count++;
        if (first.size() < KEPT) {
            first.add(problem);
        }
    }

    synchronized int count() {
        return count;
    }

    /** @return empty when there was none; otherwise the first few and their number */
    synchronized String take() {
        String told = count == 0 ? "" : count + ": " + String.join("; ", first);
        first.clear();
        count = 0;
        return told;
    }
}
