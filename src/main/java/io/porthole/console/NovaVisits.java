package io.porthole.console;

import java.time.Clock;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/** Writes down visits that Nova allowed: each connection is a session of its own, for nothing tells whether the same person comes again. */
@ApplicationScoped
class NovaVisits {

    private final AuditTrail audit;
    private final PortalNode portal;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected NovaVisits() {
        this(null, null, null);
    }

    @Inject
    NovaVisits(AuditTrail audit, PortalNode portal, Clock clock) {
        this.audit = audit;
        this.portal = portal;
        this.clock = clock;
    }

    /** @return the connection's id */
    @Transactional
    public UUID begin(ConsoleSession session, String address) {
        UUID connectionId = UUID.randomUUID();
        database.persist(session);
        database.createNativeQuery("""
                insert into console_connections (id, session_id, portal_node, portal_boot, address, opened_at)
                values (:id, :session, :portal, :boot, :address, :now)""")
                .setParameter("id", connectionId).setParameter("session", session.id()).setParameter("portal", portal.name())
                .setParameter("boot", portal.boot()).setParameter("address", address).setParameter("now", clock.instant()).executeUpdate();
        audit.record(AuditEvent.of(AuditAction.CONSOLE_CONNECTED).by(session.userName(), address)
                .on(session.instanceId().uuid(), session.instanceName(), session.project(), session.node()).in(session.id(), session.door().name()));
        return connectionId;
    }
}
