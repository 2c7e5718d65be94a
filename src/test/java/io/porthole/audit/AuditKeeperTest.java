package io.porthole.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.audit.chain.ChainFault;
import io.porthole.audit.chain.CheckResult;
import io.porthole.audit.chain.Checkpoint;
import io.porthole.schedule.LongCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a checkpoint is signed, and when none. Stopping chains and signs once, which is how the tests have it done. */
class AuditKeeperTest {

    private static final Checkpoint SIXTH = new Checkpoint(6, "a".repeat(64), "2026-03-01T10:00:00.000000Z", "portal1");
    private static final Checkpoint SEVENTH = new Checkpoint(7, "b".repeat(64), "2026-03-01T10:01:00.000000Z", "portal1");

    @TempDir
    Path folder;

    private final ChainOfATest chain = new ChainOfATest();
    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicInteger removals = new AtomicInteger();
    private CheckResult found;
    private AuditSeal seal;
    private AuditKeeper keeper;

    /** A chain without a database. */
    private static final class ChainOfATest extends AuditChain {

        private int waiting;
        private Checkpoint head;
        private boolean fits = true;
        private boolean removed;

        @Override
        public int append() {
            int made = Math.min(waiting, BATCH);
            waiting -= made;
            return made;
        }

        @Override
        public Optional<Checkpoint> checkpoint(String node) {
            return Optional.ofNullable(head);
        }

        @Override
        public boolean has(Checkpoint checkpoint) {
            return fits;
        }

        @Override
        public boolean removed(Checkpoint checkpoint, Collection<PublicKey> keys) {
            return removed;
        }
    }

    @BeforeEach
    void openSeal() throws IOException {
        AuditSettings settings = new AuditSettings(folder.resolve("audit.key"), Duration.ofSeconds(60), 0, List.of());
        seal = new AuditSeal(settings);
        seal.open();
        keeper = new AuditKeeper(chain, seal, new AuditCheck() {
            @Override
            public void begin() {
                checks.incrementAndGet();
            }

            @Override
            public Optional<LongCheck.Done<CheckResult>> last() {
                return Optional.ofNullable(found).map(result -> new LongCheck.Done<>(result, Instant.EPOCH));
            }
        }, new EventRetention() {
            @Override
            public void removeOverdue() {
                removals.incrementAndGet();
            }
        }, settings);
    }

    @Test
    void everythingThatWaitsIsChainedHoweverManyBatchesThatTakes() {
        chain.waiting = 3 * AuditChain.BATCH + 1;

        keeper.stop();

        assertEquals(0, chain.waiting);
    }

    @Test
    void emptyChainIsNotSigned() throws Exception {
        keeper.stop();

        assertEquals(List.of(), seal.checkpoints());
    }

    @Test
    void sameEndIsSignedOnce() throws Exception {
        chain.head = SIXTH;
        keeper.stop();
        keeper.stop();
        chain.head = SEVENTH;
        keeper.stop();

        assertEquals(List.of(SIXTH, SEVENTH), seal.checkpoints());
    }

    @Test
    void chainThatDoesNotFitItsLastCheckpointIsSignedNoMoreAndIsChecked() throws Exception {
        chain.head = SIXTH;
        keeper.stop();
        chain.head = SEVENTH;
        chain.fits = false;
        keeper.stop();
        chain.fits = true;
        keeper.stop();

        assertEquals(List.of(SIXTH), seal.checkpoints());
        assertEquals(1, checks.get());
    }

    /** A portal node that was away for longer than events are kept. */
    @Test
    void checkpointWhoseEntryWasRemovedByRuleIsNoFault() throws Exception {
        chain.head = SIXTH;
        keeper.stop();
        chain.head = SEVENTH;
        chain.fits = false;
        chain.removed = true;
        keeper.stop();

        assertEquals(List.of(SIXTH, SEVENTH), seal.checkpoints());
        assertEquals(0, checks.get());
    }

    @Test
    void nothingIsRemovedByRuleWhileTheTrailIsBroken() {
        keeper.removeOverdue();
        found = new CheckResult(6, SIXTH.at(), 0, 1, null, null);
        keeper.removeOverdue();
        assertEquals(2, removals.get());

        found = new CheckResult(6, SIXTH.at(), 0, 1, new ChainFault(ChainFault.Kind.REMOVED, 7L, null, null), null);
        keeper.removeOverdue();
        found = null;
        chain.head = SIXTH;
        keeper.stop();
        chain.fits = false;
        keeper.stop();
        keeper.removeOverdue();

        assertEquals(2, removals.get());
    }

    @Test
    void restartKnowsTheLastCheckpoint() throws Exception {
        chain.head = SIXTH;
        keeper.stop();

        assertEquals(Optional.of(SIXTH), new AuditSeal(new AuditSettings(folder.resolve("audit.key"), Duration.ofSeconds(60), 0, List.of())).open());
    }

    @Test
    void lostKeyIsNotReplacedWhileItsCheckpointsAreThere() throws Exception {
        chain.head = SIXTH;
        keeper.stop();
        Files.delete(folder.resolve("audit.key"));

        assertTrue(assertThrows(IOException.class, () -> seal.open()).getMessage().contains("is gone"));
    }

    @Test
    void checkpointThatTheKeyDidNotSignStopsTheStart() throws Exception {
        chain.head = SIXTH;
        keeper.stop();
        Path file = folder.resolve("audit.key.checkpoints");
        Files.writeString(file, Files.readString(file).replace(" 6 ", " 5 "));

        assertTrue(assertThrows(IOException.class, () -> seal.open()).getMessage().contains("line 1"));
    }
}
