package io.porthole.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditEvents;
import io.porthole.audit.AuditTrail;
import io.porthole.audit.RecordedEvent;
import io.porthole.console.ConsoleStory.Connection;
import io.porthole.console.ConsoleStory.Guest;
import io.porthole.console.ConsoleStory.Watched;
import io.porthole.console.ConsoleStory.Watcher;
import io.porthole.identity.User;
import io.porthole.instance.Instance;

/** Tells visits to consoles whole, each reader what {@link StoryRights} leaves them. */
@ApplicationScoped
public class ConsoleStories {

    /** A program may hold one visit open for months, and come back to it any number of times. */
    private static final int MOST_EVENTS = 500;
    private static final int MOST_CONNECTIONS = 200;

    private static final String VISIT = """
            select s.*, s.end_reason as reason, (select count(*) from console_connections c where c.session_id = s.id) as connections,
                   (select coalesce(sum(c.withheld_messages), 0) from console_connections c where c.session_id = s.id) as withheld_messages,
                   (select coalesce(sum(c.bytes_to_browser), 0) from console_connections c where c.session_id = s.id and c.closed_at is null) as open_to_browser,
                   (select coalesce(sum(c.bytes_to_vm), 0) from console_connections c where c.session_id = s.id and c.closed_at is null) as open_to_vm,
                   (select c.end_detail from console_connections c where c.session_id = s.id and c.end_detail is not null order by c.closed_at desc limit 1) as cause
              from console_sessions s where %s""";
    /** A connection and the event of its opening are of one transaction, though the clocks of portal and database may differ. */
    private static final String CONNECTIONS = """
            select * from (
                select c.*, (select e.user_agent from audit_events e where e.session_id = c.session_id and e.action = 'CONSOLE_CONNECTED'
                              order by abs(extract(epoch from e.at - c.opened_at)) limit 1) as user_agent
                  from console_connections c where c.session_id = :visit order by c.opened_at desc, c.id limit :most) latest
             order by opened_at, id""";
    private static final String WATCHERS = """
            select id, user_name, coalesce(connected_at, asked_at) as since, ended_at from console_sessions where watches = :visit and connected_at is not null
             order by asked_at, id""";
    private static final String GUESTS = """
            select guest_name, inviter_name, view_only, invited_at, coalesce(ended_at, ends_at) as until from console_invitations where %s order by invited_at, id limit 100""";

    private final AuditEvents events;
    private final AuditTrail audit;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleStories() {
        this(null, null);
    }

    @Inject
    public ConsoleStories(AuditEvents events, AuditTrail audit) {
        this.events = events;
        this.audit = audit;
    }

    /** Visits of a VM for who uses it, newest first. */
    public record Visits(List<HistoryEntry> visits, ConsoleHistory.Position older) {
    }

    /**
     * @param quoted the id of a visit, or of an incident of one, as somebody was told to quote it
     * @return the visit's id; empty when there is none
     */
    @Transactional
    public Optional<UUID> visitOf(UUID quoted) {
        return one("select id from console_sessions where id = :quoted union all select session_id from audit_events where incident = :quoted and session_id is not null limit 1",
                "quoted", quoted).map(row -> row.get(0, UUID.class));
    }

    /** @return empty also for one that this reader may not know of; that they asked is in the trail then */
    @Transactional
    public Optional<ConsoleStory> tell(User reader, UUID visitId, String address) {
        Tuple row = one(VISIT.formatted("s.id = :visit"), "visit", visitId).orElse(null);
        if (row == null) {
            return Optional.empty();
        }
        StoryRights rights = StoryRights.of(reader, row.get("user_id", UUID.class), row.get("project", String.class));
        if (rights == StoryRights.NOTHING) {
            audit.recordRefusal(AuditEvent.of(AuditAction.HISTORY_REFUSED).by(reader.name(), address)
                    .in(visitId, row.get("door", String.class)).refusedFor(ConsoleRefusal.NOT_PERMITTED.name()));
            return Optional.empty();
        }
        HistoryEntry visit = shown(HistoryEntry.of(row), rights);
        return Optional.of(new ConsoleStory(rights, visit, row.get("instance_id", UUID.class), watched(row), connections(visitId, rights), watchers(visitId),
                guestBy(row), invitations(row), events(visit, rights)));
    }

