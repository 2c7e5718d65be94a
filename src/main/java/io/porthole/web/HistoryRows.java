package io.porthole.web;

import java.time.Duration;
import java.time.Instant;

import io.porthole.console.HistoryEntry;
import io.porthole.web.view.HistoryRow;
import io.porthole.web.view.TimeSpan;

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
                duration(entry), connected ? Amounts.bytes(entry.bytesToBrowser()) : null, connected ? Amounts.bytes(entry.bytesToVm()) : null,
                reason(entry, refused), entry.connections(), entry.viewOnly(), entry.withheld(), withCause ? entry.cause() : null,
                entry.cutBy(), entry.cutWords(), entry.watching());
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

    private static TimeSpan duration(HistoryEntry entry) {
        if (entry.connectedAt() == null || entry.endedAt() == null) {
            return null;
        }
        long seconds = Math.max(0, Duration.between(entry.connectedAt(), entry.endedAt()).toSeconds());
        if (seconds < 60) {
            return new TimeSpan("span.seconds", seconds, 0);
        }
        return seconds < 3600 ? new TimeSpan("span.minutes", seconds / 60, seconds % 60) : new TimeSpan("span.hours", seconds / 3600, seconds % 3600 / 60);
    }
}
