package io.porthole.console;

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

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.identity.SignIn;
import io.porthole.identity.User;
import io.porthole.instance.Instance;

/**
 * Questions to whoever is on a console that is for one person at a time.
 *
 * <p>Their life: asked, and shown to who is there; answered by them, or by nobody for a minute; who was let in may use that
 * once, soon.
 */
@ApplicationScoped
public class ConsoleAsks {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Within which somebody who was let in comes. */
    private static final Duration HOLDS = Duration.ofSeconds(60);

    /** Old ones tell nothing that the trail does not. */
    private static final Duration KEPT = Duration.ofDays(1);
    private static final String LOOK = "select a.id, a.user_name, a.let_in, a.answer_until from console_asks a where a.user_id = :user ";

    private final AuditTrail audit;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleAsks() {
        this(null, null);
    }

    @Inject
    public ConsoleAsks(AuditTrail audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** A person who asks again asks the same. */
    @Transactional
    public ConsoleAsk ask(ConsoleRequest request, Instance instance) {
        Optional<ConsoleAsk> open = told(database.createNativeQuery(LOOK + "and a.instance_id = :instance and a.answered_at is null and a.answer_until > :now", Tuple.class)
                .setParameter("user", request.user().id()).setParameter("instance", instance.id().uuid()).setParameter("now", clock.instant()).getResultList());
        if (open.isPresent()) {
            return open.get();
        }
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        database.createNativeQuery("""
                insert into console_asks (id, instance_id, user_id, user_name, asked_at, answer_until) values (:id, :instance, :user, :name, :now, :until)""")
                .setParameter("id", id).setParameter("instance", instance.id().uuid()).setParameter("user", request.user().id())
                .setParameter("name", request.user().name()).setParameter("now", now).setParameter("until", now.plus(PATIENCE)).executeUpdate();
        database.createNativeQuery("delete from console_asks where answer_until < :old").setParameter("old", now.minus(KEPT)).executeUpdate();
        audit.record(AuditEvent.of(AuditAction.CONSOLE_ASKED_FOR).by(request.user().name(), request.address())
                .on(instance.id().uuid(), instance.displayName(), instance.project(), instance.node()).in(null, request.door().name()));
        return new ConsoleAsk(id, request.user().name(), ConsoleAsk.Answer.WAITING, PATIENCE.toSeconds());
    }

    /** @return empty for somebody else's */
    @Transactional
    public Optional<ConsoleAsk> of(User user, UUID id) {
        return told(database.createNativeQuery(LOOK + "and a.id = :id", Tuple.class).setParameter("user", user.id()).setParameter("id", id).getResultList());
    }

    /** What is asked of a person on a console at this moment, oldest first. */
    public List<ConsoleAsk> askedOf(SignIn signIn, UUID sessionId) {
        List<?> rows = database.createNativeQuery("""
                select a.id, a.user_name, a.let_in, a.answer_until from console_asks a join console_sessions s on s.instance_id = a.instance_id
                 where s.id = :session and s.sign_in_id = :signIn and a.answered_at is null and a.answer_until > :now and a.user_id <> s.user_id
                   and exists (select 1 from console_connections c where c.session_id = s.id and c.closed_at is null and c.taken_over_by is null)
                 order by a.asked_at""", Tuple.class)
                .setParameter("session", sessionId).setParameter("signIn", signIn.id()).setParameter("now", clock.instant()).getResultList();
        return rows.stream().map(row -> told((Tuple) row)).toList();
    }

    /** @return whether it was theirs to answer, and in time */
    @Transactional
    public boolean answer(SignIn signIn, UUID sessionId, UUID askId, boolean letIn, String address) {
        if (askedOf(signIn, sessionId).stream().noneMatch(ask -> ask.id().equals(askId))) {
            return false;
        }
        List<?> answered = database.createNativeQuery("""
                update console_asks a set let_in = :letIn, answered_by = :name, answered_at = :now from console_sessions s
                 where a.id = :id and a.answered_at is null and s.id = :session
                returning a.user_name, s.instance_id, s.instance_name, s.project, s.node, s.door""", Tuple.class)
                .setParameter("letIn", letIn).setParameter("name", signIn.user().name()).setParameter("now", clock.instant())
                .setParameter("id", askId).setParameter("session", sessionId).getResultList();
        answered.stream().map(Tuple.class::cast).forEach(row -> audit.record(AuditEvent.of(AuditAction.CONSOLE_ASK_ANSWERED)
                .by(signIn.user().name(), address).about(row.get("user_name", String.class))
                .on(row.get("instance_id", UUID.class), row.get("instance_name", String.class), row.get("project", String.class), row.get("node", String.class))
                .in(sessionId, row.get("door", String.class)).saying((letIn ? "lets in " : "keeps it from ") + row.get("user_name", String.class))));
        return !answered.isEmpty();
    }

    /** @return whether this person was let in, a moment ago and for this once */
    @Transactional
    public boolean use(ConsoleRequest request) {
        return request.ask() != null && database.createNativeQuery("""
                update console_asks set used_at = :now
                 where id = :id and user_id = :user and instance_id = :instance and let_in and used_at is null and answered_at > :oldest""")
                .setParameter("now", clock.instant()).setParameter("id", request.ask()).setParameter("user", request.user().id())
                .setParameter("instance", request.instanceId().uuid()).setParameter("oldest", clock.instant().minus(HOLDS)).executeUpdate() > 0;
    }

    private Optional<ConsoleAsk> told(List<?> rows) {
        return rows.stream().map(row -> told((Tuple) row)).findFirst();
    }

    private ConsoleAsk told(Tuple row) {
        Boolean letIn = row.get("let_in", Boolean.class);
        long left = Math.max(0, Duration.between(clock.instant(), row.get("answer_until", Instant.class)).toSeconds());
        ConsoleAsk.Answer waiting = left > 0 ? ConsoleAsk.Answer.WAITING : ConsoleAsk.Answer.NONE;
        ConsoleAsk.Answer answer = letIn == null ? waiting : letIn ? ConsoleAsk.Answer.LET_IN : ConsoleAsk.Answer.KEPT;
        return new ConsoleAsk(row.get("id", UUID.class), row.get("user_name", String.class), answer, left);
    }
}
