package io.porthole.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process will do by itself, no longer than a test may. */
public final class Patience {

    private static final Duration STEP = Duration.ofMillis(25);

    private Patience() {
    }

    /** @throws AssertionError that says what did not come true within the limit */
    public static void until(String expected, Duration limit, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + limit + ": " + expected);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
