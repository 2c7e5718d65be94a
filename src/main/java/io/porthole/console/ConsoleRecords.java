package io.porthole.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import io.porthole.console.comparison.ToldEnd;

/** Writes the life of connections into their sessions, and closes what nobody else will close. */
@ApplicationScoped
public class ConsoleRecords {

    private static final List<String> PASSING = Arrays.stream(RelayEnd.values()).filter(RelayEnd::passing).map(Enum::name).toList();

    private final AuditTrail audit;
    private final ReconnectSettings settings;
    private final PortalNode portal;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleRecords() {
        this(null, null, null, null);
    }

    @Inject
    public ConsoleRecords(AuditTrail audit, ReconnectSettings settings, PortalNode portal, Clock clock) {
        this.audit = audit;
        this.settings = settings;
        this.portal = portal;
        this.clock = clock;
    }

    /** Whatever was written before about a connection that has closed stays as it is. */
    @Transactional
    public void write(List<ConnectionNews> news) {
        write(news, false);
    }

    /**
     * Bytes so far, so that a portal that dies takes little of them with it, and who looks sees how fast they go.
     *
     * @param since the last time that this was written
     */
    @Transactional
    public void traffic(Collection<LiveConsole> live, Duration since) {
        if (live.isEmpty()) {
            return;
        }
        FreshPlans.from(database);
        ConnectionNews.bind(database.createNativeQuery("""
                update console_connections c set bytes_to_browser = n.to_browser, bytes_to_vm = n.to_vm, withheld_messages = n.withheld,
                       rate_to_browser = (n.to_browser - c.bytes_to_browser) * 1000 / :millis, rate_to_vm = (n.to_vm - c.bytes_to_vm) * 1000 / :millis
                  from %s
                 where c.id = n.id and c.closed_at is null
                   and (c.bytes_to_browser, c.bytes_to_vm, c.withheld_messages, c.rate_to_browser, c.rate_to_vm) <> (n.to_browser, n.to_vm, n.withheld, 0, 0)"""
                .formatted(ConnectionNews.ROWS)), live.stream().map(ConnectionNews::traffic).toList())
                .setParameter("millis", Math.max(1, since.toMillis())).executeUpdate();
    }

    /** @param news which open connections are about to end by themselves; null for one that no longer is */
    @Transactional
    public void dueEnds(Map<UUID, DueEnd> news) {
        FreshPlans.from(database);
        List<UUID> ids = List.copyOf(news.keySet());
        database.createNativeQuery("""
                update console_connections c set due_at = n.at, due_as = n.why
                  from unnest(cast(:ids as uuid[]), cast(:at as timestamptz[]), cast(:why as text[])) as n(id, at, why)
                 where c.id = n.id and c.closed_at is null""")
                .setParameter("ids", array(ids))
                .setParameter("at", ids.stream().map(news::get).map(due -> due == null ? null : due.at().toString()).toArray(String[]::new))
                .setParameter("why", ids.stream().map(news::get).map(due -> due == null ? null : due.why().name()).toArray(String[]::new)).executeUpdate();
    }

    /** This portal node lives. */
    @Transactional
    public void heartbeat() {
        database.createNativeQuery("""
                insert into portal_nodes (boot, name) values (:boot, :name)
                on conflict (boot) do update set heartbeat_at = now()""")
                .setParameter("boot", portal.boot()).setParameter("name", portal.name()).executeUpdate();
    }

    /** Closes the connections of portal nodes that showed no life for so long; their end is when they last did, by a heartbeat or by what they opened after it. */
    @Transactional
    public void closeLost(Duration silence) {
        FreshPlans.from(database);
        List<?> dead = database.createNativeQuery("""
                select boot, heartbeat_at from portal_nodes where heartbeat_at < now() - cast(:silence as interval) and boot <> :mine
                   for update skip locked""", Tuple.class)
                .setParameter("silence", silence.toSeconds() + " seconds").setParameter("mine", portal.boot()).getResultList();
        for (Object row : dead) {
            UUID boot = ((Tuple) row).get(0, UUID.class);
            Instant lastSeen = ((Tuple) row).get(1, Instant.class);
            List<?> open = database.createNativeQuery("""
                    select id, bytes_to_browser, bytes_to_vm, withheld_messages, greatest(cast(:lastSeen as timestamptz), opened_at, established_at)
                      from console_connections where portal_boot = :boot and closed_at is null""", Tuple.class)
                    .setParameter("boot", boot).setParameter("lastSeen", lastSeen).getResultList();
            write(open.stream().map(Tuple.class::cast).map(connection -> ConnectionNews.closed(connection.get(0, UUID.class), connection.get(4, Instant.class),
                    RelayEnd.PORTAL_LOST, null, connection.get(1, Number.class).longValue(), connection.get(2, Number.class).longValue(),
                    connection.get(3, Number.class).longValue())).toList(), true);
            database.createNativeQuery("delete from portal_nodes where boot = :boot").setParameter("boot", boot).executeUpdate();
        }
    }

