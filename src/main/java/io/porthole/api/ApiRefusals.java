package io.porthole.api;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.AttemptLimit;
import io.porthole.audit.AttemptLimit.Over;
import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.console.AttemptSettings;
import io.porthole.identity.User;

/**
 * What this door refuses itself, each written into the trail before it is told. Of one address there may be so many in a minute;
 * the further ones are told to wait, and the trail is told once.
 */
@ApplicationScoped
class ApiRefusals {

    static final String DOOR = "API";

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final AuditTrail audit;
    private final AttemptLimit limit;
    private final ApiCall call;

    protected ApiRefusals() {
        this(null, new AttemptSettings(0, 0), null, null);
    }

    @Inject
    ApiRefusals(AuditTrail audit, AttemptSettings settings, ApiCall call, Clock clock) {
        this.audit = audit;
        this.limit = new AttemptLimit(settings.refused(), PERIOD, clock);
        this.call = call;
    }

    Problem unauthorized(String name, String detail) {
        return refused(401, name, detail);
    }

    /** @return who asks; @throws Problem when they are neither auditor nor administrator */
    User auditor() {
        if (!call.user().mayAudit()) {
            throw refused(403, "NOT_PERMITTED", RefusalWords.notPermitted());
        }
        return call.user();
    }

    /** There is none, or they may not know that there is: both are answered alike. */
    Problem notFound(String name, String detail) {
        return refused(404, name, detail);
    }

    private Problem refused(int status, String name, String detail) {
        String user = call.user() == null ? null : call.user().name();
        AuditEvent event = AuditEvent.of(AuditAction.API_REFUSED).by(user, call.address()).in(null, DOOR).saying(call.place());
        Optional<Over> over = limit.count(call.address(), event.incident());
        if (over.isEmpty()) {
            audit.recordRefusal(event.refusedFor(name));
            return Problem.refused(status, name, detail, event.incident());
        }
        String words = "There were too many refused requests from this address within a minute.";
        if (over.get().first()) {
            audit.recordRefusal(event.identified(over.get().incident()).refusedFor("TOO_MANY_ATTEMPTS")
                    .saying(words + " The further ones of the next " + over.get().again().toSeconds() + " s are refused and not recorded"));
        }
        return Problem.tooMany(words + " Wait " + over.get().again().toSeconds() + " s.", over.get().incident(), over.get().again());
    }
}
