package io.porthole.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepeatedWorkTest {

    private final List<String> told = new ArrayList<>();
    private final RepeatedWork work = new RepeatedWork(new Log(), "fails", "is done again");
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void end() {
        schedule.shutdownNow();
    }

    @Test
    void whatFailsIsDoneAgainAndToldOnce() throws InterruptedException {
        AtomicInteger turn = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(5);
        work.repeat(schedule, Duration.ofMillis(1), () -> {
            done.countDown();
            if (turn.incrementAndGet() < 4) {
                throw new IllegalStateException("the database is away");
            }
        });
        done.await(10, TimeUnit.SECONDS);
        schedule.shutdown();
        schedule.awaitTermination(10, TimeUnit.SECONDS);
        assertEquals(List.of("WARNING fails", "INFO is done again"), told);
    }

    @Test
    void workThatSucceedsSaysNothingOfOtherWorkThatFails() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(5);
        work.repeat(schedule, Duration.ofMillis(1), () -> {
            throw new IllegalStateException("the database is away");
        });
        work.repeat(schedule, Duration.ofMillis(1), done::countDown);
        done.await(10, TimeUnit.SECONDS);
        schedule.shutdown();
        schedule.awaitTermination(10, TimeUnit.SECONDS);
        assertEquals(List.of("WARNING fails"), told);
    }

    @Test
    void theLastTimeDoesNotThrowEither() {
        work.attempt(() -> {
            throw new IllegalStateException("the database is away");
        });
        assertEquals(List.of("WARNING fails"), told);
    }

    /** Written by the schedule's one thread, and read when that has ended. */
    private final class Log implements System.Logger {

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String words, Throwable thrown) {
            told.add(level + " " + words);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String words, Object... values) {
            told.add(level + " " + words);
        }
    }
}
