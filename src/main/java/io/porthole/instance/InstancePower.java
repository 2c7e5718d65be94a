package io.porthole.instance;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.compute.ComputeDriver;
import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.InstanceId;
import io.porthole.compute.PowerAction;
import io.porthole.identity.User;

/** Starts, stops and reboots what a user may use; what was done and what was refused stands in the trail. */
@ApplicationScoped
public class InstancePower {

    private final InstanceCatalog instances;
    private final ComputeSettings nodes;
    private final ComputeDriver driver;
    private final AuditTrail audit;

    protected InstancePower() {
        this(null, null, null, null);
    }

    @Inject
    public InstancePower(InstanceCatalog instances, ComputeSettings nodes, ComputeDriver driver, AuditTrail audit) {
        this.instances = instances;
        this.nodes = nodes;
        this.driver = driver;
        this.audit = audit;
    }

    /** @throws PowerRefused when there is no such instance for this user, they may not use it, or its node does not do it */
    public Instance perform(User user, InstanceId id, PowerAction action, String address) throws PowerRefused {
        AuditEvent event = AuditEvent.of(AuditAction.POWER_ACTION_REFUSED).by(user.name(), address).on(id.uuid(), null, null, null).saying(action.name());
        Instance instance = instances.visibleTo(user, id).orElse(null);
        if (instance == null) {
            throw refused(event, PowerRefusal.INSTANCE_NOT_FOUND, "", null);
        }
        AuditEvent known = event.on(id.uuid(), instance.displayName(), instance.project(), instance.node());
        if (!user.mayUse(instance.project())) {
            throw refused(known, PowerRefusal.NOT_PERMITTED, "", instance);
        }
        ComputeNode node = nodes.node(instance.node()).orElse(null);
        if (node == null || !instance.nodeAnswers()) {
            throw refused(known, PowerRefusal.NODE_UNREACHABLE, instance.nodeReason(), instance);
        }
        try {
            driver.power(node, id, action);
        } catch (ComputeException e) {
            throw refused(known, PowerRefusal.of(e.kind()), e.getMessage(), instance);
        }
        audit.record(AuditEvent.of(AuditAction.POWER_ACTION).by(user.name(), address)
                .on(id.uuid(), instance.displayName(), instance.project(), instance.node()).saying(action.name()));
        return instance;
    }

    private PowerRefused refused(AuditEvent event, PowerRefusal refusal, String detail, Instance instance) {
        audit.recordRefusal(event.refusedFor(refusal.name()).saying(event.detail() + " " + detail));
        UUID incident = event.incident();
        return new PowerRefused(refusal, incident, instance == null ? null : instance.displayName());
    }
}
