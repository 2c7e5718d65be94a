package io.porthole.schedule;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A check that may take minutes: done in the background, one at a time; keeps the last result. */
public final class LongCheck<R> {

    /** The check itself. */
    @FunctionalInterface
    public interface Work<R> {
        R check() throws IOException, SQLException;
    }

    /** @param at when it ended */
    public record Done<R>(R result, Instant at) {
    }

    private final System.Logger log;
    private final Clock clock;
    private final String failure;
    private final Work<R> work;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicReference<Done<R>> last = new AtomicReference<>();

    /** @param failure what the log is told where it cannot be done */
    public LongCheck(System.Logger log, Clock clock, String failure, Work<R> work) {
        this.log = log;
        this.clock = clock;
        this.failure = failure;
        this.work = work;
    }

    /** Begins one, unless one is under way, and waits so long for its end: a short one is done at once. */
    public void begin(ExecutorService executor, Duration patience) {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.submit(this::run).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.log(System.Logger.Level.DEBUG, "the check goes on in the background");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (RejectedExecutionException e) {
            running.set(false);
            throw e;
        }
    }

    public boolean running() {
        return running.get();
    }

    /** @return nothing before the first one has ended */
    public Optional<Done<R>> last() {
        return Optional.ofNullable(last.get());
    }

    private void run() {
        try {
            last.set(new Done<>(work.check(), clock.instant()));
        } catch (IOException | SQLException | RuntimeException e) {
            log.log(System.Logger.Level.ERROR, failure, e);
        } finally {
            running.set(false);
        }
    }
}
