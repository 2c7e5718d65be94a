package io.porthole.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
import io.porthole.identity.SignIn;
import io.porthole.identity.User;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;

/**
 * Watching a console that somebody has open: a visit of its own to the same VM, to look only, that is marked and ends with the other.
 * Never in secret: the page of the watched person says so, therefore only what a page of ours has open can be watched.
 */
@ApplicationScoped
public class ConsoleWatch {

    /** So long has the person to agree. */
    private static final Duration CONSENT_LIMIT = Duration.ofSeconds(30);

    private final WatchSettings settings;
    private final InstanceCatalog instances;
    private final ConsolePolicy policy;
    private final ConsoleSessions sessions;
    private final AuditTrail audit;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleWatch() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public ConsoleWatch(WatchSettings settings, InstanceCatalog instances, ConsolePolicy policy, ConsoleSessions sessions, AuditTrail audit, Clock clock) {
        this.settings = settings;
        this.instances = instances;
        this.policy = policy;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param watchedId the visit to be watched
     * @return the id of the visit that watches
     * @throws ConsoleRefused NOT_PERMITTED, WATCHING_OFF, WATCHED_CONSOLE_ENDED, LIMIT_REACHED
     */
    public UUID watch(SignIn signIn, UUID watchedId, String address) throws ConsoleRefused {
        ConsoleSession watched = sessions.find(watchedId).orElse(null);
        try {
            checkRight(signIn.user());
            Instance instance = checkWatchable(watched, signIn);
            policy.check(CountedPerson.of(signIn.user()), instance.id().uuid(), address);
            ConsoleRequest request = new ConsoleRequest(signIn.user(), signIn.id(), instance.id(), Door.PAGE, address, true);
            return sessions.beginWatch(request, instance, clock.instant().plus(CONSENT_LIMIT.multipliedBy(2)), watched, settings.asks()).id();
        } catch (Refusal refusal) {
            AuditEvent event = AuditEvent.of(AuditAction.CONSOLE_REFUSED).by(signIn.user().name(), address)
                    .in(null, Door.PAGE.name()).refusedFor(refusal.reason().name()).saying("to watch console session " + watchedId);
            audit.recordRefusal(event);
            throw new ConsoleRefused(refusal.reason(), event.incident(), null, refusal.getMessage());
        }
    }

    private void checkRight(User user) throws Refusal {
        if (!user.mayAudit()) {
            throw new Refusal(ConsoleRefusal.NOT_PERMITTED, null);
        }
        if (!settings.on()) {
            throw new Refusal(ConsoleRefusal.WATCHING_OFF, null);
        }
    }

    private Instance checkWatchable(ConsoleSession watched, SignIn signIn) throws Refusal {
        boolean watchable = watched != null && watched.isOpen() && isTold(watched) && watched.watches() == null
                && !signIn.user().id().equals(watched.userId());
        if (!watchable) {
            throw new Refusal(ConsoleRefusal.WATCHED_CONSOLE_ENDED, null);
        }
        return instances.find(watched.instanceId()).orElseThrow(() -> new Refusal(ConsoleRefusal.INSTANCE_NOT_FOUND, null));
    }

    /** Whoever has it open reads who watches. By a bearer URL another program than our page may have come, beside it too. */
    private boolean isTold(ConsoleSession watched) {
        return watched.door() == Door.PAGE || watched.door() != Door.NOVA_PROXY && database.createNativeQuery(
                "select 1 from console_connections where session_id = :session and closed_at is null and not tells")
                .setParameter("session", watched.id()).getResultList().isEmpty();
    }

    /** What stands in the place of a right to the VM's project for a visit that watches another. */
    Instance usable(User user, ConsoleSession watching) throws Refusal {
        checkRight(user);
        ConsoleSession watched = sessions.find(watching.watches()).orElse(null);
        if (watched == null || watched.isOver() || !isTold(watched)) {
            throw new Refusal(ConsoleRefusal.WATCHED_CONSOLE_ENDED, null);
        }
        if (!watching.hasConsent()) {
            throw new Refusal(ConsoleRefusal.CONSENT_REFUSED, null);
        }
        return instances.find(watching.instanceId()).orElseThrow(() -> new Refusal(ConsoleRefusal.INSTANCE_NOT_FOUND, null));
    }

    /** Whether the person is still being asked. Nothing is refused by that, and nothing recorded. */
    @Transactional
    public boolean awaitsConsent(SignIn signIn, UUID sessionId) {
        return !database.createNativeQuery("""
                select id from console_sessions where id = :id and sign_in_id = :signIn and watch_consent = 'ASKED' and asked_at > :since""")
                .setParameter("id", sessionId).setParameter("signIn", signIn.id()).setParameter("since", since()).getResultList().isEmpty();
    }

    /** Who asks the person of this visit. */
    @Transactional
    public List<WatchRequest> requests(UUID sessionId) {
        if (!settings.asks()) {
            return List.of();
        }
        List<?> rows = database.createNativeQuery("""
                select id, user_name from console_sessions
                 where watches = :watched and open and watch_consent = 'ASKED' and cut_at is null and asked_at > :since order by asked_at""", Tuple.class)
                .setParameter("watched", sessionId).setParameter("since", since()).getResultList();
        return rows.stream().map(Tuple.class::cast).map(row -> new WatchRequest(row.get("id", UUID.class), row.get("user_name", String.class))).toList();
    }

    /**
     * The watched person answers, in the browser whose console it is.
     *
     * @return false when nobody asks any more
     */
    @Transactional
    public boolean answer(SignIn signIn, UUID sessionId, UUID requestId, boolean agrees, String address) {
        boolean own = sessions.find(sessionId).filter(session -> signIn.id().equals(session.signInId())).isPresent();
        return own && answer(signIn.user().name(), "", sessionId, requestId, agrees, address);
    }

    /** The same by whoever has the bearer URL of the visit, who may be another person than the one who asked for it. */
    @Transactional
    public boolean answer(LinkedConsole console, UUID requestId, boolean agrees, String address) {
        return answer(console.userName(), "whoever has the URL ", console.session(), requestId, agrees, address);
    }

    private boolean answer(String name, String who, UUID sessionId, UUID requestId, boolean agrees, String address) {
        List<?> answered = database.createNativeQuery("""
                with answered as (
                    update console_sessions w set watch_consent = :answer
                     where w.id = :request and w.watches = :session and w.watch_consent = 'ASKED' and w.asked_at > :since
                    returning w.id, w.user_name, w.instance_id, w.instance_name, w.project, w.node, w.door)
                select * from answered""", Tuple.class).setParameter("answer", agrees ? "GIVEN" : "REFUSED").setParameter("request", requestId)
                .setParameter("session", sessionId).setParameter("since", since()).getResultList();
        answered.stream().map(Tuple.class::cast).forEach(row -> audit.record(AuditEvent.of(AuditAction.WATCH_ANSWERED).by(name, address).about(row.get("user_name", String.class))
                .on(row.get("instance_id", UUID.class), row.get("instance_name", String.class), row.get("project", String.class), row.get("node", String.class))
                .in(row.get("id", UUID.class), row.get("door", String.class)).saying(who + (agrees ? "agrees to be watched by " : "does not agree to be watched by ") + row.get("user_name", String.class))));
        return !answered.isEmpty();
    }

    private Instant since() {
        return clock.instant().minus(CONSENT_LIMIT);
    }
}
