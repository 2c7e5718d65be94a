package io.porthole.novaclient;

import java.time.Duration;

/** When all steps of one question must be done. */
record Deadline(long nanoTime) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** @return never less than nothing */
    long nanosLeft() {
        return Math.max(0, nanoTime - System.nanoTime());
    }
}