    /** @return those of these connections that are closed in the history */
    @Transactional
    public List<UUID> closed(Collection<UUID> connections) {
        if (connections.isEmpty()) {
            return List.of();
        }
        FreshPlans.from(database);
        List<?> closed = database.createNativeQuery("select id from console_connections where id = any(cast(:connections as uuid[])) and closed_at is not null", UUID.class)
                .setParameter("connections", array(connections)).getResultList();
        return closed.stream().map(UUID.class::cast).toList();
    }

    /** Ends sessions that nobody came or came back to in time; one that had connections before ended when and why the last of them did, and the trail was told so then. */
    @Transactional
    public void endUnvisited() {
        FreshPlans.from(database);
        // What another portal node is at is skipped: two that locked the same rows in another order would wait for each other.
        List<?> ended = database.createNativeQuery("""
                update console_sessions s set state = 'ENDED',
                       ended_at = coalesce((select max(c.closed_at) from console_connections c where c.session_id = s.id), s.open_until),
                       end_reason = coalesce(last.why, 'NEVER_CONNECTED'), ended_about = coalesce(last.why = 'PORTAL_LOST', false), waits_until = null
                  from unnest(array(select u.id from console_sessions u where u.open and u.state in ('AUTHORIZED', 'WAITING')
                           and case u.state when 'WAITING' then u.waits_until else u.open_until end < :now order by u.id for update skip locked)) as unvisited (id)
                  left join lateral (
                       select c.end_reason as why from console_connections c where c.session_id = unvisited.id order by c.opened_at desc limit 1) last on true
                 where s.id = unvisited.id
                returning s.id, s.user_name, s.instance_id, s.instance_name, s.project, s.node, s.door, %s as told, cast(null as text) as end_detail, last.why is null as never"""
                .formatted(ToldEnd.OF_UNVISITED), Tuple.class).setParameter("now", clock.instant()).getResultList();
        List<AuditEvent> never = ended.stream().map(Tuple.class::cast).filter(row -> row.get("never", Boolean.class)).map(ConsoleRecords::endedEvent).toList();
        if (!never.isEmpty()) {
            audit.recordAll(never);
        }
        // By its token the page of a bearer URL asks for news of its console, however long that is open.
        database.createNativeQuery("""
                delete from console_auth_tokens where token_hash = any(array(select t.token_hash from console_auth_tokens t where t.expires_at < :old
                           and not exists (select 1 from console_sessions s where s.id = t.session_id and s.state = 'ACTIVE') for update skip locked))""")
                .setParameter("old", clock.instant().minus(Duration.ofDays(1))).executeUpdate();
    }

    /** @param about the ends are when the portal that held the connections last showed life */
    private void write(List<ConnectionNews> news, boolean about) {
        if (news.isEmpty()) {
            return;
        }
        FreshPlans.from(database);
        Map<UUID, ConnectionNews> byConnection = new LinkedHashMap<>();
        news.forEach(one -> byConnection.merge(one.connectionId(), one, ConnectionNews::then));
        lockSessionsOf(byConnection.keySet());
        List<UUID> closed = writeConnections(byConnection.values());
        if (!closed.isEmpty()) {
            audit.recordAll(endSessions(closed, about));
        }
    }

    /** Another portal node may close the other connection of the same session at this moment: one of them must see that it was the last. */
    private void lockSessionsOf(Collection<UUID> connections) {
        database.createNativeQuery("""
                select s.id from console_sessions s where s.id in (select session_id from console_connections where id = any(cast(:connections as uuid[])))
                 order by s.id for update""").setParameter("connections", array(connections)).getResultList();
    }

