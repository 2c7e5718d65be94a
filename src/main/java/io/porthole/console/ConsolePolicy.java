package io.porthole.console;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Whether the portal opens consoles, and how many may be open at a time, by user, by VM, by address and in all. */
@ApplicationScoped
class ConsolePolicy {

    /** Another console may be closed at any time: soon enough to be there then, and rarely enough to be no burden. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final ConsoleSettings settings;
    private final ConsolesInUse consoles;
    private final ConsoleDrain drain;
    private final ConsoleTurn turn;

    protected ConsolePolicy() {
        this(null, null, null, null);
    }

    @Inject
    ConsolePolicy(ConsoleSettings settings, ConsolesInUse consoles, ConsoleDrain drain, ConsoleTurn turn) {
        this.settings = settings;
        this.consoles = consoles;
        this.drain = drain;
        this.turn = turn;
    }

    /** @throws Refusal LIMIT_REACHED, with which one; PORTAL_DRAINING */
    void check(CountedPerson person, UUID instanceId, String address) throws Refusal {
        checkNotStopping();
        if (!limits(person)) {
            return;
        }
        ConsolesInUse.Count open = consoles.count(person.id(), instanceId, address);
        if (person.id() != null) {
            check(ConsoleLimit.PER_USER, person.most() == null ? settings.perUser() : person.most(), open.ofUser());
        }
        check(ConsoleLimit.PER_INSTANCE, settings.perInstance(), open.ofInstance());
        check(ConsoleLimit.PER_ADDRESS, settings.perAddress(), open.ofAddress());
        check(ConsoleLimit.IN_ALL, settings.inAll(), open.inAll());
    }

    /**
     * Asked again at the last moment, and one by one where there are limits: of many at once no more get in than may.
     *
     * @return the connection's id
     */
    UUID open(CountedPerson person, UUID instanceId, String address, ConsoleTurn.Opening opening) throws Refusal {
        if (!limits(person)) {
            return opening.open();
        }
        return turn.take(() -> {
            check(person, instanceId, address);
            return opening.open();
        });
    }

    private boolean limits(CountedPerson person) {
        return settings.limitsConsoles() || person.most() != null;
    }

    private void checkNotStopping() throws Refusal {
        Instant until = drain.until().orElse(null);
        if (until != null) {
            throw new Refusal(ConsoleRefusal.PORTAL_DRAINING, "its consoles end at " + until);
        }
    }

    private static void check(ConsoleLimit limit, int most, long open) throws Refusal {
        if (most > 0 && open >= most) {
            throw new LimitRefusal(new LimitReached(limit, most, AGAIN));
        }
    }
}
