package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;

/** Whether the portal opens consoles, and how many may be open at a time, by user, by VM, by address and in all. */
@ApplicationScoped
class ConsolePolicy {

    private final ConsoleSettings settings;
    private final ConsoleDrain drain;

    @PersistenceContext
    private EntityManager database;

    protected ConsolePolicy() {
        this(null, null);
    }

    @Inject
    ConsolePolicy(ConsoleSettings settings, ConsoleDrain drain) {
        this.settings = settings;
        this.drain = drain;
    }

    /**
     * @param userId null for somebody whom only Nova knows
     * @throws Refusal LIMIT_REACHED, with which one; PORTAL_DRAINING
     */
    void check(UUID userId, UUID instanceId, String address) throws Refusal {
        checkNotStopping();
        if (userId != null) {
            limit(settings.perUser(), " and s.userId = :value", userId, "per user");
        }
        limit(settings.perInstance(), " and s.instanceId = :value", instanceId, "per VM");
        limit(settings.perAddress(), " and c.address = :value", address, "per address");
        limit(settings.inAll(), "", null, "in all");
    }

    void checkNotStopping() throws Refusal {
        Instant until = drain.until().orElse(null);
        if (until != null) {
            throw new Refusal(ConsoleRefusal.PORTAL_DRAINING, "its consoles end at " + until);
        }
    }

    private void limit(int most, String of, Object value, String words) throws Refusal {
        if (most == 0) {
            return;
        }
        TypedQuery<Long> open = database.createQuery(
                "select count(c) from ConsoleConnection c join ConsoleSession s on s.id = c.sessionId where c.closedAt is null" + of, Long.class);
        if (value != null) {
            open.setParameter("value", value);
        }
        if (open.getSingleResult() >= most) {
            throw new Refusal(ConsoleRefusal.LIMIT_REACHED, most + " consoles " + words + " are open");
        }
    }
}
