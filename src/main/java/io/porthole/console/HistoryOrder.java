package io.porthole.console;

import java.time.temporal.ChronoUnit;

/** In which order the history is read. Those by a measure have only visits that connected and ended: others have none yet, or never will. */
public enum HistoryOrder {
    NEWEST(null, true),
    OLDEST(null, false),
    LONGEST("duration_micros", true),
    SHORTEST("duration_micros", false),
    /** Of both directions together. */
    MOST_DATA("bytes_in_all", true),
    LEAST_DATA("bytes_in_all", false);

    private final String measure;
    private final boolean falling;

    HistoryOrder(String measure, boolean falling) {
        this.measure = measure;
        this.falling = falling;
    }

    public boolean byMeasure() {
        return measure != null;
    }

    /** Whether it begins with the latest, or with the most. */
    public boolean falling() {
        return falling;
    }

    /** A column of console_sessions, which an index leads along. */
    String measure() {
        return measure;
    }

    /** @return bytes, or microseconds, which is what PostgreSQL knows times by */
    long amount(HistoryEntry entry) {
        return this == LONGEST || this == SHORTEST ? ChronoUnit.MICROS.between(entry.connectedAt(), entry.endedAt()) : entry.bytesToBrowser() + entry.bytesToVm();
    }
}
