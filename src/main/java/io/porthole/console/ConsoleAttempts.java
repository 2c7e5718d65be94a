package io.porthole.console;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.AttemptLimit;
import io.porthole.audit.AttemptLimit.Over;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/**
 * How often one address may ask, and be refused, in a minute; and the one place where a refusal becomes an event and an answer.
 * Who shows a token that is good is let in however often others of that address were refused.
 */
@ApplicationScoped
class ConsoleAttempts {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final AttemptSettings settings;
    private final AuditTrail audit;
    private final AttemptLimit asked;
    private final AttemptLimit refused;

    protected ConsoleAttempts() {
        this(new AttemptSettings(0, 0), null, null);
    }

    @Inject
    ConsoleAttempts(AttemptSettings settings, AuditTrail audit, Clock clock) {
        this.settings = settings;
        this.audit = audit;
        this.asked = new AttemptLimit(settings.asked(), PERIOD, clock);
        this.refused = new AttemptLimit(settings.refused(), PERIOD, clock);
    }

    /** @throws Refusal TOO_MANY_ATTEMPTS */
    void ask(String address) throws Refusal {
        Optional<Over> over = asked.count(address, UUID.randomUUID());
        if (over.isPresent()) {
            throw new LimitRefusal(new LimitReached(ConsoleLimit.ASKED, settings.asked(), over.get().again()), over.get());
        }
    }

    /**
     * Records the refusal, unless there were too many of this address in this minute: then only that is recorded, once.
     *
     * @param event of whom and what; the refusal adds its reason
     * @param instanceName null where the person may not know it
     */
    ConsoleRefused recorded(Refusal refusal, AuditEvent event, String instanceName) {
        if (refusal instanceof LimitRefusal limit && limit.over() != null) {
            return tooMany(limit, event, instanceName);
        }
        Optional<Over> over = refused.count(event.address(), event.incident());
        if (over.isPresent()) {
            return tooMany(new LimitRefusal(new LimitReached(ConsoleLimit.REFUSED, settings.refused(), over.get().again()), over.get()), event, instanceName);
        }
        audit.recordRefusal(event.refusedFor(refusal.reason().name()).saying(refusal.getMessage()));
        LimitReached reached = refusal instanceof LimitRefusal limit ? limit.limit() : null;
        return new ConsoleRefused(refusal.reason(), event.incident(), instanceName, refusal.getMessage(), reached);
    }

    private ConsoleRefused tooMany(LimitRefusal limit, AuditEvent event, String instanceName) {
        if (limit.over().first()) {
            audit.recordRefusal(event.identified(limit.over().incident()).refusedFor(limit.reason().name())
                    .saying(limit.getMessage() + "; the further ones of the next " + limit.limit().again().toSeconds() + " s are refused and not recorded"));
        }
        return new ConsoleRefused(limit.reason(), limit.over().incident(), instanceName, limit.getMessage(), limit.limit());
    }
}
