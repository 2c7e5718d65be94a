package io.porthole.console.comparison;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds the first visit that is not as the audit trail tells it, a page of rows at a time, however many there are. */
public final class VisitComparison {

    /** Rows that a statement reads; some tens of milliseconds of work, and too few for PostgreSQL to compile it each time. */
    private static final int PAGE = 1_000;
    /** The clocks of portal and database differ by less. */
    private static final String CLOCKS = "interval '1 hour'";
    /** With which a visit begins. What Nova lets in begins as it connects; all others were given before. */
    private static final List<String> BEGINNINGS = List.of("CONSOLE_AUTHORIZED", "CONSOLE_WATCHED", "CONSOLE_CONNECTED");
    /** What was removed by rule had ended by then. The trail says so: a row of another table could be put there, too. */
    private static final String REMOVED_UNTIL = """
            select max(cast(substring(detail from 'the last of them ended (\\S+)$') as timestamptz)) from audit_events where action = 'SESSIONS_REMOVED'""";
    /** Of an older visit the event may be removed by rule, as others of about the first one's time. */
    private static final String TOLD_SINCE = "select min(at) + case when exists (select from audit_tombstones) then " + CLOCKS + " else interval '0' end from audit_events";

    private static final String EVENTS = """
            select * from audit_events where action = ? and (action <> 'CONSOLE_CONNECTED' or door = 'NOVA_PROXY') and session_id is not null
               and (at, id) > (?, ?) order by at, id limit\s""" + PAGE;
    private static final String LAST_EVENT = "select at, id from (" + EVENTS + ") e order by at desc, id desc limit 1";
    /** Each visit is looked up by its id: joined freely, PostgreSQL may prefer to read all of them for each page. Names in the trail are cleaned. */
    private static final String DIFFERING = """
            select case when s.id is null then 'REMOVED' else 'CHANGED' end, e.session_id, e.user_name, e.instance_name, e.at
              from (%s) e left join lateral (select * from console_sessions v where v.id = e.session_id limit 1) s on true
             where case when s.id is null then e.at > coalesce(cast(? as timestamptz), '-infinity')
                        else (regexp_replace(s.user_name, '[\\u0001-\\u001f\\u007f]', U&'\\FFFD', 'g'), s.instance_id, s.door, s.address)
                                 is distinct from (e.user_name, e.instance_id, e.door, e.address)
                             or s.asked_at not between e.at - %s and e.at + %s end
             order by e.at, e.id limit 1""".formatted(EVENTS, CLOCKS, CLOCKS);

