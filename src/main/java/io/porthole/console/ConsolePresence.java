package io.porthole.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;

import io.porthole.compute.PowerState;
import io.porthole.identity.SignIn;
import io.porthole.identity.User;

/** Tells people on a console who else is on it: whoever has it open sees, and may touch, what the others do. */
@ApplicationScoped
public class ConsolePresence {

    /** One round trip, by indexes alone, for every open page asks every two seconds. */
    private static final String LOOK = """
            select i.project, exists (select 1 from console_invitations g where g.id = mine.invitation_id and g.ended_at is null and g.ends_at > now()) as guest,
                   mine_now.taken_over_by, mine_now.due_at, mine_now.due_as,
                   case when n.answers then i.state end as state, other.id = mine.id as you, other.user_name, other.view_only,
                   other.watches is not null as watching, mine.watches is not null as i_watch, here.since
              from console_sessions mine
              left join instances i on i.id = mine.instance_id
              left join node_states n on n.name = i.node
              left join lateral (select c.taken_over_by, case when c.closed_at is null then c.due_at end as due_at, c.due_as
                        from console_connections c where c.session_id = mine.id order by c.opened_at desc limit 1) mine_now on true
              left join (console_sessions other join lateral (
                        select min(c.opened_at) as since from console_connections c where c.session_id = other.id and c.closed_at is null and c.taken_over_by is null) here
                        on here.since is not null)
                     on other.instance_id = mine.instance_id and other.open
             where mine.id = :session and mine.sign_in_id = :signIn and mine.door = 'PAGE'
             order by here.since, other.id""";

    private final ConsoleRightsSettings rights;

    @PersistenceContext
    private EntityManager database;

    protected ConsolePresence() {
        this(null);
    }

    @Inject
    public ConsolePresence(ConsoleRightsSettings rights) {
        this.rights = rights;
    }

    /**
     * Reads only, in no transaction, and records nothing: a page that asks in vain asks again soon.
     *
     * @return empty for a session of somebody else or of another browser, and once the right to see its VM is gone
     */
    public Optional<SharedConsole> of(SignIn signIn, UUID sessionId) {
        List<?> found = database.createNativeQuery(LOOK, Tuple.class).setParameter("session", sessionId).setParameter("signIn", signIn.id()).getResultList();
        List<Tuple> rows = found.stream().map(Tuple.class::cast).toList();
        if (rows.isEmpty() || !maySee(signIn.user(), rows.get(0))) {
            return Optional.empty();
        }
        String state = rows.get(0).get("state", String.class);
        List<PersonOnConsole> people = rows.stream().filter(row -> row.get("since") != null).map(this::person).toList();
        return Optional.of(new SharedConsole(state == null ? PowerState.UNKNOWN : PowerState.valueOf(state), people, rows.get(0).get("taken_over_by", String.class),
                due(rows.get(0))));
    }

    /**
     * Who is on these VMs' consoles now, by name; whoever only watches somebody is left out.
     *
     * @return by the VM's id, and only where there is somebody
     */
    public Map<UUID, List<String>> on(Collection<UUID> instances) {
        Map<UUID, List<String>> people = new HashMap<>();
        List<?> found = database.createNativeQuery("""
                select distinct s.instance_id, s.user_name from console_sessions s
                 where s.instance_id = any(cast(:ids as uuid[])) and s.open and s.watches is null
                   and exists (select 1 from console_connections c where c.session_id = s.id and c.closed_at is null and c.taken_over_by is null)
                 order by s.user_name""", Tuple.class)
                .setParameter("ids", instances.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"))).getResultList();
        found.stream().map(Tuple.class::cast)
                .forEach(row -> people.computeIfAbsent(row.get("instance_id", UUID.class), id -> new ArrayList<>()).add(row.get("user_name", String.class)));
        return people;
    }

    /** How many connections lead to each compute node now; a node without any is left out. */
    public Map<String, Long> connectionsByNode() {
        List<?> found = database.createNativeQuery("""
                select s.node, count(*) as connections from console_sessions s join console_connections c on c.session_id = s.id
                 where s.open and c.closed_at is null group by s.node""", Tuple.class).getResultList();
        return found.stream().map(Tuple.class::cast).collect(Collectors.toMap(row -> row.get("node", String.class), row -> row.get("connections", Long.class)));
    }

    /**
     * Why a WebSocket of this session was refused a moment ago: a browser does not tell its page.
     *
     * @return the newest refusal of the last minute, in whoever's hand its token was
     */
    public Optional<LateRefusal> refusedJustNow(SignIn signIn, UUID sessionId) {
        List<?> found = database.createNativeQuery("""
                select e.refusal, e.incident from audit_events e join console_sessions s on s.id = e.session_id
                 where s.id = :session and s.sign_in_id = :signIn and e.refusal is not null and e.action = 'CONNECTION_REFUSED'
                   and e.at > now() - interval '1 minute' order by e.id desc limit 1""", Tuple.class)
                .setParameter("session", sessionId).setParameter("signIn", signIn.id()).getResultList();
        return found.stream().map(Tuple.class::cast)
                .map(row -> new LateRefusal(ConsoleRefusal.valueOf(row.get("refusal", String.class)), row.get("incident", UUID.class))).findFirst();
    }

    private static DueEnd due(Tuple row) {
        Instant at = row.get("due_at", Instant.class);
        return at == null ? null : new DueEnd(RelayEnd.valueOf(row.get("due_as", String.class)), at);
    }

    private static boolean maySee(User user, Tuple row) {
        return user.maySee(row.get("project", String.class)) || row.get("guest", Boolean.class) || row.get("i_watch", Boolean.class) && user.mayAudit();
    }

    private PersonOnConsole person(Tuple row) {
        boolean viewOnly = !rights.of(row.get("project", String.class), row.get("view_only", Boolean.class)).input();
        return new PersonOnConsole(row.get("user_name", String.class), viewOnly, row.get("watching", Boolean.class), row.get("since", Instant.class), row.get("you", Boolean.class));
    }
}
