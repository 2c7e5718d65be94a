package io.porthole.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.chain.Checkpoint;
import io.porthole.schedule.RepeatedWork;

/**
 * Chains what was recorded, signs checkpoints at their pace, and has the whole checked now and then.
 *
 * <p>Before it signs, the last checkpoint must still fit the chain. When it does not, nothing more is signed: what was signed stays
 * the last word, until an administrator has found out what happened (docs/audit.md).
 */
@ApplicationScoped
public class AuditKeeper {

    private static final System.Logger LOG = System.getLogger("io.porthole.audit");
    /** An event that is removed before it was chained leaves less of a trace, so that is soon. */
    private static final Duration CHAIN_PACE = Duration.ofMillis(200);
    /** The first one shows what happened while no portal ran. */
    private static final Duration CHECK_PACE = Duration.ofDays(1);
    private static final Duration RETENTION_PACE = Duration.ofMinutes(1);
    private static final int THREADS = 3;

    private final AuditChain chain;
    private final AuditSeal seal;
    private final AuditCheck check;
    private final EventRetention retention;
    private final AuditSettings settings;
    private final RepeatedWork work = new RepeatedWork(LOG, "the audit trail cannot be chained or signed; trying again until it can", "the audit trail is chained and signed again");
    /** Guarded by this. */
    private Checkpoint last;
    private boolean broken;

    @Resource
    private ManagedThreadFactory threads;
    /** Of our own, for the server's holds its tasks back while it is suspended. */
    private ScheduledThreadPoolExecutor schedule;

    protected AuditKeeper() {
        this(null, null, null, null, null);
    }

    @Inject
    public AuditKeeper(AuditChain chain, AuditSeal seal, AuditCheck check, EventRetention retention, AuditSettings settings) {
        this.chain = chain;
        this.seal = seal;
        this.check = check;
        this.retention = retention;
        this.settings = settings;
    }

    /** @throws IllegalStateException that names the setting, when there is no key to sign with */
    public void start() {
        try {
            Optional<Checkpoint> found = seal.open();
            synchronized (this) {
                last = found.orElse(null);
            }
        } catch (IOException e) {
            throw new IllegalStateException("audit_key_file: " + words(e), e);
        }
        LOG.log(System.Logger.Level.INFO, "checkpoints of the audit trail are signed with the Ed25519 key whose public half is {0}", seal.publicKey());
        schedule = new ScheduledThreadPoolExecutor(THREADS, threads);
        work.repeat(schedule, CHAIN_PACE, this::chain);
        work.repeat(schedule, settings.checkpointInterval(), this::sign);
        work.repeat(schedule, CHECK_PACE, check::begin);
        work.repeat(schedule, RETENTION_PACE, this::removeOverdue);
    }

    /** A file system says no more than the file's name. */
    private static String words(IOException e) {
        return e instanceof FileSystemException about ? "the file " + about.getFile() + " cannot be read or written (" + e.getClass().getSimpleName() + ")" : e.getMessage();
    }

    /** Chains and signs all that was recorded; called while the portal stops. */
    public void stop() {
        if (schedule != null) {
            schedule.shutdown();
        }
        work.attempt(this::chain);
        work.attempt(this::sign);
    }

    private void chain() {
        while (chain.append() == AuditChain.BATCH) {
            LOG.log(System.Logger.Level.DEBUG, "more events wait to be chained");
        }
    }

    private synchronized void sign() {
        if (broken) {
            return;
        }
        if (last != null && !chain.has(last) && !chain.removed(last, seal.keys())) {
            broken = true;
            LOG.log(System.Logger.Level.ERROR, "the audit trail does not fit its last checkpoint, entry {0} of {1}: no more are signed; see docs/audit.md",
                    last.place(), last.at());
            check.begin();
            return;
        }
        Optional<Checkpoint> next = chain.checkpoint(System.getProperty("jboss.node.name", "portal"));
        if (next.isPresent() && (last == null || next.get().place() > last.place())) {
            add(next.get());
        }
    }

    /** What is broken stays as it is, for whoever finds out why. */
    void removeOverdue() {
        if (!isBroken() && check.last().stream().allMatch(done -> done.result().unbroken())) {
            retention.removeOverdue();
        }
    }

    private synchronized boolean isBroken() {
        return broken;
    }

    private void add(Checkpoint checkpoint) {
        try {
            seal.add(checkpoint);
            last = checkpoint;
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint cannot be written", e);
        }
    }
}
