package io.porthole.instance;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.AttemptLimit;
import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.compute.InstanceId;
import io.porthole.identity.User;

/**
 * Tells the trail who wanted something of a VM that is not theirs, where a page asks for it by itself and may do so again and again: once a minute for the same, and no more of
 * one person than fits.
 */
@ApplicationScoped
public class InstanceRefusals {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** Of one person, for different VMs; somebody who tries ids must not fill the disk. */
    private static final int MOST_OF_A_PERSON = 60;

    private final AuditTrail audit;
    private final AttemptLimit same;
    private final AttemptLimit all;

    protected InstanceRefusals() {
        this(null, null);
    }

    @Inject
    public InstanceRefusals(AuditTrail audit, Clock clock) {
        this.audit = audit;
        this.same = new AttemptLimit(1, PERIOD, clock);
        this.all = new AttemptLimit(MOST_OF_A_PERSON, PERIOD, clock);
    }

    /**
     * @param seen the instance, where the person may see that it is there
     * @param what was wanted of it
     */
    public void tell(User user, InstanceId id, Optional<Instance> seen, String what, String address) {
        PowerRefusal refusal = seen.isEmpty() ? PowerRefusal.INSTANCE_NOT_FOUND : PowerRefusal.NOT_PERMITTED;
        UUID incident = UUID.randomUUID();
        if (same.count(String.join(" ", user.id().toString(), id.toString(), refusal.name(), what), incident).isPresent() || all.count(user.id().toString(), incident).isPresent()) {
            return;
        }
        AuditEvent event = AuditEvent.of(AuditAction.VM_REFUSED).by(user.name(), address).refusedFor(refusal.name()).saying(what).identified(incident);
        audit.recordRefusal(seen.map(instance -> event.on(id.uuid(), instance.displayName(), instance.project(), instance.node())).orElse(event.on(id.uuid(), null, null, null)));
    }
}