    /** @return those that closed now */
    private List<UUID> writeConnections(Collection<ConnectionNews> news) {
        List<?> changed = ConnectionNews.bind(database.createNativeQuery("""
                with news as (select * from %s),
                written as (
                    update console_connections c
                       set established_at = coalesce(c.established_at, n.established_at), closed_at = n.closed_at, end_reason = n.why, end_detail = n.detail,
                           bytes_to_browser = greatest(c.bytes_to_browser, n.to_browser), bytes_to_vm = greatest(c.bytes_to_vm, n.to_vm), withheld_messages = greatest(c.withheld_messages, n.withheld)
                      from news n where c.id = n.id and c.closed_at is null
                    returning c.id, c.session_id, c.established_at, c.closed_at),
                reached as (
                    update console_sessions s set connected_at = w.at
                      from (select session_id, min(established_at) as at from written group by session_id) w
                     where s.id = w.session_id and (s.connected_at is null or w.at < s.connected_at) and w.at is not null)
                select id from written where closed_at is not null""".formatted(ConnectionNews.ROWS), Tuple.class), news).getResultList();
        return changed.stream().map(Tuple.class::cast).map(row -> row.get(0, UUID.class)).toList();
    }

    /** By a bearer token somebody can come back as long as it admits; by one of Nova's, each connection is a session of its own. */
    private List<AuditEvent> endSessions(List<UUID> closed, boolean about) {
        List<?> ended = database.createNativeQuery("""
                with closed as (
                    select session_id, max(closed_at) as at, sum(bytes_to_browser) as to_browser, sum(bytes_to_vm) as to_vm
                      from console_connections where id = any(cast(:closed as uuid[])) group by session_id),
                counted as (
                    update console_sessions s
                       set bytes_to_browser = s.bytes_to_browser + c.to_browser, bytes_to_vm = s.bytes_to_vm + c.to_vm,
                           state = case when o.open then s.state when w.waits then 'WAITING' else 'ENDED' end,
                           waits_until = case when w.waits then least(c.at + cast(:window as interval), case when s.door <> 'PAGE' then s.open_until end) end,
                           ended_at = case when o.open or w.waits then null else o.last end,
                           end_reason = case when o.open or w.waits then null else l.why end,
                           ended_about = not o.open and not w.waits and :about
                      from closed c
                      join console_sessions was on was.id = c.session_id,
                      lateral (select count(*) > count(other.closed_at) as open, max(other.closed_at) as last from console_connections other where other.session_id = c.session_id) o,
                      lateral (select end_reason as why from console_connections one where one.session_id = c.session_id order by opened_at desc limit 1) l,
                      lateral (select not o.open and was.connected_at is not null and l.why in (:passing)
                                  and (was.door = 'PAGE' or was.door <> 'NOVA_PROXY' and was.open_until > c.at) as waits) w
                     where s.id = c.session_id
                    returning s.id, s.user_name, s.instance_id, s.instance_name, s.project, s.node, s.door, s.asked_at)
                select s.*, %s as told, c.end_detail from counted s join console_connections c on c.session_id = s.id where c.id = any(cast(:closed as uuid[]))
                """.formatted(ToldEnd.OF_CONNECTION), Tuple.class).setParameter("closed", array(closed)).setParameter("about", about).setParameter("passing", PASSING)
                .setParameter("window", settings.window().toSeconds() + " seconds").getResultList();
        return ended.stream().map(Tuple.class::cast).map(ConsoleRecords::endedEvent).toList();
    }

    /** One parameter, so that the statement is the same for any number of them, and PostgreSQL plans it once. */
    private static String[] array(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toArray(String[]::new);
    }

    private static AuditEvent endedEvent(Tuple row) {
        String detail = row.get("end_detail", String.class);
        return AuditEvent.of(AuditAction.CONSOLE_ENDED).by(row.get("user_name", String.class), null)
                .on(row.get("instance_id", UUID.class), row.get("instance_name", String.class), row.get("project", String.class), row.get("node", String.class))
                .in(row.get("id", UUID.class), row.get("door", String.class))
                .saying(row.get("told", String.class) + (detail == null ? "" : ": " + detail));
    }
}
