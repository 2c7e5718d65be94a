package io.porthole.audit;

import java.time.Clock;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

import io.porthole.audit.chain.ChainRemoval;
import io.porthole.audit.chain.Checkpoint;

/** Removes the trail's oldest events, a batch in a transaction of its own with its tombstone and the event that tells of it. */
@ApplicationScoped
public class EventRemoval {

    /** A fraction of a second of work, and some pages of memory. */
    private static final int BATCH = 5_000;

    private final AuditChain chain;
    private final AuditTrail trail;
    private final Clock clock;

    protected EventRemoval() {
        this(null, null, null);
    }

    @Inject
    public EventRemoval(AuditChain chain, AuditTrail trail, Clock clock) {
        this.chain = chain;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional
    public boolean isDue(ChainRemoval removal) {
        return chain.ask(database -> removal.isDue(database, clock.instant()));
    }

    /** @return whether anything was removed: then there may be more */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public boolean removeBatch(ChainRemoval removal, List<Checkpoint> checkpoints) {
        return chain.ask(database -> removal.remove(database, checkpoints, clock.instant(), BATCH)).map(this::tell).isPresent();
    }

    private ChainRemoval.Removed tell(ChainRemoval.Removed removed) {
        trail.record(AuditEvent.of(AuditAction.EVENTS_REMOVED).saying(removed.entries() + " entries, older than event_keep_days: " + removed.line()));
        return removed;
    }
}
