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
    public ConsoleAuthToken use(TokenSecret secret, UUID signInId) throws Refusal {
        int used = database.createQuery("""
                update ConsoleAuthToken t set t.usedAt = :now
                 where t.tokenHash = :hash and t.expiresAt > :now and (t.once = false or t.usedAt is null)
                   and (t.signInId is null or t.signInId = :signIn)""")
                .setParameter("now", clock.instant()).setParameter("hash", secret.hash())
                .setParameter("signIn", signInId == null ? NOBODY : signInId).executeUpdate();
        List<ConsoleAuthToken> found = database.createQuery("select t from ConsoleAuthToken t where t.tokenHash = :hash", ConsoleAuthToken.class)
                .setParameter("hash", secret.hash()).getResultList();
        if (found.isEmpty()) {
            throw new Refusal(ConsoleRefusal.TOKEN_UNKNOWN, null);
        }
        if (used != 1) {
            throw new Refusal(whyNot(found.get(0), signInId), null, found.get(0).sessionId());
        }
        return found.get(0);
    }

    private ConsoleRefusal whyNot(ConsoleAuthToken token, UUID signInId) {
        if (token.signInId() != null && !token.signInId().equals(signInId)) {
            return ConsoleRefusal.TOKEN_OF_ANOTHER_SIGN_IN;
        }
        return token.usedUp() ? ConsoleRefusal.TOKEN_USED : ConsoleRefusal.TOKEN_EXPIRED;
    }

    @Transactional
    public ConsoleConnection connect(ConsoleSession admitted, Instance instance, String address) {
        ConsoleSession session = database.find(ConsoleSession.class, admitted.id(), LockModeType.PESSIMISTIC_WRITE);
        session.connecting(instance.node());
        ConsoleConnection connection = new ConsoleConnection(session.id(), portal, address, clock.instant());
        database.persist(connection);
        audit.record(AuditEvent.of(AuditAction.CONSOLE_CONNECTED).by(session.userName(), address)
                .on(instance.id().uuid(), session.instanceName(), session.project(), instance.node()).in(session.id(), session.door().name()));
        return connection;
    }
}
