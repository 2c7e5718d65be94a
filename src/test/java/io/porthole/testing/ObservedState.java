package io.porthole.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The lock of a fake's state: changes under it wake the tests that wait for them, so that no test sleeps. */
final class ObservedState {

    synchronized void change(Runnable change) {
        change.run();
        notifyAll();
    }

    synchronized <T> T read(Supplier<T> value) {
        return value.get();
    }

    /** @throws AssertionError if the condition does not hold within the limit */
    synchronized void await(String expected, BooleanSupplier condition, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long leftNanos = deadline - System.nanoTime();
            if (leftNanos <= 0) {
                throw new AssertionError("Not within " + limit + ": " + expected);
            }
            wait(leftNanos / 1_000_000, (int) (leftNanos % 1_000_000));
        }
    }

    synchronized void awaitWithoutLimit(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            wait();
        }
    }
}
