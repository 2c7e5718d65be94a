package io.porthole.console;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.compute.ConsoleAddress;
import io.porthole.instance.Instance;

/** The sessions, tokens and connections in PostgreSQL, each change in one short transaction. */
@ApplicationScoped
class ConsoleSessions {

    /** No sign-in has this id. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final AuditTrail audit;
    private final PortalNode portal;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleSessions() {
        this(null, null, null);
    }

    @Inject
    ConsoleSessions(AuditTrail audit, PortalNode portal, Clock clock) {
        this.audit = audit;
        this.portal = portal;
        this.clock = clock;
    }

    @Transactional
    public ConsoleSession begin(ConsoleRequest request, Instance instance, Instant openUntil) {
        ConsoleSession session = new ConsoleSession(request, instance, clock.instant(), openUntil);
        database.persist(session);
        audit.record(AuditEvent.of(AuditAction.CONSOLE_AUTHORIZED).by(request.user().name(), request.address())
                .on(instance.id().uuid(), instance.displayName(), instance.project(), instance.node()).in(session.id(), request.door().name()));
        return session;
    }

    @Transactional
    public Optional<ConsoleSession> find(UUID id) {
        return Optional.ofNullable(database.find(ConsoleSession.class, id));
    }

    @Transactional
    public TokenSecret issue(UUID sessionId, UUID signInId, boolean once, ConsoleAddress address, Instant expiresAt) {
        TokenSecret secret = TokenSecret.random();
        database.persist(new ConsoleAuthToken(secret, sessionId, signInId, once, address.host(), address.port(), expiresAt));
        database.find(ConsoleSession.class, sessionId, LockModeType.PESSIMISTIC_WRITE).mayOpenUntil(expiresAt);
        return secret;
    }

    /**
     * Uses a token: of many at once that hold the same one-time token, one gets it.
     *
     * @param signInId of the browser that shows it; null when it shows none
     * @throws Refusal TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_USED, TOKEN_OF_ANOTHER_SIGN_IN
     */
    @Transactional(dontRollbackOn = Refusal.class)
    public AdmittedToken use(TokenSecret secret, UUID signInId) throws Refusal {
        List<?> used = database.createNativeQuery(AdmittedToken.USE, Tuple.class)
                .setParameter("now", clock.instant()).setParameter("hash", secret.hash())
                .setParameter("signIn", signInId == null ? NOBODY : signInId).getResultList();
        if (!used.isEmpty()) {
            return AdmittedToken.of((Tuple) used.get(0));
        }
        ConsoleAuthToken found = database.find(ConsoleAuthToken.class, secret.hash());
        if (found == null) {
            throw new Refusal(ConsoleRefusal.TOKEN_UNKNOWN, null);
        }
        throw new Refusal(whyNot(found, signInId), null, found.sessionId());
    }

    private ConsoleRefusal whyNot(ConsoleAuthToken token, UUID signInId) {
        if (token.signInId() != null && !token.signInId().equals(signInId)) {
            return ConsoleRefusal.TOKEN_OF_ANOTHER_SIGN_IN;
        }
        return token.usedUp() ? ConsoleRefusal.TOKEN_USED : ConsoleRefusal.TOKEN_EXPIRED;
    }

    /**
     * Opens a connection of a session, which thereby is active again if it had ended.
     *
     * @return the connection's id
     */
    @Transactional
    public UUID connect(AdmittedToken admitted, String address) {
        UUID connectionId = UUID.randomUUID();
        Instance instance = admitted.instance();
        database.createNativeQuery("""
                with session as (
                    update console_sessions set state = 'ACTIVE', node = :node, ended_at = null, end_reason = null, ended_about = false
                     where id = :session returning id)
                insert into console_connections (id, session_id, portal_node, portal_boot, address, opened_at)
                select :id, id, :portal, :boot, :address, :now from session""")
                .setParameter("node", instance.node()).setParameter("session", admitted.sessionId()).setParameter("id", connectionId)
                .setParameter("portal", portal.name()).setParameter("boot", portal.boot()).setParameter("address", address)
                .setParameter("now", clock.instant()).executeUpdate();
        audit.record(AuditEvent.of(AuditAction.CONSOLE_CONNECTED).by(admitted.userName(), address)
                .on(instance.id().uuid(), admitted.instanceName(), instance.project(), instance.node())
                .in(admitted.sessionId(), admitted.door().name()));
        return connectionId;
    }
}
