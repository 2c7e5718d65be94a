package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;

class LiveConsolesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final LiveConsoles live = new LiveConsoles();

    @Test
    void consoleWithoutInputForLongerThanTheIdleTimeoutEnds() {
        FakeConsole console = open(NOW.minus(TEN_MINUTES).minusSeconds(1), null);

        live.endOverdue(NOW, TEN_MINUTES);

        assertEquals(RelayEnd.IDLE_TIMEOUT, console.why);
    }

    @Test
    void consoleThatIsUsedGoesOn() {
        FakeConsole console = open(NOW.minus(TEN_MINUTES), NOW);

        live.endOverdue(NOW, TEN_MINUTES);

        assertNull(console.why);
    }

    @Test
    void idleTimeoutOfZeroEndsNothing() {
        FakeConsole console = open(NOW.minus(Duration.ofDays(30)), null);

        live.endOverdue(NOW, Duration.ZERO);

        assertNull(console.why);
    }

    @Test
    void consoleWhoseLongestTimeIsOverEndsThoughItIsUsed() {
        FakeConsole console = open(NOW, NOW.minusSeconds(1));

        live.endOverdue(NOW, TEN_MINUTES);

        assertEquals(RelayEnd.SESSION_TIMEOUT, console.why);
    }

    @Test
    void oneThatIsOverdueTakesNoOtherAlong() {
        FakeConsole overdue = open(NOW.minus(Duration.ofHours(1)), null);
        FakeConsole used = open(NOW, null);

        live.endOverdue(NOW, TEN_MINUTES);

        assertEquals(RelayEnd.IDLE_TIMEOUT, overdue.why);
        assertNull(used.why);
    }

    private FakeConsole open(Instant lastInput, Instant endsAt) {
        FakeConsole console = new FakeConsole(lastInput, endsAt);
        live.opened(console);
        return console;
    }

    private static final class FakeConsole implements LiveConsole {

        private final UUID connectionId = UUID.randomUUID();
        private final Instant lastInput;
        private final Instant endsAt;
        private RelayEnd why;

        FakeConsole(Instant lastInput, Instant endsAt) {
            this.lastInput = lastInput;
            this.endsAt = endsAt;
        }

        @Override
        public UUID connectionId() {
            return connectionId;
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
        public Instant endsAt() {
            return endsAt;
        }
    }
}
