package io.porthole.console;

import java.time.Duration;
import java.time.Instant;

/**
 * The end to which an open console comes by itself: its person does nothing, or its time is over. Shortly before it, the person
 * is warned.
 */
public record DueEnd(RelayEnd why, Instant at) {

    /** Enough to finish what one is at. */
    private static final Duration WARNED_OF_LONGEST = Duration.ofMinutes(5);
    /** Enough to come back from the next room; of a short limit half, so that whoever is at work is not always warned. */
    private static final Duration WARNED_OF_IDLE = Duration.ofMinutes(1);

    /** @return the nearer one of those that have come or are near; null when there is none */
    static DueEnd of(LiveConsole console, Instant now) {
        DueEnd idle = idle(console, now);
        DueEnd longest = longest(console, now);
        if (idle == null || longest == null) {
            return idle == null ? longest : idle;
        }
        return idle.at.isBefore(longest.at) ? idle : longest;
    }

    private static DueEnd longest(LiveConsole console, Instant now) {
        Instant at = console.endsAt();
        return at == null || now.isBefore(at.minus(WARNED_OF_LONGEST)) ? null : new DueEnd(RelayEnd.SESSION_TIMEOUT, at);
    }

    private static DueEnd idle(LiveConsole console, Instant now) {
        Duration limit = console.idleTimeout();
        if (limit.isZero()) {
            return null;
        }
        Duration half = limit.dividedBy(2);
        Instant at = console.lastInput().plus(limit);
        boolean near = !now.isBefore(at.minus(half.compareTo(WARNED_OF_IDLE) < 0 ? half : WARNED_OF_IDLE));
        return near ? new DueEnd(RelayEnd.IDLE_TIMEOUT, at) : null;
    }

    boolean hasCome(Instant now) {
        return at.isBefore(now);
    }
}
