package io.porthole.recording;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/** What was recorded, newest first, also what is removed by now; for those who may watch it. */
@ApplicationScoped
public class RecordingList {

    /**
     * What is null does not restrict.
     *
     * @param user whole, as is the project, however they are written
     */
    public record Filter(String user, UUID instance, String project, UUID session, String state, Instant from, Instant to) {
    }

    /** A place between two recordings, from which the list goes on. */
    public record Position(Instant at, UUID id) {

        public static Position after(RecordedConsole recording) {
            return new Position(recording.startedAt(), recording.id());
        }
    }

    /** @param more whether there are older ones */
    public record Page(List<RecordedConsole> recordings, boolean more) {
    }

    @PersistenceContext
    private EntityManager database;

    /** @param before where the page begins, going to older ones; null: at the newest */
    @Transactional
    public Page page(Filter filter, Position before, int size) {
        StringBuilder sql = new StringBuilder("select * from recordings where true");
        Map<String, Object> values = new LinkedHashMap<>();
        narrow(sql, values, "lower(user_name) = lower(:user)", "user", filter.user());
        narrow(sql, values, "instance_id = :instance", "instance", filter.instance());
        narrow(sql, values, "lower(project) = lower(:project)", "project", filter.project());
        narrow(sql, values, "session_id = :session", "session", filter.session());
        narrow(sql, values, "state = :state", "state", filter.state());
        narrow(sql, values, "started_at >= :from", "from", filter.from());
        narrow(sql, values, "started_at < :to", "to", filter.to());
        if (before != null) {
            sql.append(" and (started_at, id) < (:at, :id)");
            values.put("at", before.at());
            values.put("id", before.id());
        }
        Query query = database.createNativeQuery(sql.append(" order by started_at desc, id desc").toString(), Tuple.class).setMaxResults(size + 1);
        values.forEach(query::setParameter);
        List<?> rows = query.getResultList();
        return new Page(rows.stream().limit(size).map(row -> RecordedConsole.of((Tuple) row)).toList(), rows.size() > size);
    }

    private static void narrow(StringBuilder sql, Map<String, Object> values, String condition, String name, Object value) {
        if (value != null) {
            sql.append(" and ").append(condition);
            values.put(name, value);
        }
    }
}
