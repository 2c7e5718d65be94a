package io.porthole.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;

import io.porthole.identity.User;

/** The VMs whose consoles a person opened lately. */
@ApplicationScoped
public class RecentConsoles {

    /** As many as are seen at a glance. */
    private static final int MOST = 8;
    private static final Duration LATELY = Duration.ofDays(30);
    /** Of the person's visits, so that one who opens a console every minute costs no more than others. */
    private static final int LOOKED_AT = 200;
    /** An index leads to the visits by the name; of whom only Nova knows it may be the same. */
    private static final String VISITS = """
            select instance_id, max(asked_at) as at
              from (select instance_id, asked_at, user_id, watches from console_sessions where lower(user_name) = :name and asked_at > :since
                     order by asked_at desc, id desc limit :looked) s
             where user_id = :user and watches is null
             group by instance_id order by at desc, instance_id limit :most""";

    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected RecentConsoles() {
        this(null);
    }

    @Inject
    public RecentConsoles(Clock clock) {
        this.clock = clock;
    }

    /** @return when each was opened last, by the VM's id */
    public Map<UUID, Instant> of(User user) {
        List<?> found = database.createNativeQuery(VISITS, Tuple.class).setParameter("name", user.name().toLowerCase(Locale.ROOT)).setParameter("user", user.id())
                .setParameter("since", clock.instant().minus(LATELY)).setParameter("looked", LOOKED_AT).setParameter("most", MOST).getResultList();
        Map<UUID, Instant> visits = new HashMap<>();
        found.stream().map(Tuple.class::cast).forEach(row -> visits.put(row.get("instance_id", UUID.class), row.get("at", Instant.class)));
        return visits;
    }
}
