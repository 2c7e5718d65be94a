package io.porthole.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.porthole.console.HistoryEntry;
import io.porthole.web.view.HistoryRow;

/** Puts a line of the history into the words of the page. */
final class HistoryRows {

    private static final String REFUSED = "REFUSED";

    private HistoryRows() {
    }

    /** @param withCause whether the reader may know what broke behind the portal */
    static HistoryRow row(HistoryEntry entry, boolean withCause) {
        boolean refused = entry.state().equals(REFUSED);
        boolean connected = entry.connectedAt() != null;
        return new HistoryRow(entry.id().toString(), entry.userName(), entry.instanceName(), entry.project(), entry.node(), entry.address(),
                entry.door(), entry.state(), text(entry.askedAt()), text(entry.connectedAt()), refused ? null : text(entry.endedAt()), entry.endedAbout(),
                duration(entry), connected ? bytes(entry.bytesToBrowser()) : null, connected ? bytes(entry.bytesToVm()) : null,
                reason(entry, refused), entry.connections(), entry.viewOnly(), entry.withheld(), withCause ? entry.cause() : null);
    }

    private static String reason(HistoryEntry entry, boolean refused) {
        if (entry.reason() == null) {
            return null;
        }
        return refused ? "refusal." + entry.reason() + ".title" : "end." + entry.reason();
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static String duration(HistoryEntry entry) {
        if (entry.connectedAt() == null || entry.endedAt() == null) {
            return null;
        }
        long seconds = Math.max(0, Duration.between(entry.connectedAt(), entry.endedAt()).toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    private static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = -1;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
