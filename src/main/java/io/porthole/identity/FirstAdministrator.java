package io.porthole.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/**
 * A fresh installation has no user and no known password. Its start makes a link that works once, for a day, and only
 * while there is still no user; who opens it names the first administrator.
 */
@ApplicationScoped
public class FirstAdministrator {

    private static final Duration LIFETIME = Duration.ofDays(1);
    /** The first administrator belongs to a project of this name, which holds no VMs until somebody puts some there. */
    private static final String PROJECT = "admin";

    private final Users users;
    private final Passwords passwords;
    private final SignIns signIns;
    private final AuditTrail audit;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected FirstAdministrator() {
        this(null, null, null, null, null);
    }

    @Inject
    public FirstAdministrator(Users users, Passwords passwords, SignIns signIns, AuditTrail audit, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.signIns = signIns;
        this.audit = audit;
        this.clock = clock;
    }

    /** @return a new link's secret when there is no user yet; links of earlier starts, of whatever portal node, no longer work */
    @Transactional
    public Optional<SignInSecret> newLink() {
        Administration.takeTurn(database);
        if (!users.none()) {
            return Optional.empty();
        }
        SignInSecret secret = SignInSecret.random();
        database.createNativeQuery("delete from setup_links").executeUpdate();
        database.createNativeQuery("insert into setup_links (secret_hash, expires_at) values (:hash, :expires)")
                .setParameter("hash", secret.hash()).setParameter("expires", clock.instant().plus(LIFETIME)).executeUpdate();
        return Optional.of(secret);
    }

    @Transactional
    public boolean linkWorks(SignInSecret secret) {
        return users.none() && !database.createNativeQuery("select 1 from setup_links where secret_hash = :hash and used_at is null and expires_at > :now")
                .setParameter("hash", secret.hash()).setParameter("now", clock.instant()).getResultList().isEmpty();
    }

    /** @return the sign-in of the new administrator; empty when the link does not work (any more) */
    @Transactional
    public Optional<SignInSecret> make(SignInSecret link, String name, String password, String address, String userAgent) {
        Administration.takeTurn(database);
        int used = database.createNativeQuery("update setup_links set used_at = :now where secret_hash = :hash and used_at is null and expires_at > :now")
                .setParameter("hash", link.hash()).setParameter("now", clock.instant()).executeUpdate();
        if (used != 1 || !users.none()) {
            return Optional.empty();
        }
        UserRow user = new UserRow(name, passwords.hashOf(password), false);
        ProjectRow project = new ProjectRow(PROJECT);
        database.persist(user);
        database.persist(project);
        database.flush();
        database.persist(new MembershipRow(user.id(), project.id(), Role.ADMIN));
        audit.record(AuditEvent.of(AuditAction.FIRST_ADMINISTRATOR_MADE).by(name, address));
        return Optional.of(signIns.begin(user, address, userAgent));
    }
}
