package io.porthole.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.chain.ChainRemoval;
import io.porthole.audit.chain.Checkpoint;
import io.porthole.audit.chain.UnsignedCheckpointException;

/** Takes events away whose time is over; unless it is set how long they are kept, they stay for ever. */
@ApplicationScoped
public class EventRetention {

    private static final System.Logger LOG = System.getLogger("io.porthole.audit");

    private final EventRemoval events;
    private final AuditSeal seal;
    private final AuditSettings settings;

    protected EventRetention() {
        this(null, null, null);
    }

    @Inject
    public EventRetention(EventRemoval events, AuditSeal seal, AuditSettings settings) {
        this.events = events;
        this.seal = seal;
        this.settings = settings;
    }

    /** @throws IllegalStateException when they are not as they were written: then they stay */
    public void removeOverdue() {
        if (settings.keepDays() == 0) {
            return;
        }
        ChainRemoval removal = seal.removal(settings.keepDays());
        if (!events.isDue(removal)) {
            return;
        }
        List<Checkpoint> checkpoints = checkpoints();
        while (events.removeBatch(removal, checkpoints)) {
            LOG.log(System.Logger.Level.INFO, "events older than {0} days were removed from the audit trail", settings.keepDays());
        }
    }

    private List<Checkpoint> checkpoints() {
        try {
            return seal.checkpoints();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnsignedCheckpointException e) {
            throw new IllegalStateException("nothing of the audit trail is removed: " + e.fault().words(), e);
        }
    }
}
