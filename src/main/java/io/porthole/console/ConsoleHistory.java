package io.porthole.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/** What auditors read: every visit to a console, and every one that was refused, newest first. */
@ApplicationScoped
public class ConsoleHistory {

    /** With what an administrator reads of the cause: the last failure of a visit, or what stood behind a refusal. */
    private static final String ROWS = """
            select h.*, case when h.state = 'REFUSED' then (select nullif(e.detail, '') from audit_events e where e.incident = h.id)
                        else (select c.end_detail from console_connections c where c.session_id = h.id and c.end_detail is not null
                               order by c.closed_at desc limit 1) end as cause
              from console_history h where true""";

    /**
     * What is null or empty does not restrict.
     *
     * @param state AUTHORIZED, ACTIVE, WAITING, ENDED or REFUSED
     * @param quoted the id of a visit, or of an incident, as somebody was told to quote it
     */
    public record Filter(String user, String instance, String state, Instant from, Instant to, UUID quoted) {
    }

    /** A place between two rows of the list, from which pages go on. */
    public record Position(Instant at, UUID id) {
    }

    /** @param older whether there are rows after these; newer, before these */
    public record Page(List<HistoryEntry> entries, boolean newer, boolean older) {
    }

    @PersistenceContext
    private EntityManager database;

    /** @param before where the page begins, going to older rows; null: at the newest */
    @Transactional
    public Page olderThan(Filter filter, Position before, int size) {
        List<HistoryEntry> found = query(filter, before, "<", "desc", size + 1);
        boolean more = found.size() > size;
        return new Page(more ? found.subList(0, size) : found, before != null, more);
    }

    @Transactional
    public Page newerThan(Filter filter, Position after, int size) {
        List<HistoryEntry> found = new java.util.ArrayList<>(query(filter, after, ">", "asc", size + 1));
        boolean more = found.size() > size;
        List<HistoryEntry> shown = new java.util.ArrayList<>(more ? found.subList(0, size) : found);
        java.util.Collections.reverse(shown);
        return new Page(shown, more, true);
    }

    private List<HistoryEntry> query(Filter filter, Position place, String side, String order, int most) {
        StringBuilder sql = new StringBuilder(ROWS);
        java.util.Map<String, Object> values = new java.util.HashMap<>();
        if (!blank(filter.user())) {
            sql.append(" and lower(user_name) like :user escape '!'");
            values.put("user", pattern(filter.user()));
        }
        if (!blank(filter.instance())) {
            sql.append(" and lower(instance_name) like :instance escape '!'");
            values.put("instance", pattern(filter.instance()));
        }
        if (!blank(filter.state())) {
            sql.append(" and state = :state");
            values.put("state", filter.state());
        }
        if (filter.from() != null) {
            sql.append(" and asked_at >= :from");
            values.put("from", filter.from());
        }
        if (filter.to() != null) {
            sql.append(" and asked_at < :to");
            values.put("to", filter.to());
        }
        if (filter.quoted() != null) {
            sql.append(" and (id = :quoted or id in (select session_id from audit_events where incident = :quoted))");
            values.put("quoted", filter.quoted());
        }
        if (place != null) {
            sql.append(" and (asked_at, id) ").append(side).append(" (:at, :id)");
            values.put("at", place.at());
            values.put("id", place.id());
        }
        sql.append(" order by asked_at ").append(order).append(", id ").append(order);
        jakarta.persistence.Query query = database.createNativeQuery(sql.toString(), Tuple.class).setMaxResults(most);
        values.forEach(query::setParameter);
        List<?> rows = query.getResultList();
        return rows.stream().map(row -> HistoryEntry.of((Tuple) row)).toList();
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }

    private static String pattern(String words) {
        return "%" + words.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }
}
