package io.porthole.schedule;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work of which much is done at its next turn if it fails now, for a database that is away for a while must neither end the schedule nor
 * fill the log: each work tells once that it fails, and once that it succeeds again. That others succeed which had nothing to do says
 * nothing of it.
 */
public final class RepeatedWork {

    private final System.Logger log;
    private final String failure;
    private final String success;

    /**
     * @param failure what is told when work begins to fail
     * @param success and when it succeeds again
     */
    public RepeatedWork(System.Logger log, String failure, String success) {
        this.log = log;
        this.failure = failure;
        this.success = success;
    }

    /** At once, and so long after each time again. */
    public void repeat(ScheduledExecutorService schedule, Duration pace, Runnable work) {
        repeat(schedule, Duration.ZERO, pace, work);
    }

    public void repeat(ScheduledExecutorService schedule, Duration first, Duration pace, Runnable work) {
        AtomicBoolean failing = new AtomicBoolean();
        schedule.scheduleWithFixedDelay(() -> attempt(work, failing), first.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Once, and never again. */
    public void attempt(Runnable work) {
        attempt(work, new AtomicBoolean());
    }

    private void attempt(Runnable work, AtomicBoolean failing) {
        try {
            work.run();
            if (failing.getAndSet(false)) {
                log.log(System.Logger.Level.INFO, success);
            }
        } catch (RuntimeException e) {
            if (!failing.getAndSet(true)) {
                log.log(System.Logger.Level.WARNING, failure, e);
            }
        }
    }
}
