package io.porthole.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/** Lets people onto a console one at a time: whoever comes waits for the one before to be let in or turned away, on every portal node. */
@ApplicationScoped
class ConsoleEntrance {

    /** Whoever has it open and is not about to be ended. */
    private static final String OPEN = """
             from console_connections c join console_sessions s on s.id = c.session_id
             where s.instance_id = :instance and s.open and c.closed_at is null and c.taken_over_by is null and s.id <> :session
               and s.watches is null and s.invitation_id is null""";
    private static final UUID NONE = new UUID(0, 0);
    /** The right to take over is that of the click: a page connects at once. */
    private static final Duration CLICK = Duration.ofMinutes(1);

    /** A visit at the moment when it connects; what it does not know of its VM is null. */
    record Visit(UUID sessionId, UUID userId, String userName, String address, Door door, UUID instanceId, String instanceName, String project, String node) {
    }

    /** Opens the connection. */
    interface Entry {
        UUID open() throws Refusal;
    }

    private final AuditTrail audit;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleEntrance() {
        this(null, null);
    }

    @Inject
    ConsoleEntrance(AuditTrail audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @return the connection's id; whom it takes over from ends
     * @throws Refusal OCCUPIED, or as the entry says; then nobody ends
     */
    @Transactional(rollbackOn = Refusal.class)
    public UUID enter(Visit visit, Entry entry) throws Refusal {
        database.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:instance, 0)) as text)")
                .setParameter("instance", visit.instanceId().toString()).getSingleResult();
        boolean beside = !database.createNativeQuery("select 1 from console_sessions where id = :session and (invitation_id is not null or watches is not null)")
                .setParameter("session", visit.sessionId()).getResultList().isEmpty();
        if (beside) {
            return entry.open();
        }
        boolean takesOver = database.createNativeQuery("""
                update console_sessions set takes_over = false where id = :session and takes_over and asked_at > :click""")
                .setParameter("session", visit.sessionId()).setParameter("click", clock.instant().minus(CLICK)).executeUpdate() > 0;
        List<Occupant> others = others(visit.instanceId(), visit.sessionId(), visit.userId());
        if (!others.isEmpty() && !takesOver) {
            throw ConsoleOccupancy.occupiedBy(others.get(0));
        }
        int ended = database.createNativeQuery("update console_connections set taken_over_by = :name where id in (select c.id " + OPEN + ")")
                .setParameter("name", visit.userName()).setParameter("instance", visit.instanceId()).setParameter("session", visit.sessionId()).executeUpdate();
        UUID connectionId = entry.open();
        if (ended > 0) {
            database.createNativeQuery("select cast(pg_notify('porthole_reasons', '') as text)").getSingleResult();
            record(visit, others.isEmpty() ? visit.userName() : others.stream().map(Occupant::name).collect(Collectors.joining(", ")));
        }
        return connectionId;
    }

    /** @param userId whose own visits do not count; null for somebody whom only Nova knows */
    List<Occupant> others(UUID instanceId, UUID userId) {
        return others(instanceId, NONE, userId);
    }

    private List<Occupant> others(UUID instanceId, UUID sessionId, UUID userId) {
        List<?> found = database.createNativeQuery("select s.user_name, c.opened_at " + OPEN + " and s.user_id is distinct from :user order by c.opened_at", Tuple.class)
                .setParameter("instance", instanceId).setParameter("session", sessionId).setParameter("user", userId == null ? NONE : userId).getResultList();
        return found.stream().map(Tuple.class::cast).map(row -> new Occupant(row.get("user_name", String.class), row.get("opened_at", Instant.class))).toList();
    }

    private void record(Visit visit, String whom) {
        audit.record(AuditEvent.of(AuditAction.CONSOLE_TAKEN_OVER).by(visit.userName(), visit.address()).about(whom)
                .on(visit.instanceId(), visit.instanceName(), visit.project(), visit.node())
                .in(visit.sessionId(), visit.door().name()).saying("from " + whom));
    }
}
