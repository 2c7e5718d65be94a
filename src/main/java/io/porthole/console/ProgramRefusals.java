package io.porthole.console;

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
import io.porthole.identity.User;

/**
 * Tells the trail what the Nova-compatible door refuses by itself, before any use case is asked. Of one address there may be so many in a minute; of the further ones the
 * trail is told once.
 */
@ApplicationScoped
public class ProgramRefusals {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final AuditTrail audit;
    private final AttemptLimit limit;

    protected ProgramRefusals() {
        this(null, new AttemptSettings(0, 0), null);
    }

    @Inject
    public ProgramRefusals(AuditTrail audit, AttemptSettings settings, Clock clock) {
        this.audit = audit;
        this.limit = new AttemptLimit(settings.refused(), PERIOD, clock);
    }

    /**
     * @param user null: nobody whom the portal knows
     * @param what was asked for, without a token
     */
    public void tell(User user, String why, String what, String address) {
        AuditEvent event = AuditEvent.of(AuditAction.API_REFUSED).by(user == null ? null : user.name(), address).in(null, Door.NOVA.name()).saying(what);
        Optional<Over> over = limit.count(address, event.incident());
        if (over.isEmpty()) {
            audit.recordRefusal(event.refusedFor(why));
        } else if (over.get().first()) {
            audit.recordRefusal(event.refusedFor("TOO_MANY_ATTEMPTS").saying("the further ones of the next " + over.get().again().toSeconds() + " s are not recorded"));
        }
    }
}
