package io.porthole.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.compute.ComputeDriver;
import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.ConsoleLocation;
import io.porthole.compute.InstanceId;
import io.porthole.compute.NodeSweep;
import io.porthole.compute.NodeVersions;
import io.porthole.compute.NodeWatcher;
import io.porthole.compute.PowerAction;
import io.porthole.compute.PowerState;
import io.porthole.identity.User;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScreenPicturesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PACE = Duration.ofSeconds(10);
    private static final int VIEWERS = 8;

    private final SetClock clock = new SetClock();
    private final Screens driver = new Screens();
    private final User member = new User(UUID.randomUUID(), "demo", false, false, Set.of("demo"));
    private final User stranger = new User(UUID.randomUUID(), "eve", false, false, Set.of("ops"));
    private final Instance desktop = instance("demo", PowerState.RUNNING);

    @Test
    void oneIsTakenForAllWhoLook() throws Exception {
        ScreenPictures pictures = pictures(true, HOUR);
        driver.hangs = new CountDownLatch(1);
        ExecutorService viewers = Executors.newFixedThreadPool(VIEWERS);
        try {
            List<Future<?>> looks = new ArrayList<>();
            for (int i = 0; i < VIEWERS; i++) {
                looks.add(viewers.submit(() -> assertTrue(pictures.of(member, desktop).isPresent())));
            }
            driver.hangs.countDown();
            for (Future<?> look : looks) {
                look.get(10, TimeUnit.SECONDS);
            }
        } finally {
            viewers.shutdownNow();
        }
        assertEquals(1, driver.taken.get());
    }

    @Test
    void anOldOneIsTakenAnew() {
        ScreenPictures pictures = pictures(true, Duration.ZERO);

        assertTrue(pictures.of(member, desktop).isPresent());
        assertTrue(pictures.of(member, desktop).isPresent());
        assertEquals(2, driver.taken.get());
    }

    @Test
    void aNodeThatFailsIsNotAskedAgainBeforeItsTime() {
        driver.broken = true;
        ScreenPictures pictures = pictures(true, HOUR);

        assertTrue(pictures.of(member, desktop).isEmpty());
        assertTrue(pictures.of(member, desktop).isEmpty());
        assertEquals(1, driver.taken.get());
    }

    @Test
    void aNodeThatHangsHoldsTwoAtMostAndNoOtherNodeUp() throws Exception {
        ScreenPictures pictures = pictures(true, HOUR);
        driver.hangs = new CountDownLatch(1);
        ExecutorService viewers = Executors.newFixedThreadPool(2);
        try {
            viewers.submit(() -> pictures.of(member, instance("demo", PowerState.RUNNING)));
            viewers.submit(() -> pictures.of(member, instance("demo", PowerState.RUNNING)));
            while (driver.taken.get() < 2) {
                Thread.onSpinWait();
            }
            assertTrue(pictures.of(member, desktop).isEmpty());
            assertEquals(2, driver.taken.get());
            assertTrue(pictures.of(member, on("node2", PowerState.RUNNING, null)).isPresent());
        } finally {
            driver.hangs.countDown();
            viewers.shutdownNow();
        }
    }

    @Test
    void aNodeThatHungIsLeftAloneForAWhile() {
        ScreenPictures pictures = pictures(true, HOUR);
        driver.broken = true;
        driver.takes = Duration.ofSeconds(5);
        assertTrue(pictures.of(member, desktop).isEmpty());
        driver.broken = false;
        driver.takes = Duration.ZERO;

        assertTrue(pictures.of(member, instance("demo", PowerState.RUNNING)).isEmpty());
        assertEquals(1, driver.taken.get());
        assertTrue(pictures.of(member, on("node2", PowerState.RUNNING, null)).isPresent());

        clock.now = clock.now.plusSeconds(11);
        assertTrue(pictures.of(member, instance("demo", PowerState.RUNNING)).isPresent());
    }

    @Test
    void theLastOneStaysWhileNoOtherCanBeTakenAndItsAgeIsTold() {
        ScreenPictures pictures = pictures(true, PACE);
        Instant taken = clock.now;
        pictures.of(member, desktop);
        clock.now = clock.now.plus(PACE);
        assertTrue(pictures.oldSince(desktop).isEmpty(), "nobody looked meanwhile");

        driver.broken = true;
        assertEquals(taken, pictures.of(member, desktop).orElseThrow().takenAt());
        assertEquals(Optional.of(taken), pictures.oldSince(desktop));

        driver.broken = false;
        clock.now = clock.now.plus(PACE);
        assertEquals(clock.now, pictures.of(member, desktop).orElseThrow().takenAt());
        assertTrue(pictures.oldSince(desktop).isEmpty());
    }

    @Test
    void aVmWhoseNodeIsSilentKeepsItsLastOneUnasked() {
        ScreenPictures pictures = pictures(true, PACE);
        Instant taken = clock.now;
        pictures.of(member, desktop);
        Instance silent = new Instance(desktop.id(), "desktop", "desktop", "demo", "node1", PowerState.UNKNOWN, true, "no answer");

        assertTrue(pictures.oldSince(silent).isEmpty(), "it is no older than its pace");
        clock.now = clock.now.plus(PACE);
        assertTrue(pictures.maySee(member, silent));
        assertEquals(taken, pictures.of(member, silent).orElseThrow().takenAt());
        assertEquals(Optional.of(taken), pictures.oldSince(silent));
        assertEquals(1, driver.taken.get());
        assertFalse(pictures.maySee(stranger, silent));
        assertTrue(pictures.of(stranger, silent).isEmpty());
    }

    @Test
    void whatWasOnTheScreenBeforeItWasSwitchedOffIsNotShownAgain() {
        ScreenPictures pictures = pictures(true, HOUR);
        pictures.of(member, desktop);

        assertTrue(pictures.of(member, new Instance(desktop.id(), "desktop", "desktop", "demo", "node1", PowerState.OFF, true, null)).isEmpty());
        assertTrue(pictures.of(member, new Instance(desktop.id(), "desktop", "desktop", "demo", "node1", PowerState.UNKNOWN, true, "no answer")).isEmpty());
    }

    @Test
    void onlyMembersOfItsProjectSeeOneAndOnlyOfAScreen() {
        ScreenPictures pictures = pictures(true, HOUR);
        User administrator = new User(UUID.randomUUID(), "admin", true, true, Set.of());

        assertTrue(pictures.maySee(member, desktop));
        assertFalse(pictures.maySee(administrator, desktop), "opens the console, which is recorded");
        assertFalse(pictures.maySee(member, instance("ops", PowerState.RUNNING)));
        assertFalse(pictures.maySee(administrator, instance(null, PowerState.RUNNING)));
        assertFalse(pictures.maySee(member, instance("demo", PowerState.OFF)));
        assertFalse(pictures(false, HOUR).maySee(member, desktop), "off by a setting");
        assertTrue(pictures(false, HOUR).of(member, desktop).isEmpty());
        assertEquals(0, driver.taken.get());
    }

    private ScreenPictures pictures(boolean shown, Duration age) {
        return new ScreenPictures(new ComputeSettings(Map.of("node1", node("node1"), "node2", node("node2")), HOUR, HOUR, HOUR), driver, new ScreenPictureSettings(shown, age), clock);
    }

    private static ComputeNode node(String name) {
        return new ComputeNode(name, "test:///default", "127.0.0.1", null, true, null, null, null, null, null);
    }

    private static Instance instance(String project, PowerState state) {
        return new Instance(new InstanceId(UUID.randomUUID()), "desktop", "desktop", project, "node1", state, true, null);
    }

    private static Instance on(String node, PowerState state, String nodeReason) {
        return new Instance(new InstanceId(UUID.randomUUID()), "desktop", "desktop", "demo", node, state, true, nodeReason);
    }

    /** Goes on when it is told to. */
    private static final class SetClock extends Clock {

        private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** Compute nodes that have nothing but screens of one pixel; node1 may hang. */
    private final class Screens implements ComputeDriver {

        private final AtomicInteger taken = new AtomicInteger();
        private volatile CountDownLatch hangs = new CountDownLatch(0);
        private volatile boolean broken;
        private volatile Duration takes = Duration.ZERO;

        @Override
        public byte[] screenshot(ComputeNode node, InstanceId id) throws ComputeException {
            taken.incrementAndGet();
            clock.now = clock.now.plus(takes);
            try {
                if (node.name().equals("node1")) {
                    hangs.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (broken) {
                throw new ComputeException(ComputeException.Kind.FAILED, "no screen");
            }
            return "P6 1 1 255\nabc".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void watch(ComputeNode node, NodeWatcher watcher) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ConsoleLocation consoleOf(ComputeNode node, InstanceId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NodeVersions versions(ComputeNode node) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<NodeSweep> lastSweep(ComputeNode node) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void power(ComputeNode node, InstanceId id, PowerAction action) {
            throw new UnsupportedOperationException();
        }
    }
}
