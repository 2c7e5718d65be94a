package io.porthole.console;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.identity.User;

/** The consoles that are open at this moment: what ended here is none any more, though its end may not be written yet. */
@ApplicationScoped
public class ConsolesInUse {

    /** Each session is looked up by its id: joined freely, PostgreSQL may prefer to read the whole history once for each open console. */
    private static final String OPEN = """
            from console_connections c cross join lateral (select * from console_sessions one where one.id = c.session_id offset 0) s
             where c.closed_at is null and not (c.id = any(cast(:ended as uuid[])))""";
    /** The id of no user. */
    private static final UUID NONE = new UUID(0, 0);

    private final ConsoleJournal journal;

    @PersistenceContext
    private EntityManager database;

    protected ConsolesInUse() {
        this(null);
    }

    @Inject
    public ConsolesInUse(ConsoleJournal journal) {
        this.journal = journal;
    }

    /** How many there are. */
    record Count(long ofUser, long ofInstance, long ofAddress, long inAll) {
    }

    /** @param userId null for somebody whom only Nova knows */
    @Transactional
    Count count(UUID userId, UUID instanceId, String address) {
        Tuple counted = (Tuple) open("select count(*) filter (where s.user_id = :user) as of_user, count(*) filter (where s.instance_id = :instance) as of_instance,"
                + " count(*) filter (where c.address = :address) as of_address, count(*) as in_all ", "")
                .setParameter("user", userId == null ? NONE : userId).setParameter("instance", instanceId).setParameter("address", address).getSingleResult();
        return new Count(number(counted, "of_user"), number(counted, "of_instance"), number(counted, "of_address"), number(counted, "in_all"));
    }

    /** This person's own, the oldest first. */
    @Transactional
    public List<OwnConsole> of(User user) {
        List<?> rows = open("select s.id, s.instance_name, c.opened_at ", " and s.user_id = :user order by c.opened_at").setParameter("user", user.id()).getResultList();
        return rows.stream().map(Tuple.class::cast)
                .map(row -> new OwnConsole(row.get("id", UUID.class), row.get("instance_name", String.class), row.get("opened_at", Instant.class))).toList();
    }

    private Query open(String what, String whose) {
        return database.createNativeQuery(what + OPEN + whose, Tuple.class).setParameter("ended", ended());
    }

    private String[] ended() {
        return journal.endedAndNotWritten().stream().map(UUID::toString).toArray(String[]::new);
    }

    private static long number(Tuple row, String column) {
        return ((Number) row.get(column)).longValue();
    }
}
