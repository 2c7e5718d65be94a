package io.porthole.console;

import java.time.Duration;

/**
 * When this portal node showed that it lives. What kept it from doing so, a database that was away for all or a machine that stood still, may have kept the
 * others from it too: then their silence says nothing, until each had time for some heartbeats. Used by one thread at a time.
 */
final class OwnHeartbeat {

    /** Shorter than the silence after which a portal node counts as dead, and longer than any heartbeat is late. */
    private static final Duration OWN_SILENCE = Duration.ofSeconds(10);
    /** Three heartbeats, and what it takes to connect to a database that is back. */
    private static final Duration CHANCE = Duration.ofSeconds(15);

    private boolean shown;
    private long last;
    private boolean interrupted;
    private long resumed;

    /** @param now System.nanoTime(), when the heartbeat was written */
    void shown(long now) {
        if (shown && now - last > OWN_SILENCE.toNanos()) {
            interrupted = true;
            resumed = now;
        }
        shown = true;
        last = now;
    }

    /** Whether who is silent now is silent by itself. */
    boolean othersHadTheirChance(long now) {
        return !interrupted || now - resumed > CHANCE.toNanos();
    }
}