    /** @param instance that the reader sees among theirs */
    @Transactional
    public Visits of(User reader, Instance instance, ConsoleHistory.Position before, int size) {
        Query query = database.createNativeQuery(VISIT.formatted("s.instance_id = :instance and (:all or s.project = :project)"
                + (before == null ? "" : " and (s.asked_at, s.id) < (:at, :id)") + " order by s.asked_at desc, s.id desc limit :most"), Tuple.class)
                .setParameter("instance", instance.id().uuid()).setParameter("all", reader.mayAudit()).setParameter("project", String.valueOf(instance.project()))
                .setParameter("most", size + 1);
        if (before != null) {
            query.setParameter("at", before.at()).setParameter("id", before.id());
        }
        List<?> rows = query.getResultList();
        List<HistoryEntry> visits = rows.stream().limit(size).map(Tuple.class::cast)
                .map(row -> shown(HistoryEntry.of(row), StoryRights.of(reader, row.get("user_id", UUID.class), row.get("project", String.class)))).toList();
        return new Visits(visits, rows.size() > size ? ConsoleHistory.Position.of(visits.get(size - 1)) : null);
    }

    private static HistoryEntry shown(HistoryEntry visit, StoryRights rights) {
        return new HistoryEntry(visit.id(), visit.askedAt(), visit.userName(), visit.instanceName(), visit.project(), visit.node(),
                rights.sources() ? visit.address() : null, visit.door(), visit.state(), visit.connectedAt(), visit.endedAt(), visit.endedAbout(), visit.reason(),
                visit.bytesToBrowser(), visit.bytesToVm(), visit.connections(), visit.viewOnly(), visit.withheld(), rights.causes() ? visit.cause() : null,
                visit.cutBy(), rights.words() ? visit.cutWords() : "", visit.watching(), visit.instanceId());
    }

    private List<Connection> connections(UUID visit, StoryRights rights) {
        List<?> rows = database.createNativeQuery(CONNECTIONS, Tuple.class).setParameter("visit", visit).setParameter("most", MOST_CONNECTIONS).getResultList();
        return rows.stream().map(Tuple.class::cast).map(row -> connection(row, rights)).toList();
    }

    private static Connection connection(Tuple row, StoryRights rights) {
        boolean sources = rights.sources();
        return new Connection(sources ? row.get("address", String.class) : null, rights.audits() ? row.get("portal_node", String.class) : null,
                sources ? row.get("user_agent", String.class) : null, row.get("opened_at", Instant.class), row.get("established_at", Instant.class),
                row.get("closed_at", Instant.class), row.get("end_reason", String.class), rights.causes() ? row.get("end_detail", String.class) : null,
                row.get("bytes_to_browser", Number.class).longValue(), row.get("bytes_to_vm", Number.class).longValue());
    }

    private List<Watcher> watchers(UUID visit) {
        List<?> rows = database.createNativeQuery(WATCHERS, Tuple.class).setParameter("visit", visit).getResultList();
        return rows.stream().map(Tuple.class::cast).map(row -> new Watcher(row.get("id", UUID.class), row.get("user_name", String.class),
                row.get("since", Instant.class), row.get("ended_at", Instant.class))).toList();
    }

    private Watched watched(Tuple visit) {
        UUID other = visit.get("watches", UUID.class);
        return other == null ? null : one("select user_name from console_sessions where id = :id", "id", other)
                .map(row -> new Watched(other, row.get(0, String.class))).orElse(null);
    }

    private Guest guestBy(Tuple visit) {
        UUID invitation = visit.get("invitation_id", UUID.class);
        return invitation == null ? null : one(GUESTS.formatted("id = :id"), "id", invitation).map(ConsoleStories::guest).orElse(null);
    }

    private List<Guest> invitations(Tuple visit) {
        if (visit.get("user_id", UUID.class) == null) {
            return List.of();
        }
        List<?> rows = database.createNativeQuery(GUESTS.formatted("""
                inviter_id = :inviter and instance_id = :instance and invited_at >= :since and invited_at <= coalesce(cast(:until as timestamptz), now())"""), Tuple.class)
                .setParameter("inviter", visit.get("user_id", UUID.class)).setParameter("instance", visit.get("instance_id", UUID.class))
                .setParameter("since", visit.get("asked_at", Instant.class)).setParameter("until", visit.get("ended_at", Instant.class)).getResultList();
        return rows.stream().map(Tuple.class::cast).map(ConsoleStories::guest).toList();
    }

    private static Guest guest(Tuple row) {
        return new Guest(row.get("guest_name", String.class), row.get("inviter_name", String.class), row.get("view_only", Boolean.class),
                row.get("invited_at", Instant.class), row.get("until", Instant.class));
    }

    private List<RecordedEvent> events(HistoryEntry visit, StoryRights rights) {
        return events.ofSession(visit.id(), MOST_EVENTS).stream().filter(rights::tells).map(event -> rights.shown(event, visit.userName())).toList();
    }

    private Optional<Tuple> one(String sql, String name, UUID id) {
        List<?> rows = database.createNativeQuery(sql, Tuple.class).setParameter(name, id).getResultList();
        return rows.stream().findFirst().map(Tuple.class::cast);
    }
}
