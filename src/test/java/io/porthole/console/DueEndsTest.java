package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

class DueEndsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final LiveConsoles live = new LiveConsoles();
    private final Written records = new Written();
    private final MovableClock clock = new MovableClock();
    private final DueEnds due = new DueEnds(live, records, clock);

    // ---- what ends

    @Test
    void consoleWithoutInputForLongerThanTheIdleTimeoutEnds() {
        FakeConsole console = open(NOW.minus(TEN_MINUTES).minusSeconds(1), TEN_MINUTES, null);

        due.look();

        assertEquals(RelayEnd.IDLE_TIMEOUT, console.why);
    }

    @Test
    void consoleThatIsUsedGoesOn() {
        FakeConsole console = open(NOW.minus(TEN_MINUTES), TEN_MINUTES, NOW);

        due.look();

        assertNull(console.why);
    }

    @Test
    void idleTimeoutOfZeroEndsNothing() {
        FakeConsole console = open(NOW.minus(Duration.ofDays(30)), Duration.ZERO, null);

        due.look();

        assertNull(console.why);
        assertEquals(List.of(), records.all);
    }

    @Test
    void consoleWhoseLongestTimeIsOverEndsThoughItIsUsed() {
        FakeConsole console = open(NOW, TEN_MINUTES, NOW.minusSeconds(1));

        due.look();

        assertEquals(RelayEnd.SESSION_TIMEOUT, console.why);
    }

    @Test
    void oneThatIsOverdueTakesNoOtherAlong() {
        FakeConsole overdue = open(NOW.minus(Duration.ofHours(1)), TEN_MINUTES, null);
        FakeConsole used = open(NOW, TEN_MINUTES, null);

        due.look();

        assertEquals(RelayEnd.IDLE_TIMEOUT, overdue.why);
        assertNull(used.why);
    }

    // ---- what is warned of

    @Test
    void idlenessIsWarnedOfInItsLastMinuteAndNoMoreOnceThePersonIsBack() {
        FakeConsole console = open(NOW, TEN_MINUTES, null);
        passTo(Duration.ofMinutes(9).minusSeconds(1));
        passTo(Duration.ofMinutes(9));
        passTo(Duration.ofMinutes(9).plusSeconds(1));
        console.lastInput = clock.instant();
        passTo(Duration.ofMinutes(9).plusSeconds(2));
        passTo(Duration.ofMinutes(9).plusSeconds(3));

        Map<UUID, DueEnd> noMore = new HashMap<>();
        noMore.put(console.id, null);
        assertEquals(List.of(Map.of(console.id, new DueEnd(RelayEnd.IDLE_TIMEOUT, NOW.plus(TEN_MINUTES))), noMore), records.all);
    }

    @Test
    void aShortIdleTimeoutIsWarnedOfInItsSecondHalf() {
        FakeConsole console = open(NOW, Duration.ofSeconds(20), null);
        passTo(Duration.ofSeconds(9));
        assertEquals(List.of(), records.all);
        passTo(Duration.ofSeconds(10));

        assertEquals(List.of(Map.of(console.id, new DueEnd(RelayEnd.IDLE_TIMEOUT, NOW.plusSeconds(20)))), records.all);
    }

    @Test
    void theLongestTimeIsWarnedOfInItsLastFiveMinutes() {
        FakeConsole console = open(NOW, Duration.ZERO, NOW.plus(TEN_MINUTES));
        passTo(Duration.ofMinutes(5).minusSeconds(1));
        assertEquals(List.of(), records.all);
        passTo(Duration.ofMinutes(5));

        assertEquals(List.of(Map.of(console.id, new DueEnd(RelayEnd.SESSION_TIMEOUT, NOW.plus(TEN_MINUTES)))), records.all);
    }

    @Test
    void ofTwoThatAreNearTheNearerIsTold() {
        FakeConsole idleFirst = open(NOW.minus(TEN_MINUTES).plusSeconds(30), TEN_MINUTES, NOW.plusSeconds(40));
        FakeConsole longestFirst = open(NOW.minus(TEN_MINUTES).plusSeconds(50), TEN_MINUTES, NOW.plusSeconds(40));
        due.look();

        assertEquals(List.of(Map.of(idleFirst.id, new DueEnd(RelayEnd.IDLE_TIMEOUT, NOW.plusSeconds(30)),
                longestFirst.id, new DueEnd(RelayEnd.SESSION_TIMEOUT, NOW.plusSeconds(40)))), records.all);
    }

    @Test
    void whatADatabaseThatWasAwayDidNotTakeIsWrittenAtTheNextTurn() {
        FakeConsole console = open(NOW, Duration.ZERO, NOW.plusSeconds(30));
        records.away = true;
        assertThrows(IllegalStateException.class, due::look);
        records.away = false;
        due.look();

        assertEquals(List.of(Map.of(console.id, new DueEnd(RelayEnd.SESSION_TIMEOUT, NOW.plusSeconds(30)))), records.all);
    }

    private void passTo(Duration sinceTheBeginning) {
        clock.now = NOW.plus(sinceTheBeginning);
        due.look();
    }

    private FakeConsole open(Instant lastInput, Duration idleTimeout, Instant endsAt) {
        FakeConsole console = new FakeConsole(lastInput, idleTimeout, endsAt);
        live.opened(console);
        return console;
    }

    /** Keeps what it is given. */
    private static final class Written extends ConsoleRecords {

        private final List<Map<UUID, DueEnd>> all = new ArrayList<>();
        private boolean away;

        @Override
        public void dueEnds(Map<UUID, DueEnd> news) {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            all.add(new HashMap<>(news));
        }
    }

    private static final class MovableClock extends Clock {

        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class FakeConsole implements LiveConsole {

        private final UUID id = UUID.randomUUID();
        private final Duration idleTimeout;
        private final Instant endsAt;
        private Instant lastInput;
        private RelayEnd why;

        FakeConsole(Instant lastInput, Duration idleTimeout, Instant endsAt) {
            this.lastInput = lastInput;
            this.idleTimeout = idleTimeout;
            this.endsAt = endsAt;
        }

        @Override
        public UUID connectionId() {
            return id;
        }

        @Override
        public void end(RelayEnd reason, String words) {
            why = reason;
        }

        @Override
        public long bytesToBrowser() {
            return 0;
        }

        @Override
        public long bytesToVm() {
            return 0;
        }

        @Override
        public long withheldMessages() {
            return 0;
        }

        @Override
        public Instant lastInput() {
            return lastInput;
        }

        @Override
        public Duration idleTimeout() {
            return idleTimeout;
        }

        @Override
        public Instant endsAt() {
            return endsAt;
        }
    }
}
