package io.porthole.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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
 * The tokens of programs.
 *
 * <p>A token's life: issued for a password, or exchanged for another token whose end it keeps; used any number of times; dead
 * when it expires or is revoked, and as soon as its user is disabled, has another password or leaves its project. All of that
 * is asked at each use.
 */
@ApplicationScoped
public class ApiTokens {

    /** Dead rows are kept for so long, then the next one that is issued takes them along. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final PasswordCheck passwords;
    private final Users users;
    private final AuditTrail audit;
    private final IdentitySettings settings;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected ApiTokens() {
        this(null, null, null, null, null);
    }

    @Inject
    public ApiTokens(PasswordCheck passwords, Users users, AuditTrail audit, IdentitySettings settings, Clock clock) {
        this.passwords = passwords;
        this.users = users;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param project null for a token that is for none
     * @throws SignInRefused for a wrong user, password or project, which it does not tell apart, or after too many wrong passwords
     */
    @Transactional(dontRollbackOn = SignInRefused.class)
    public IssuedApiToken issue(PasswordLogin login, ProjectChoice project, String address) throws SignInRefused {
        UserRow user = passwords.check(users.nameOf(login), login.password(), address);
        if (!login.means(user)) {
            throw wrong(user.name(), address, "WRONG_ID");
        }
        Instant now = now();
        return issued(user, project, now, now.plus(settings.apiTokenLifetime()), false, address);
    }

    /** @throws SignInRefused when the token is dead, or its user is not in the project */
    @Transactional(dontRollbackOn = SignInRefused.class)
    public IssuedApiToken exchange(ApiTokenSecret secret, ProjectChoice project, String address) throws SignInRefused {
        ApiToken token = of(secret).orElse(null);
        if (token == null) {
            throw wrong(null, address, "API_TOKEN_UNKNOWN");
        }
        UserRow user = database.find(UserRow.class, token.user().id());
        return issued(user, project, now(), token.expiresAt(), true, address);
    }

    /** @return empty for a token that is unknown or dead, for whatever reason */
    @Transactional
    public Optional<ApiToken> of(ApiTokenSecret secret) {
        List<Tuple> rows = database.createQuery("""
                select t, u, p, m.role from ApiTokenRow t
                  join UserRow u on u.id = t.userId
                  left join ProjectRow p on p.id = t.projectId
                  left join MembershipRow m on m.userId = t.userId and m.projectId = t.projectId
                 where t.tokenHash = :hash and t.revokedAt is null and t.expiresAt > :now and u.enabled = true""", Tuple.class)
                .setParameter("hash", secret.hash()).setParameter("now", clock.instant()).getResultList();
        return rows.isEmpty() ? Optional.empty() : token(rows);
    }

    /** The token is dead from now on; one that was given for it is not. */
    @Transactional
    public void revoke(ApiToken token, ApiToken by, String address) {
        int revoked = database.createQuery("update ApiTokenRow t set t.revokedAt = :now where t.auditId = :id and t.revokedAt is null")
                .setParameter("now", clock.instant()).setParameter("id", token.auditId()).executeUpdate();
        if (revoked == 1) {
            audit.record(event(AuditAction.API_TOKEN_REVOKED, by.user().name(), token, address));
        }
    }

    /** Tokens of a disabled user are dead anyway; this way they stay so when the user is enabled again. */
    void revokeAllOf(UUID userId) {
        database.createQuery("update ApiTokenRow t set t.revokedAt = :now where t.userId = :user and t.revokedAt is null")
                .setParameter("now", clock.instant()).setParameter("user", userId).executeUpdate();
    }

    private IssuedApiToken issued(UserRow user, ProjectChoice choice, Instant now, Instant expiresAt, boolean exchanged, String address)
            throws SignInRefused {
        UUID projectId = null;
        if (choice != null) {
            projectId = users.projectsOf(user).stream().filter(choice::names).findFirst().map(Project::id).orElse(null);
            if (projectId == null) {
                throw wrong(user.name(), address, "WRONG_PROJECT");
            }
        }
        database.createQuery("delete from ApiTokenRow t where t.expiresAt < :old").setParameter("old", now.minus(KEPT)).executeUpdate();
        ApiTokenSecret secret = ApiTokenSecret.random();
        database.persist(new ApiTokenRow(secret, user, projectId, exchanged, now, expiresAt));
        ApiToken token = of(secret).orElseThrow(SignInRefused::wrong);
        audit.record(event(exchanged ? AuditAction.API_TOKEN_EXCHANGED : AuditAction.API_TOKEN_ISSUED, user.name(), token, address));
        return new IssuedApiToken(secret, token);
    }

    /** As exactly as PostgreSQL keeps it, so that a token tells the same times each time. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private SignInRefused wrong(String userName, String address, String why) {
        audit.recordRefusal(PasswordCheck.refused(userName, address, why));
        return SignInRefused.wrong();
    }

    /** @param rows one for each role in the project; a single one without, when there is none */
    private static Optional<ApiToken> token(List<Tuple> rows) {
        ApiTokenRow row = rows.get(0).get(0, ApiTokenRow.class);
        UserRow user = rows.get(0).get(1, UserRow.class);
        ProjectRow project = rows.get(0).get(2, ProjectRow.class);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        rows.stream().map(tuple -> tuple.get(3, Role.class)).filter(role -> role != null).forEach(roles::add);
        if (!row.holdsFor(user) || row.projectId() != null && roles.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ApiToken(row.auditId(), user(user, project, roles), project == null ? null : project.project(), roles,
                row.exchanged(), row.issuedAt(), row.expiresAt()));
    }

    private static User user(UserRow row, ProjectRow project, Set<Role> roles) {
        Set<String> projects = project == null ? Set.of() : Set.of(project.project().name());
        boolean uses = roles.contains(Role.MEMBER) || roles.contains(Role.ADMIN);
        return new User(row.id(), row.name(), roles.contains(Role.ADMIN), roles.contains(Role.AUDITOR), uses ? projects : Set.of(), projects, row.mostConsoles());
    }

    private static AuditEvent event(AuditAction action, String userName, ApiToken token, String address) {
        return AuditEvent.of(action).by(userName, address).on(null, null, token.project() == null ? null : token.project().name(), null)
                .saying("token " + token.auditId());
    }
}
