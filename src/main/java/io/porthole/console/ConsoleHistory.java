package io.porthole.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.RowSearch;
import io.porthole.identity.User;

/** What auditors read: every visit to a console, and every one that was refused, in the order of time. */
@ApplicationScoped
public class ConsoleHistory {

    static final String OF_A_VISIT = """
            id, asked_at, user_name, instance_name, project, node, address, door, state, open, connected_at, ended_at, ended_about, end_reason as reason,
            bytes_to_browser, bytes_to_vm, view_only, cut_by, cut_words, watches, null as detail, instance_id, user_id""";
    private static final String VISITS = "select " + OF_A_VISIT + " from console_sessions";
    private static final String REFUSALS = """
            select incident as id, at as asked_at, user_name, instance_name, project, node, address, door, 'REFUSED' as state, false as open, cast(null as timestamptz) as connected_at,
                   at as ended_at, false as ended_about, refusal as reason, cast(0 as bigint) as bytes_to_browser, cast(0 as bigint) as bytes_to_vm, false as view_only,
                   cast(null as text) as cut_by, '' as cut_words, cast(null as uuid) as watches, detail,
                   instance_id, cast(null as uuid) as user_id
              from audit_events where refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED')""";
    /** What only the rows need that are shown; with what an administrator reads of the cause. */
    static final String SHOWN = """
            select p.*, case when p.state = 'REFUSED' then 0 else (select count(*) from console_connections c where c.session_id = p.id) end as connections,
                   case when p.state = 'REFUSED' then 0
                        else (select coalesce(sum(c.withheld_messages), 0) from console_connections c where c.session_id = p.id) end as withheld_messages,
                   case when p.state = 'ACTIVE' then (select coalesce(sum(c.bytes_to_browser), 0) from console_connections c where c.session_id = p.id and c.closed_at is null)
                        else 0 end as open_to_browser,
                   case when p.state = 'ACTIVE' then (select coalesce(sum(c.bytes_to_vm), 0) from console_connections c where c.session_id = p.id and c.closed_at is null)
                        else 0 end as open_to_vm,
                   case when p.state = 'REFUSED' then nullif(p.detail, '')
                        else (select c.end_detail from console_connections c where c.session_id = p.id and c.end_detail is not null
                               order by c.closed_at desc limit 1) end as cause
              from (""";
    private static final String WORDS = """
            (lower(user_name) like :words escape '!' or lower(instance_name) like :words escape '!' or lower(project) like :words escape '!'
             or lower(node) like :words escape '!' or address like :words escape '!' or lower(reason) like :words escape '!' or lower(cut_words) like :words escape '!')""";
    /** Of a reader's name, and theirs: whom only Nova knows may bear the name of somebody else here. */
    private static final String OWN = "(user_id = :own_id or state = 'REFUSED' and door <> 'NOVA_PROXY')";
    /** By what an index knows of it first: the first that is given leads, and the others are looked for among its rows. */
    private static final String[][] NAMES = {
        {"vm", "lower(instance_name)"}, {"user", "lower(user_name)"}, {"address", "address"}, {"project", "lower(project)"}, {"node", "lower(node)"}};

    /**
     * What is null or empty does not restrict.
     *
     * @param state AUTHORIZED, ACTIVE, WAITING, ENDED or REFUSED
     * @param quoted the id of a visit, or of an incident, as somebody was told to quote it
     * @param words anywhere in a row
     */
    public record Filter(String user, String instance, String state, Instant from, Instant to, UUID quoted, String project, String node, String address, String words) {

        public Filter(String user, String instance, String state, Instant from, Instant to, UUID quoted) {
            this(user, instance, state, from, to, quoted, null, null, null, null);
        }

        Filter ofAnyState() {
            return new Filter(user, instance, null, from, to, quoted, project, node, address, words);
        }

        private String name(String field) {
            return switch (field) {
                case "vm" -> instance;
                case "user" -> user;
                case "address" -> address;
                case "project" -> project;
                default -> node;
            };
        }
    }

    /** A place between two rows of the list, from which pages go on. */
    public record Position(Instant at, UUID id) {

        static Position of(HistoryEntry entry) {
            return new Position(entry.askedAt(), entry.id());
        }
    }

    /**
     * @param previous where the page before this one ends; null: there is none
     * @param next where the page after this one begins; null: there is none
     * @param lookedTo until when it was looked, where that was not far enough to fill the page; else null
     */
    public record Page(List<HistoryEntry> entries, Position previous, Position next, Instant lookedTo) {
    }

    @PersistenceContext
    private EntityManager database;

    /**
     * @param order of time
     * @param place null: at the beginning
     * @param back whether the page ends at the place, and does not begin there
     */
    @Transactional
    public Page page(Filter filter, HistoryOrder order, Position place, boolean back, int size) {
        RowSearch search = narrowed(database, new RowSearch(), filter);
        return back ? back(search, filter, order, place, size) : forth(search, filter, order, place, size);
    }

    /**
     * All of it for auditors and administrators, their own for everybody else; newest first.
     *
     * @param before where the page begins, going to older rows; null: at the newest
     */
    @Transactional
    public Page visibleTo(User reader, Filter filter, Position before, int size) {
        RowSearch search = new RowSearch();
        if (!reader.mayAudit()) {
            search.byWhole("lower(user_name) = :own_name", "own_name", reader.name().toLowerCase(Locale.ROOT));
            search.byLooking(OWN, "own_id", reader.id());
        }
        return forth(narrowed(database, search, filter), filter, HistoryOrder.NEWEST, before, size);
    }

