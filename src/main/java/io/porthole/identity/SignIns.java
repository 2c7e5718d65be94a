package io.porthole.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/**
 * Who is signed in. A sign-in is a row in PostgreSQL, so that it outlives a restart of the portal, holds on every portal
 * node, and can be ended at once; the browser holds a {@link SignInSecret} that is new at each sign-in.
 */
@ApplicationScoped
public class SignIns {

    /** last_seen is written this coarsely, so that reading a page writes nothing. */
    private static final Duration SEEN_STEP = Duration.ofMinutes(1);
    /** The id of no sign-in. */
    private static final UUID NONE = new UUID(0, 0);

    private final PasswordCheck passwords;
    private final Users users;
    private final AuditTrail audit;
    private final IdentitySettings settings;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected SignIns() {
        this(null, null, null, null, null);
    }

    @Inject
    public SignIns(PasswordCheck passwords, Users users, AuditTrail audit, IdentitySettings settings, Clock clock) {
        this.passwords = passwords;
        this.users = users;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws SignInRefused for a wrong name or password, which it does not tell apart, or after too many of them */
    @Transactional(dontRollbackOn = SignInRefused.class)
    public SignInSecret signIn(String name, String password, String address, String userAgent) throws SignInRefused {
        UserRow user = passwords.check(name, password, address);
        return begin(user, address, userAgent);
    }

    SignInSecret begin(UserRow user, String address, String userAgent) {
        SignInSecret secret = SignInSecret.random();
        database.persist(new SignInRow(user.id(), secret.hash(), address, userAgent, clock.instant()));
        audit.record(AuditEvent.of(AuditAction.SIGNED_IN).by(user.name(), address));
        return secret;
    }

    /** @return empty when the secret is unknown, or its sign-in ended or grew too old, or its user was disabled */
    @Transactional
    public Optional<SignIn> of(SignInSecret secret) {
        Instant now = clock.instant();
        List<Tuple> found = database.createQuery("""
                select s, u from SignInRow s join UserRow u on u.id = s.userId
                 where s.secretHash = :hash and s.endedAt is null and u.enabled = true
                   and s.lastSeen > :idle and s.startedAt > :oldest""", Tuple.class)
                .setParameter("hash", secret.hash())
                .setParameter("idle", now.minus(settings.signInIdle()))
                .setParameter("oldest", now.minus(settings.signInLongest()))
                .getResultList();
        return found.stream().findFirst().map(tuple -> {
            SignInRow row = tuple.get(0, SignInRow.class);
            row.seen(now, SEEN_STEP);
            return new SignIn(row.id(), users.withRights(tuple.get(1, UserRow.class)), secret);
        });
    }

    /** @return whether this sign-in still holds: not ended, not idle for too long or too old, its user enabled */
    @Transactional(TxType.REQUIRED)
    public boolean holds(UUID signInId) {
        Instant now = clock.instant();
        return database.createQuery("""
                select count(s) from SignInRow s join UserRow u on u.id = s.userId
                 where s.id = :id and s.endedAt is null and u.enabled = true
                   and s.lastSeen > :idle and s.startedAt > :oldest""", Long.class)
                .setParameter("id", signInId).setParameter("idle", now.minus(settings.signInIdle())).setParameter("oldest", now.minus(settings.signInLongest())).getSingleResult() > 0;
    }

    @Transactional
    public void signOut(SignIn signIn, String address) {
        SignInRow row = database.find(SignInRow.class, signIn.id());
        if (row != null && row.end(clock.instant())) {
            audit.record(AuditEvent.of(AuditAction.SIGNED_OUT).by(signIn.user().name(), address));
        }
    }

    /**
     * Ends the sign-ins of a user, as a new password does: whoever knew the old one is out.
     *
     * @param exceptSignInId the browser in which this is done, which stays signed in; null: none does
     * @return how many ended
     */
    @Transactional
    public int endAllOf(UUID userId, UUID exceptSignInId) {
        return database.createQuery("""
                update SignInRow s set s.endedAt = :now
                 where s.userId = :user and s.endedAt is null and s.id <> :except""")
                .setParameter("now", clock.instant()).setParameter("user", userId)
                .setParameter("except", exceptSignInId == null ? NONE : exceptSignInId).executeUpdate();
    }
}
