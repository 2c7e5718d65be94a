package io.porthole.console;

import java.time.Clock;
import java.time.Instant;
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
import io.porthole.identity.SignIn;
import io.porthole.identity.SignInSecret;
import io.porthole.instance.Instance;

/** The sessions and their tokens in PostgreSQL, each change in one short transaction; {@link ConsoleAdmissions} uses the tokens. */
@ApplicationScoped
class ConsoleSessions {

    private final AuditTrail audit;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleSessions() {
        this(null, null);
    }

    @Inject
    ConsoleSessions(AuditTrail audit, Clock clock) {
        this.audit = audit;
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

    /** Likewise, with the token of its first connection. */
    @Transactional
    public ConsoleSession begin(ConsoleRequest request, Instance instance, SignInSecret signIn, ConsoleAddress address, Instant expiresAt) {
        ConsoleSession session = begin(request, instance, expiresAt);
        database.persist(new ConsoleAuthToken(TokenSecret.first(signIn, session.id()), session.id(), session.signInId(), true, address.host(), address.port(), expiresAt));
        return session;
    }

    /** @param asks whether the watched person must agree */
    @Transactional
    public ConsoleSession beginWatch(ConsoleRequest request, Instance instance, Instant openUntil, ConsoleSession watched, boolean asks) {
        ConsoleSession session = new ConsoleSession(request, instance, clock.instant(), openUntil);
        session.watch(watched.id(), asks);
        database.persist(session);
        audit.record(AuditEvent.of(AuditAction.CONSOLE_WATCHED).by(request.user().name(), request.address()).about(watched.userName())
                .on(instance.id().uuid(), instance.displayName(), instance.project(), instance.node()).in(session.id(), request.door().name())
                .saying("watches console session " + watched.id() + " of " + watched.userName() + (asks ? ", who is asked" : "")));
        return session;
    }

    @Transactional
    public Optional<ConsoleSession> find(UUID id) {
        return Optional.ofNullable(database.find(ConsoleSession.class, id));
    }

    /** A person whose sign-in ended goes on under the next one. */
    @Transactional
    public void takeUp(UUID sessionId, SignIn signIn, String address) {
        ConsoleSession session = database.find(ConsoleSession.class, sessionId, LockModeType.PESSIMISTIC_WRITE);
        session.belongTo(signIn.id());
        audit.record(AuditEvent.of(AuditAction.CONSOLE_TAKEN_UP).by(signIn.user().name(), address)
                .on(session.instanceId().uuid(), session.instanceName(), session.project(), session.node()).in(session.id(), session.door().name()));
    }

    @Transactional
    public TokenSecret issue(UUID sessionId, UUID signInId, boolean once, ConsoleAddress address, Instant expiresAt) {
        TokenSecret secret = TokenSecret.random();
        database.persist(new ConsoleAuthToken(secret, sessionId, signInId, once, address.host(), address.port(), expiresAt));
        database.find(ConsoleSession.class, sessionId, LockModeType.PESSIMISTIC_WRITE).mayOpenUntil(expiresAt);
        return secret;
    }
}
