package io.porthole.audit.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every event gets its place, once, whoever chains and whenever it becomes visible; and its writer waits for nobody. */
@ArquillianTest
@RunAsClient
class ChainIT {

    @TempDir
    Path folder;

    private TrailOfATest trail;

    @BeforeEach
    void makeTrail() throws Exception {
        trail = new TrailOfATest(folder);
    }

    @Test
    void eventsAreChainedInTheirOrder() throws Exception {
        trail.record(12);

        assertEquals(12, trail.chain());

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L), events());
        assertEquals(0, trail.database().count("audit_unchained"));
        assertEquals(new CheckResult(12, trail.entries().get(11).at(), 0, 0, null, null), trail.check());
    }

    @Test
    void nothingNewIsNoEntry() throws Exception {
        assertEquals(0, trail.chain());
        trail.record(1);
        trail.chain();

        assertEquals(0, trail.chain());
        assertEquals(1, trail.database().count("audit_chain"));
    }

    /** A chainer keeps nothing in memory: the next one, after a restart, goes on where the last one was. */
    @Test
    void restartGoesOnInTheChain() throws Exception {
        trail.record(3);
        trail.chain();
        trail.sign();
        trail.record(3);
        assertEquals(3, trail.check().waiting());

        trail.chain();
        trail.sign();

        assertEquals(new CheckResult(6, trail.entries().get(5).at(), 0, 2, null, null), trail.check());
    }

    @Test
    void eventWhoseTransactionEndsLateComesBehindWhatWasChainedMeanwhile() throws Exception {
        try (Connection late = trail.database().connect(); Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute(TrailOfATest.INSERT);
            trail.record(2);
            trail.chain();
            trail.sign();
            assertEquals(List.of(2L, 3L), events());

            late.commit();
        }
        trail.record(1);
        trail.chain();

        assertEquals(List.of(2L, 3L, 1L, 4L), events());
        assertTrue(trail.check().unbroken());
    }

    @Test
    void rolledBackEventLeavesNoTrace() throws Exception {
        try (Connection undone = trail.database().connect(); Statement statement = undone.createStatement()) {
            undone.setAutoCommit(false);
            statement.execute(TrailOfATest.INSERT);
            undone.rollback();
        }
        trail.record(1);
        trail.chain();

        assertEquals(List.of(2L), events());
        assertTrue(trail.check().unbroken());
    }

    @Test
    void chainerThatBreaksOffLosesNothing() throws Exception {
        trail.record(3);
        try (Connection broken = trail.database().connect()) {
            broken.setAutoCommit(false);
            assertEquals(3, ChainAppender.append(broken, 10));
            broken.rollback();
        }

        trail.chain();

        assertEquals(List.of(1L, 2L, 3L), events());
        assertTrue(trail.check().unbroken());
    }

    @Test
    void writerDoesNotWaitForAChainerThatIsAtIt() throws Exception {
        trail.record(1);
        try (Connection chaining = trail.database().connect(); Connection writing = trail.database().connect(); Statement statement = writing.createStatement()) {
            chaining.setAutoCommit(false);
            ChainAppender.append(chaining, 10);
            statement.execute("set statement_timeout = '2s'");

            statement.execute(TrailOfATest.INSERT);

            assertEquals(0, trail.chain(), "and another chainer leaves it alone");
            chaining.commit();
        }
        trail.chain();
        assertEquals(List.of(1L, 2L), events());
    }

    @Test
    void severalPortalNodesMakeOneChainWhileManyWrite() throws Exception {
        int writers = 6;
        int each = 150;
        AtomicBoolean writing = new AtomicBoolean(true);
        CountDownLatch begin = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Integer>> chainers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                chainers.add(threads.submit(() -> chainWhile(writing, begin)));
            }
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                all.add(threads.submit(() -> {
                    begin.await();
                    trail.record(each);
                    return null;
                }));
            }
            begin.countDown();
            for (Future<?> writer : all) {
                writer.get(60, TimeUnit.SECONDS);
            }
            writing.set(false);
            for (Future<Integer> chainer : chainers) {
                chainer.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        trail.chain();

        assertEquals(writers * each, trail.database().count("audit_chain"));
        CheckResult result = trail.check();
        assertTrue(result.unbroken());
        assertEquals(writers * each, result.entries());
    }

    private int chainWhile(AtomicBoolean going, CountDownLatch begin) throws Exception {
        int made = 0;
        begin.await();
        try (Connection connection = trail.database().connect()) {
            while (going.get()) {
                made += TrailOfATest.chain(connection, 200);
            }
        }
        return made;
    }

    // ---- what it costs

    /** Prints, and judges nothing: figures of one machine at one time. */
    @Test
    void figuresOfWritersWithAndWithoutAChain() throws Exception {
        for (int round = 0; round < 2; round++) {
            for (boolean chained : new boolean[] {false, true}) {
                trail = new TrailOfATest(folder.resolve(round + "-" + chained));
                if (!chained) {
                    trail.tamper("alter table audit_events disable trigger audit_events_await_chaining");
                }
                System.out.println((chained ? "with the chain:    " : "without the chain: ") + measured(chained));
            }
        }
    }

    /** As many as can in 1.5 s, then 1,000 a second. */
    private String measured(boolean chained) throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CountDownLatch begin = new CountDownLatch(1);
            begin.countDown();
            Future<Integer> chainer = chained ? threads.submit(() -> chainWhile(going, begin)) : null;
            Written most = write(threads, 0);
            Written paced = write(threads, 1_000);
            going.set(false);
            int made = chainer == null ? 0 : chainer.get(60, TimeUnit.SECONDS);
            trail.chain();
            String outcome = chained ? ", " + made + " chained meanwhile, unbroken: " + trail.check().unbroken() : "";
            return most + " at most; " + paced + " at a set pace" + outcome;
        } finally {
            threads.shutdownNow();
        }
    }

    /** @param late the slowest of a hundred, in milliseconds */
    private record Written(long events, double seconds, double middle, double late) {

        @Override
        public String toString() {
            return String.format("%.0f events/s (half within %.2f ms, 99 of 100 within %.2f ms)", events / seconds, middle, late);
        }
    }

    private Written write(ExecutorService threads, int perSecond) throws Exception {
        int writers = 8;
        long begun = System.nanoTime();
        long end = begun + TimeUnit.MILLISECONDS.toNanos(1_500);
        AtomicLong ticket = new AtomicLong();
        List<Future<List<Long>>> all = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            all.add(threads.submit(() -> writeUntil(begun, end, perSecond, ticket)));
        }
        List<Long> times = new ArrayList<>();
        for (Future<List<Long>> one : all) {
            times.addAll(one.get(60, TimeUnit.SECONDS));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        times.sort(null);
        return new Written(times.size(), seconds, times.get(times.size() / 2) / 1e6, times.get(times.size() * 99 / 100) / 1e6);
    }

    private List<Long> writeUntil(long begun, long end, int perSecond, AtomicLong ticket) throws SQLException {
        List<Long> times = new ArrayList<>();
        try (Connection connection = trail.database().connect(); var insert = connection.prepareStatement(TrailOfATest.INSERT)) {
            while (System.nanoTime() < end) {
                long due = perSecond == 0 ? 0 : begun + ticket.getAndIncrement() * TimeUnit.SECONDS.toNanos(1) / perSecond;
                while (System.nanoTime() < due) {
                    java.util.concurrent.locks.LockSupport.parkNanos(due - System.nanoTime());
                }
                long before = System.nanoTime();
                insert.execute();
                times.add(System.nanoTime() - before);
            }
        }
        return times;
    }

    private List<Long> events() throws SQLException {
        return trail.database().rows("select event_id from audit_chain order by seq").stream().map(row -> (Long) row.get("event_id")).toList();
    }
}