    /** @return what is in no list any more; empty where nothing was ever removed */
    @Transactional
    public Optional<RemovedSessions> removed() {
        List<?> rows = database.createNativeQuery("""
                select sum(count) as count, max(last_ended) as last_ended, (select keep_days from session_removals order by id desc limit 1) as keep_days
                  from session_removals having count(*) > 0""", Tuple.class).getResultList();
        return rows.stream().map(Tuple.class::cast).findFirst()
                .map(row -> new RemovedSessions(row.get("count", Number.class).longValue(), row.get("last_ended", Instant.class), row.get("keep_days", Integer.class)));
    }

    private Page forth(RowSearch search, Filter filter, HistoryOrder order, Position place, int size) {
        Way way = Way.of(order.falling());
        List<HistoryEntry> found = query(search, filter, place, way, size + 1);
        boolean more = found.size() > size;
        List<HistoryEntry> shown = more ? found.subList(0, size) : found;
        Position edge = more ? null : edge(search, filter, place, way);
        Position previous = place == null ? null : shown.isEmpty() ? place : Position.of(shown.get(0));
        return new Page(shown, previous, more ? Position.of(shown.get(size - 1)) : edge, edge == null ? null : edge.at());
    }

    private Page back(RowSearch search, Filter filter, HistoryOrder order, Position place, int size) {
        Way way = Way.of(!order.falling());
        List<HistoryEntry> found = query(search, filter, place, way, size + 1);
        boolean more = found.size() > size;
        List<HistoryEntry> shown = new ArrayList<>(more ? found.subList(0, size) : found);
        Position edge = more ? null : edge(search, filter, place, way);
        Collections.reverse(shown);
        return new Page(shown, more ? Position.of(shown.get(0)) : edge, shown.isEmpty() ? place : Position.of(shown.get(shown.size() - 1)), null);
    }

    /** From a place on, in SQL. */
    private record Way(String side, String order) {

        static Way of(boolean falling) {
            return falling ? new Way("<", "desc") : new Way(">", "asc");
        }
    }

    static RowSearch narrowed(EntityManager database, RowSearch search, Filter filter) {
        if (filter.quoted() != null) {
            search.byWhole("id in (select cast(:quoted as uuid) union select session_id from audit_events where incident = :quoted and session_id is not null)", "quoted",
                    filter.quoted());
        }
        for (String[] name : NAMES) {
            search.byName(database, name[1], name[0], filter.name(name[0]), known(name[1]));
        }
        if (isOpen(filter.state())) {
            search.within("state = :state and open", "state", filter.state());
        } else if ("ENDED".equals(filter.state())) {
            search.byLooking("state = :state", "state", filter.state());
        }
        if (filter.words() != null && !filter.words().isBlank()) {
            search.byLooking(WORDS, "words", RowSearch.pattern(filter.words()));
        }
        if (filter.from() != null) {
            search.within("asked_at >= :from", "from", filter.from());
        }
        if (filter.to() != null) {
            search.within("asked_at < :to", "to", filter.to());
        }
        return search;
    }

    private static String known(String column) {
        return "(select 1 from console_sessions where " + column + " = :whole limit 1) union all (select 1 from audit_events where " + column
                + " = :whole and refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED') limit 1)";
    }

    private static boolean isOpen(String state) {
        return state != null && switch (state) {
            case "AUTHORIZED", "ACTIVE", "WAITING" -> true;
            default -> false;
        };
    }

    private List<HistoryEntry> query(RowSearch search, Filter filter, Position place, Way way, int most) {
        String sql = SHOWN + "select * from (" + window(search, filter, place, way, search.looks() ? RowSearch.WINDOW : most) + ") w where true"
                + search.lookedFor() + ordered(way, most) + ") p" + ordered(way, most);
        List<?> rows = bind(search, database.createNativeQuery(sql, Tuple.class), place).getResultList();
        return rows.stream().map(row -> HistoryEntry.of((Tuple) row)).toList();
    }

    /** @return the last row that was looked at, when there may be more behind it; else null */
    private Position edge(RowSearch search, Filter filter, Position place, Way way) {
        if (!search.looks()) {
            return null;
        }
        String sql = "select asked_at, id from (" + window(search, filter, place, way, RowSearch.WINDOW) + ") w" + ordered(way, 1) + " offset " + (RowSearch.WINDOW - 1);
        List<?> rows = bind(search, database.createNativeQuery(sql, Tuple.class), place).getResultList();
        return rows.stream().map(Tuple.class::cast).map(row -> new Position(row.get("asked_at", Instant.class), row.get("id", UUID.class))).findFirst().orElse(null);
    }

    /** So many rows of both kinds, each kind by an index of its own. */
    private static String window(RowSearch search, Filter filter, Position place, Way way, int most) {
        String narrowed = " where true" + search.found() + (place == null ? "" : " and (asked_at, id) " + way.side() + " (:at, :id)") + ordered(way, most);
        String visits = "select * from (" + VISITS + ") v" + narrowed;
        String refusals = "select * from (" + REFUSALS + ") r" + narrowed;
        if ("REFUSED".equals(filter.state())) {
            return refusals;
        }
        if ("ENDED".equals(filter.state()) || isOpen(filter.state())) {
            return visits;
        }
        return "select * from ((" + visits + ") union all (" + refusals + ")) both_kinds" + ordered(way, most);
    }

    private static String ordered(Way way, int most) {
        return " order by asked_at " + way.order() + ", id " + way.order() + " limit " + most;
    }

    private static Query bind(RowSearch search, Query query, Position place) {
        if (place != null) {
            query.setParameter("at", place.at()).setParameter("id", place.id());
        }
        return search.bind(query);
    }
}
