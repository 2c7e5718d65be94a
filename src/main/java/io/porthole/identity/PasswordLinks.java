package io.porthole.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

import io.porthole.audit.AttemptLimit;
import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/**
 * Links by which a user chooses a password. One works once, for three days, and dies earlier when another is made, a password
 * is set or the user is disabled.
 */
@ApplicationScoped
public class PasswordLinks {

    /** Over a weekend. */
    private static final Duration LIFETIME = Duration.ofDays(3);
    private static final int TOLD = 5;

    private final Passwords passwords;
    private final SignIns signIns;
    private final AuditTrail audit;
    private final Clock clock;
    /** Refused links of one address that are recorded in a minute: nobody fills the disk by them. */
    private final AttemptLimit told;

    @PersistenceContext
    private EntityManager database;

    protected PasswordLinks() {
        this(null, null, null, null);
    }

    @Inject
    public PasswordLinks(Passwords passwords, SignIns signIns, AuditTrail audit, Clock clock) {
        this.passwords = passwords;
        this.signIns = signIns;
        this.audit = audit;
        this.clock = clock;
        this.told = new AttemptLimit(TOLD, Duration.ofMinutes(1), clock);
    }

    SignInSecret make(UUID userId) {
        endAllOf(userId);
        SignInSecret secret = SignInSecret.random();
        database.createNativeQuery("insert into password_links (secret_hash, user_id, expires_at) values (:hash, :user, :expires)")
                .setParameter("hash", secret.hash()).setParameter("user", userId).setParameter("expires", clock.instant().plus(LIFETIME)).executeUpdate();
        return secret;
    }

    void endAllOf(UUID userId) {
        database.createNativeQuery("delete from password_links where user_id = :user").setParameter("user", userId).executeUpdate();
    }

    /** @return the name of who may choose a password with this link; empty when it does not work (any more) */
    @Transactional
    public Optional<String> userOf(SignInSecret link) {
        return database.createNativeQuery("""
                select u.name from password_links l join users u on u.id = l.user_id
                 where l.secret_hash = :hash and l.used_at is null and l.expires_at > :now and u.enabled""", String.class)
                .setParameter("hash", link.hash()).setParameter("now", clock.instant()).getResultStream().findFirst().map(String.class::cast);
    }

    /** @return a sign-in of the link's user, whose password this is now; empty when the link does not work (any more) */
    @Transactional
    public Optional<SignInSecret> use(SignInSecret link, String password, String address, String userAgent) {
        List<?> used = database.createNativeQuery("""
                update password_links set used_at = :now where secret_hash = :hash and used_at is null and expires_at > :now returning user_id""", UUID.class)
                .setParameter("hash", link.hash()).setParameter("now", clock.instant()).getResultList();
        UserRow user = used.isEmpty() ? null : database.find(UserRow.class, (UUID) used.get(0));
        if (user == null || !user.enabled()) {
            AuditEvent event = PasswordCheck.refused(user == null ? null : user.name(), address, "LINK_OVER");
            if (told.count(address, event.incident()).isEmpty()) {
                audit.recordRefusal(event);
            }
            return Optional.empty();
        }
        user.setPasswordHash(passwords.hashOf(password));
        signIns.endAllOf(user.id(), null);
        audit.record(AuditEvent.of(AuditAction.PASSWORD_CHANGED).by(user.name(), address).saying("by a link of an administrator"));
        return Optional.of(signIns.begin(user, address, userAgent));
    }
}
