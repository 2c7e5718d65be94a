package io.porthole.console;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/**
 * Takes sessions away that ended so long ago that their term is over, and the trail tells of it. The database does it, for the portal's
 * role may not delete; what is open, and what has a recording that is kept, stays.
 */
@ApplicationScoped
class SessionRetention {

    /** In one turn; what is left has its own soon. */
    private static final int MOST_AT_ONCE = 1_000;

    private final HistorySettings settings;
    private final AuditTrail audit;

    @PersistenceContext
    private EntityManager database;

    protected SessionRetention() {
        this(null, null);
    }

    @Inject
    SessionRetention(HistorySettings settings, AuditTrail audit) {
        this.settings = settings;
        this.audit = audit;
    }

    @Transactional
    void removeOverdue() {
        if (settings.keepDays() == 0) {
            return;
        }
        FreshPlans.from(database); // also of the function's own statements, and of those that take the connections away with their session
        Tuple removed = (Tuple) database.createNativeQuery("select removed, newest from remove_sessions(:days, :most)", Tuple.class)
                .setParameter("days", settings.keepDays()).setParameter("most", MOST_AT_ONCE).getSingleResult();
        long count = removed.get("removed", Long.class);
        if (count > 0) {
            audit.record(AuditEvent.of(AuditAction.SESSIONS_REMOVED)
                    .saying(count + " sessions, older than session_keep_days = " + settings.keepDays() + ": the last of them ended " + removed.get("newest", Instant.class)));
        }
    }
}
