package io.porthole.audit;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.ChainCheck;
import io.porthole.audit.chain.CheckResult;
import io.porthole.audit.chain.Checkpoint;
import io.porthole.audit.chain.UnsignedCheckpointException;
import io.porthole.schedule.LongCheck;

/** Checks the whole chain against the checkpoints of this portal node. */
@ApplicationScoped
public class AuditCheck {

    private static final System.Logger LOG = System.getLogger("io.porthole.audit");

    private final AuditExport entries;
    private final AuditSeal seal;
    private final LongCheck<CheckResult> check;

    @Resource
    private ManagedExecutorService executor;

    protected AuditCheck() {
        this(null, null, null);
    }

    @Inject
    public AuditCheck(AuditExport entries, AuditSeal seal, Clock clock) {
        this.entries = entries;
        this.seal = seal;
        this.check = new LongCheck<>(LOG, clock, "the audit trail cannot be checked", this::wholeChain);
    }

    /** Begins one, unless one is under way. */
    public void begin() {
        begin(Duration.ZERO);
    }

    /** The same, and waits for its end: a short trail is checked at once. */
    public void begin(Duration patience) {
        check.begin(executor, patience);
    }

    public boolean running() {
        return check.running();
    }

    /** @return nothing before the first one has ended */
    public Optional<LongCheck.Done<CheckResult>> last() {
        return check.last();
    }

    private CheckResult wholeChain() throws IOException {
        CheckResult result = check();
        if (!result.unbroken()) {
            LOG.log(System.Logger.Level.ERROR, "the audit trail is broken: {0}", result.fault().words());
        }
        return result;
    }

    /** Entries that are removed by rule while they are read make it begin anew. */
    private CheckResult check() throws IOException {
        List<String> tombstones = entries.tombstones();
        CheckResult result = check(tombstones);
        while (!result.unbroken() && !entries.tombstones().equals(tombstones)) {
            tombstones = entries.tombstones();
            result = check(tombstones);
        }
        return result;
    }

    /** The checkpoints are read first, so that the chain that follows reaches at least as far. */
    private CheckResult check(List<String> tombstones) throws IOException {
        List<Checkpoint> checkpoints;
        try {
            checkpoints = seal.checkpoints();
        } catch (UnsignedCheckpointException e) {
            return new CheckResult(0, null, 0, 0, e.fault(), null);
        }
        ChainCheck check = new ChainCheck(checkpoints);
        for (String tombstone : tombstones) {
            if (!check.tombstone(tombstone, seal.keys())) {
                return check.finish();
            }
        }
        AuditEntry.Position position = AuditEntry.Position.BEGIN;
        for (List<AuditEntry> page = entries.page(position); !page.isEmpty(); page = entries.page(position)) {
            for (AuditEntry entry : page) {
                if (!check.accept(entry)) {
                    return check.finish();
                }
            }
            position = position.after(page.get(page.size() - 1));
        }
        return check.finish();
    }
}