    private static final String VISITS = "select * from console_sessions where (asked_at, id) > (?, ?) order by asked_at, id limit " + PAGE;
    private static final String LAST_VISIT = "select asked_at, id from (" + VISITS + ") s order by asked_at desc, id desc limit 1";
    /** Those of a visit's beginning, and (made once each, which is what offset 0 is for) what the trail was told of its ends; some of them, and of visits that go on, may be older than the telling. */
    private static final String TOLD = """
            select count(*) filter (where e.action in ('CONSOLE_AUTHORIZED', 'CONSOLE_WATCHED', 'CONSOLE_CONNECTED')) as beginnings,
                   count(*) filter (where e.action = 'CONSOLE_ENDED') as ends, count(e.told) as told,
                   array_agg(e.told order by e.told collate "C") filter (where e.told like '%% (connection=%%') as connections,
                   (array_agg(e.told order by e.at desc, e.id desc) filter (where e.action = 'CONSOLE_ENDED'))[1] as last
              from (select e.action, e.at, e.id, case when e.action = 'CONSOLE_ENDED' then %s end as told from audit_events e where e.session_id = s.id offset 0) e""".formatted(ToldEnd.OF_EVENT);
    private static final String CLOSED = """
            select array_agg(c.told order by c.told collate "C") filter (where c.closed_at is not null) as connections, count(*) - count(c.closed_at) as open,
                   coalesce(sum(c.bytes_to_browser) filter (where c.closed_at is not null), 0) as to_browser,
                   coalesce(sum(c.bytes_to_vm) filter (where c.closed_at is not null), 0) as to_vm,
                   min(c.established_at) as connected_at, max(c.closed_at) as ended_at, (array_agg(c.end_reason order by c.opened_at desc, c.end_reason <> s.end_reason))[1] as reason
              from (select c.*, %s as told from console_connections c where c.session_id = s.id offset 0) c""".formatted(ToldEnd.OF_CONNECTION);
    /** Each connection is as the trail tells; and where it tells of all ends, the visit is what they make. */
    private static final String OTHERWISE = """
            t.connections is distinct from c.connections and (t.told = t.ends and t.ends > 0 or not coalesce(t.connections <@ c.connections, t.connections is null))
            or t.told = t.ends and t.ends > 0
               and ((s.bytes_to_browser, s.bytes_to_vm) is distinct from (c.to_browser, c.to_vm) or s.state = 'ACTIVE' and c.open = 0
                    or s.state = 'ENDED' and (s.connected_at is distinct from c.connected_at or s.end_reason is distinct from coalesce(c.reason, 'NEVER_CONNECTED')
                       or c.reason is not null and s.ended_at is distinct from c.ended_at or c.reason is null and t.last is distinct from %s))""".formatted(ToldEnd.OF_UNVISITED);
    private static final String UNTOLD = """
            select case when t.beginnings = 0 then 'INSERTED' else 'FIGURES_CHANGED' end, s.id, s.user_name, s.instance_name, s.asked_at
              from (%s) s cross join lateral (%s) t cross join lateral (%s) c
             where t.beginnings = 0 or %s order by s.asked_at, s.id limit 1""".formatted(VISITS, TOLD, CLOSED, OTHERWISE);

    private final Connection database;

    public VisitComparison(Connection database) {
        this.database = database;
    }

    public Optional<VisitDifference> first() throws SQLException {
        OffsetDateTime removedUntil = time(REMOVED_UNTIL);
        OffsetDateTime toldSince = time(TOLD_SINCE);
        for (String action : BEGINNINGS) {
            Optional<VisitDifference> found = walk(DIFFERING, LAST_EVENT, List.of(action), Instant.EPOCH.atOffset(ZoneOffset.UTC), 0L, Arrays.asList(removedUntil));
            if (found.isPresent()) {
                return found;
            }
        }
        return toldSince == null ? Optional.empty() : walk(UNTOLD, LAST_VISIT, List.of(), toldSince, new UUID(0, 0), List.of());
    }

    /**
     * @param wrong asks for the first that is, in the page behind a place
     * @param end asks for the place at the end of that page
     */
    private Optional<VisitDifference> walk(String wrong, String end, List<?> before, Object at, Object id, List<?> behind) throws SQLException {
        List<Object> place = List.of(at, id);
        while (true) {
            try (PreparedStatement query = ask(wrong, before, place, behind); ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    return Optional.of(new VisitDifference(VisitDifference.Kind.valueOf(row.getString(1)), row.getObject(2, UUID.class), row.getString(3), row.getString(4),
                            row.getObject(5, OffsetDateTime.class).toInstant()));
                }
            }
            try (PreparedStatement query = ask(end, before, place); ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                place = List.of(row.getObject(1, OffsetDateTime.class), row.getObject(2));
            }
        }
    }

    private PreparedStatement ask(String sql, List<?>... parameters) throws SQLException {
        PreparedStatement query = database.prepareStatement(sql);
        List<Object> values = new ArrayList<>();
        for (List<?> some : parameters) {
            values.addAll(some);
        }
        for (int i = 0; i < values.size(); i++) {
            query.setObject(i + 1, values.get(i));
        }
        return query;
    }

    private OffsetDateTime time(String sql) throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getObject(1, OffsetDateTime.class);
        }
    }
}
