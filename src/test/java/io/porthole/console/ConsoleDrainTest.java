package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;

class ConsoleDrainTest {

    private static final Instant BEGUN = Instant.parse("2026-03-01T10:00:00Z");

    private final Time time = new Time();
    private final Journal journal = new Journal();
    private final LiveConsoles live = new LiveConsoles(journal);

    @Test
    void withoutAConsoleItIsDoneAtOnce() {
        ConsoleDrain drain = drain("30s");
        CompletionStage<Void> done = drain.begin();
        drain.goOn();

        assertTrue(isDone(done));
        assertTrue(journal.written);
    }

    @Test
    void openConsoleGoesOnUntilItsTimeIsOverAndThenEnds() {
        FakeConsole console = open(true);
        ConsoleDrain drain = drain("30s");
        CompletionStage<Void> done = drain.begin();
        time.now = BEGUN.plusSeconds(29);
        drain.goOn();
        assertNull(console.why);
        assertFalse(isDone(done));

        time.now = BEGUN.plusSeconds(30);
        drain.goOn();

        assertEquals(RelayEnd.PORTAL_STOPPING, console.why);
        assertTrue(isDone(done));
        assertTrue(journal.written);
    }

    @Test
    void itIsDoneAsSoonAsTheLastConsoleWasLeft() {
        FakeConsole console = open(true);
        ConsoleDrain drain = drain("30s");
        CompletionStage<Void> done = drain.begin();
        console.end(RelayEnd.BROWSER_CLOSED);
        drain.goOn();

        assertTrue(isDone(done));
    }

    @Test
    void zeroEndsConsolesAtOnce() {
        FakeConsole console = open(true);
        ConsoleDrain drain = drain("0");
        drain.begin();
        drain.goOn();

        assertEquals(RelayEnd.PORTAL_STOPPING, console.why);
    }

    @Test
    void consoleThatDoesNotEndIsNotWaitedForWithoutEnd() {
        open(false);
        ConsoleDrain drain = drain("30s");
        CompletionStage<Void> done = drain.begin();
        time.now = BEGUN.plusSeconds(31);
        drain.goOn();
        assertFalse(isDone(done));

        time.now = BEGUN.plusSeconds(34);
        drain.goOn();

        assertTrue(isDone(done));
    }

    @Test
    void nothingEndsOnceItIsCalledOff() {
        FakeConsole console = open(true);
        ConsoleDrain drain = drain("30s");
        CompletionStage<Void> done = drain.begin();
        drain.callOff();
        time.now = BEGUN.plusSeconds(60);
        drain.goOn();

        assertNull(console.why);
        assertTrue(isDone(done));
        assertEquals(Optional.empty(), drain.until());
    }

    @Test
    void begunTwiceItIsTheSame() {
        ConsoleDrain drain = drain("30s");
        CompletionStage<Void> first = drain.begin();
        time.now = BEGUN.plusSeconds(10);

        assertSame(first, drain.begin());
        assertEquals(Optional.of(BEGUN.plusSeconds(30)), drain.until());
    }

    private ConsoleDrain drain(String timeout) {
        return new ConsoleDrain(live, journal, ConsoleSettings.from(Settings.of(Map.of("drain_timeout", timeout))), time);
    }

    private FakeConsole open(boolean ends) {
        FakeConsole console = new FakeConsole(ends);
        live.opened(console);
        return console;
    }

    private static boolean isDone(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isDone();
    }

    private static final class Time extends Clock {

        private Instant now = BEGUN;

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
            throw new UnsupportedOperationException();
        }
    }

    private static final class Journal extends ConsoleJournal {

        private boolean written;

        @Override
        void ended(LiveConsole console, RelayEnd why, String detail) {
            // nobody reads it
        }

        @Override
        synchronized void write() {
            written = true;
        }
    }

    private final class FakeConsole implements LiveConsole {

        private final UUID id = UUID.randomUUID();
        private final boolean ends;
        private RelayEnd why;

        FakeConsole(boolean ends) {
            this.ends = ends;
        }

        @Override
        public UUID connectionId() {
            return id;
        }

        @Override
        public void end(RelayEnd reason, String words) {
            why = reason;
            if (ends) {
                live.ended(this, reason, null);
            }
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
            return BEGUN;
        }

        @Override
        public Duration idleTimeout() {
            return Duration.ZERO;
        }

        @Override
        public Instant endsAt() {
            return null;
        }
    }
}
