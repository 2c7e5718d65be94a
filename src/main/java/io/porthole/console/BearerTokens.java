package io.porthole.console;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.identity.User;
import io.porthole.identity.Users;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;

/** Tells where a bearer token leads without using it, for a proxy that stands elsewhere; a page's token leads nobody there. */
@ApplicationScoped
public class BearerTokens {

    private final InstanceCatalog instances;
    private final ConsoleLocator locator;
    private final Users users;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected BearerTokens() {
        this(null, null, null, null);
    }

    @Inject
    public BearerTokens(InstanceCatalog instances, ConsoleLocator locator, Users users, Clock clock) {
        this.instances = instances;
        this.locator = locator;
        this.users = users;
        this.clock = clock;
    }

    /** @return empty for a token that would not admit: unknown, expired, used up, its right gone or its VM elsewhere */
    @Transactional
    public Optional<TokenTarget> target(TokenSecret secret) {
        List<Tuple> found = database.createQuery("""
                select t, s from ConsoleAuthToken t join ConsoleSession s on s.id = t.sessionId
                 where t.tokenHash = :hash and t.signInId is null and t.expiresAt > :now and s.cutAt is null""", Tuple.class)
                .setParameter("hash", secret.hash()).setParameter("now", clock.instant()).getResultList();
        return found.stream().findFirst().flatMap(tuple -> target(tuple.get(0, ConsoleAuthToken.class), tuple.get(1, ConsoleSession.class)));
    }

    private Optional<TokenTarget> target(ConsoleAuthToken token, ConsoleSession session) {
        User user = users.enabled(session.userId()).orElse(null);
        Instance instance = instances.find(session.instanceId()).orElse(null);
        boolean admits = !token.usedUp() && user != null && instance != null && user.mayUse(instance.project()) && !over(session) && isThere(token, instance);
        return admits ? Optional.of(new TokenTarget(session.instanceId(), token.host(), token.port())) : Optional.empty();
    }

    /** Whether the person's password was changed since, or the VM stopped or went: what was asked for before is over. */
    private boolean over(ConsoleSession session) {
        return !database.createNativeQuery("""
                select 1 from console_sessions s left join users u on u.id = s.user_id left join instances i on i.id = s.instance_id
                 where s.id = :session and (u.password_changed_at > s.asked_at or i.stopped_at > s.asked_at)""")
                .setParameter("session", session.id()).getResultList().isEmpty();
    }

    /** Another VM's screen may be at that port by now (CVE-2013-0335). */
    private boolean isThere(ConsoleAuthToken token, Instance instance) {
        try {
            return locator.locate(instance).address().samePlace(token.host(), token.port());
        } catch (Refusal refusal) {
            return false;
        }
    }
}
