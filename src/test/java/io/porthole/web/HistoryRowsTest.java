package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.porthole.console.HistoryEntry;
import io.porthole.web.view.HistoryRow;
import io.porthole.web.view.TimeSpan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryRowsTest {

    private static final UUID ID = UUID.fromString("0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b");
    private static final Instant ASKED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant CONNECTED = ASKED.plusSeconds(2);

    @Test
    void endedVisitIsToldWhole() {
        HistoryRow row = HistoryRows.row(new HistoryEntry(ID, ASKED, "ann", "desktop", "demo", "n1", "1.2.3.4", "PAGE", "ENDED", CONNECTED, CONNECTED.plusSeconds(192), true,
                "NODE_REFUSED", 1_234_567, 890, 2, true, 7, "10.0.0.1:5900: refused", "admin", "maintenance", false, null), true);

        assertEquals(new HistoryRow(ID.toString(), "ann", "desktop", "demo", "n1", "1.2.3.4", "PAGE", "ENDED", "2026-03-01T10:00:00Z", "2026-03-01T10:00:02Z",
                "2026-03-01T10:03:14Z", true, new TimeSpan("span.minutes", 3, 12), "1.2 MB", "890 B", "end.NODE_REFUSED", 2, true, 7, "10.0.0.1:5900: refused", "admin", "maintenance", false), row);
    }

    @Test
    void refusalHasItsTitleAndNoBytes() {
        HistoryRow row = row("REFUSED", null, ASKED, "TOKEN_USED", 0);

        assertEquals("refusal.TOKEN_USED.title", row.reason());
        assertNull(row.duration());
        assertNull(row.toBrowser());
        assertNull(row.toVm());
    }

    @Test
    void causeIsForThoseWhoMayKnowIt() {
        assertNull(row("ENDED", CONNECTED, CONNECTED, "NODE_REFUSED", 0).cause());
    }

    @Test
    void openVisitHasNoEndYet() {
        HistoryRow row = row("ACTIVE", CONNECTED, null, null, 5);

        assertNull(row.ended());
        assertNull(row.duration());
        assertNull(row.reason());
        assertEquals("5 B", row.toBrowser());
    }

    @Test
    void visitThatNeverConnectedHasNoDuration() {
        HistoryRow row = row("ENDED", null, ASKED.plusSeconds(60), "NEVER_CONNECTED", 0);

        assertNull(row.connected());
        assertNull(row.duration());
        assertNull(row.toBrowser());
        assertEquals("end.NEVER_CONNECTED", row.reason());
    }

    @ParameterizedTest
    @CsvSource({"-5, seconds, 0, 0", "0, seconds, 0, 0", "59, seconds, 59, 0", "60, minutes, 1, 0", "3599, minutes, 59, 59", "3600, hours, 1, 0", "86399, hours, 23, 59", "90061, hours, 25, 1"})
    void durationIsToldInTwoUnits(long seconds, String unit, long larger, long smaller) {
        assertEquals(new TimeSpan("span." + unit, larger, smaller), row("ENDED", CONNECTED, CONNECTED.plus(Duration.ofSeconds(seconds)), "BROWSER_CLOSED", 0).duration());
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "1250, 1.3 kB", "12345, 12 kB", "999499, 999 kB", "999500, 1.0 MB", "2500000000, 2.5 GB", "5000000000000, 5.0 TB",
            "5000000000000000, 5000 TB"})
    void bytesAreToldInTheirUnit(long bytes, String words) {
        assertEquals(words, row("ENDED", CONNECTED, CONNECTED, "BROWSER_CLOSED", bytes).toBrowser());
    }

    @Test
    void bytesHaveADecimalPointInEveryLanguage() {
        java.util.Locale before = java.util.Locale.getDefault();
        try {
            java.util.Locale.setDefault(java.util.Locale.GERMANY);
            assertEquals("1.5 kB", row("ENDED", CONNECTED, CONNECTED, "BROWSER_CLOSED", 1_500).toBrowser());
        } finally {
            java.util.Locale.setDefault(before);
        }
    }

    private static HistoryRow row(String state, Instant connected, Instant ended, String reason, long bytes) {
        return HistoryRows.row(new HistoryEntry(ID, ASKED, "ann", "desktop", "demo", "n1", "1.2.3.4", "PAGE", state, connected, ended, false, reason, bytes, bytes, 1, false, 0, "10.0.0.1:5900: refused", null, "", false, null), false);
    }
}
