package io.porthole.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/** The trail as auditors search it, newest first. */
@ApplicationScoped
public class AuditEvents {

    /** By what an index knows of it first: the first that is given leads, and the others are looked for among its rows. */
    private static final String[][] NAMES = {
        {"vm", "lower(instance_name)", " and instance_name is not null"}, {"user", "lower(user_name)", ""}, {"address", "address", " and address is not null"},
        {"project", "lower(project)", " and project is not null"}, {"node", "lower(node)", " and node is not null"}};
    private static final String WORDS = """
            (lower(detail) like :words escape '!' or lower(user_name) like :words escape '!' or lower(instance_name) like :words escape '!'
             or address like :words escape '!' or lower(forwarded) like :words escape '!' or lower(user_agent) like :words escape '!'
             or lower(portal_node) like :words escape '!' or lower(refusal) like :words escape '!')""";

    /**
     * What is null or empty does not restrict.
     *
     * @param outcome DONE or REFUSED
     * @param words anywhere in an event
     * @param quoted the id of an incident, of a console session, or of a VM
     */
    public record Filter(String user, String vm, String project, String node, String address, String action, String outcome, String words,
            UUID quoted, Instant from, Instant to) {

        private String name(String field) {
            return switch (field) {
                case "vm" -> vm;
                case "user" -> user;
                case "address" -> address;
                case "project" -> project;
                default -> node;
            };
        }
    }

    /** A place between two events, from which pages go on. */
    public record Position(Instant at, long id) {

        static Position of(RecordedEvent event) {
            return new Position(event.at(), event.id());
        }
    }

    /**
     * @param newer where the page before this one ends; null: there is none
     * @param older where the page after this one begins; null: there is none
     * @param lookedBackTo until when it was looked, where that was not far enough to fill the page; else null
     */
    public record Page(List<RecordedEvent> events, Position newer, Position older, Instant lookedBackTo) {
    }

    @PersistenceContext
    private EntityManager database;

    /** @param before where the page begins, going to older events; null: at the newest */
    @Transactional
    public Page olderThan(Filter filter, Position before, int size) {
        RowSearch search = search(filter);
        List<RecordedEvent> found = query(search, before, "<", "desc", size + 1);
        boolean more = found.size() > size;
        List<RecordedEvent> shown = more ? found.subList(0, size) : found;
        Position edge = more ? null : edge(search, before, "<", "desc");
        Position newer = before == null ? null : shown.isEmpty() ? before : Position.of(shown.get(0));
        return new Page(shown, newer, more ? Position.of(shown.get(size - 1)) : edge, edge == null ? null : edge.at());
    }

    @Transactional
    public Page newerThan(Filter filter, Position after, int size) {
        RowSearch search = search(filter);
        List<RecordedEvent> found = query(search, after, ">", "asc", size + 1);
        boolean more = found.size() > size;
        List<RecordedEvent> shown = new ArrayList<>(more ? found.subList(0, size) : found);
        Position edge = more ? null : edge(search, after, ">", "asc");
        Collections.reverse(shown);
        return new Page(shown, more ? Position.of(shown.get(0)) : edge, shown.isEmpty() ? after : Position.of(shown.get(shown.size() - 1)), null);
    }

    /** Those of a console session, in their order; the last ones of very many. */
    @Transactional
    public List<RecordedEvent> ofSession(UUID session, int most) {
        List<?> rows = database.createNativeQuery("""
                select * from (select * from audit_events where session_id = :session order by at desc, id desc limit :most) e order by at, id""", Tuple.class)
                .setParameter("session", session).setParameter("most", most).getResultList();
        return rows.stream().map(row -> RecordedEvent.of((Tuple) row)).toList();
    }

    /** @return those whose incident somebody was told to quote, the oldest first */
    @Transactional
    public List<RecordedEvent> ofIncident(UUID incident) {
        List<?> rows = database.createNativeQuery("select * from audit_events where incident = :incident order by at, id limit 100", Tuple.class)
                .setParameter("incident", incident).getResultList();
        return rows.stream().map(row -> RecordedEvent.of((Tuple) row)).toList();
    }

    private RowSearch search(Filter filter) {
        RowSearch search = new RowSearch();
        if (filter.quoted() != null) {
            search.byWhole("id in (select id from audit_events where incident = :quoted union all select id from audit_events where session_id = :quoted)", "quoted", filter.quoted());
        }
        for (String[] name : NAMES) {
            search.byName(database, name[1], name[0], filter.name(name[0]), "select 1 from audit_events where " + name[1] + " = :whole" + name[2] + " limit 1");
        }
        if (!blank(filter.action())) {
            search.byWhole("action = :action", "action", filter.action());
        }
        if ("REFUSED".equals(filter.outcome())) {
            search.byWhole("refusal is not null", null, null);
        } else if ("DONE".equals(filter.outcome())) {
            search.byLooking("refusal is null", null, null);
        }
        if (!blank(filter.words())) {
            search.byLooking(WORDS, "words", RowSearch.pattern(filter.words()));
        }
        if (filter.from() != null) {
            search.within("at >= :from", "from", filter.from());
        }
        if (filter.to() != null) {
            search.within("at < :to", "to", filter.to());
        }
        return search;
    }

    private List<RecordedEvent> query(RowSearch search, Position place, String side, String order, int most) {
        String sql = "select * from (" + window(search, place, side, order, "*") + ") e where true" + search.lookedFor()
                + " order by at " + order + ", id " + order + " limit " + most;
        jakarta.persistence.Query query = database.createNativeQuery(sql, Tuple.class);
        List<?> rows = bind(search, query, place).getResultList();
        return rows.stream().map(row -> RecordedEvent.of((Tuple) row)).toList();
    }

    /** @return the last row that was looked at, when there may be more behind it; else null */
    private Position edge(RowSearch search, Position place, String side, String order) {
        if (!search.looks()) {
            return null;
        }
        String sql = window(search, place, side, order, "at, id") + " offset " + (RowSearch.WINDOW - 1);
        List<?> rows = bind(search, database.createNativeQuery(sql, Tuple.class), place).getResultList();
        return rows.stream().map(Tuple.class::cast).map(row -> new Position(row.get("at", Instant.class), row.get("id", Number.class).longValue())).findFirst().orElse(null);
    }

    /** Where nothing is looked for it has no order of its own, so that PostgreSQL sees how few of its rows are asked for. */
    private static String window(RowSearch search, Position place, String side, String order, String columns) {
        return "select " + columns + " from audit_events where true" + search.found() + (place == null ? "" : " and (at, id) " + side + " (:at, :id)")
                + (search.looks() ? " order by at " + order + ", id " + order + " limit " + RowSearch.WINDOW : "");
    }

    private static jakarta.persistence.Query bind(RowSearch search, jakarta.persistence.Query query, Position place) {
        if (place != null) {
            query.setParameter("at", place.at()).setParameter("id", place.id());
        }
        return search.bind(query);
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
