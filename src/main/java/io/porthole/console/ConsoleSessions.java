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

    /** Reads only, in no transaction: whether it still holds is decided when it is used, by {@link #connect}. */
    public Optional<ShownToken> look(TokenSecret secret) {
        List<?> found = database.createNativeQuery(ShownToken.LOOK, Tuple.class).setParameter("hash", secret.hash()).getResultList();
        return found.stream().map(row -> ShownToken.of((Tuple) row)).findFirst();
    }

    /**
     * Uses a token and opens a connection of its session, which thereby is active again if it had ended. Of many at once that
     * hold the same one-time token, one gets it.
     *
     * @return the connection's id
     * @throws Refusal TOKEN_USED, also when it expired since it was looked at
     */
    @Transactional(dontRollbackOn = Refusal.class)
    public UUID connect(ShownToken token, String address) throws Refusal {
        UUID connectionId = UUID.randomUUID();
        Instance instance = token.instance();
        int opened = database.createNativeQuery("""
                with used as (
                    update console_auth_tokens set used_at = :now
                     where token_hash = :hash and expires_at > :now and (not once or used_at is null) returning session_id),
                session as (
                    update console_sessions set state = 'ACTIVE', node = :node, ended_at = null, end_reason = null, ended_about = false
                      from used where id = used.session_id and cut_at is null returning id)
                insert into console_connections (id, session_id, portal_node, portal_boot, address, opened_at)
                select :id, id, :portal, :boot, :address, :now from session""")
                .setParameter("hash", token.hash()).setParameter("node", instance.node()).setParameter("id", connectionId)
                .setParameter("portal", portal.name()).setParameter("boot", portal.boot()).setParameter("address", address)
                .setParameter("now", clock.instant()).executeUpdate();
        if (opened == 0) {
            throw new Refusal(ConsoleRefusal.TOKEN_USED, null);
        }
        audit.record(AuditEvent.of(AuditAction.CONSOLE_CONNECTED).by(token.userName(), address)
                .on(instance.id().uuid(), token.instanceName(), instance.project(), instance.node())
                .in(token.sessionId(), token.door().name()));
        return connectionId;
    }
}
