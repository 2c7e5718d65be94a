package io.porthole.novaapi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.compute.InstanceId;
import io.porthole.compute.PowerAction;
import io.porthole.compute.PowerState;
import io.porthole.instance.InstancePower;
import io.porthole.instance.PowerRefused;

/** Switches VMs for Nova's actions, and gives every refusal Nova's status and words. */
@ApplicationScoped
class NovaPower {

    private final InstancePower power;

    protected NovaPower() {
        this(null);
    }

    @Inject
    NovaPower(InstancePower power) {
        this.power = power;
    }

    /** @param name Nova's of the action; @throws ApiFault for every refusal */
    void perform(OpenStackCall call, String serverId, PowerAction action, String name) {
        InstanceId id = InstanceId.parse(serverId).orElseThrow(() -> ApiFault.noSuchServer(serverId));
        try {
            power.perform(call.user(), id, action, call.address());
        } catch (PowerRefused refused) {
            throw fault(refused, id, action, name);
        }
    }

    private static ApiFault fault(PowerRefused refused, InstanceId id, PowerAction action, String name) {
        return switch (refused.refusal()) {
            case INSTANCE_NOT_FOUND -> ApiFault.noSuchServer(id.toString());
            case NOT_PERMITTED -> ApiFault.forbidden("os_compute_api:servers:" + name);
            case WRONG_STATE -> new ApiFault(409, "Cannot '" + name + "' instance " + id + " while it is in vm_state " + ServerState.of(inTheWay(action)).vmState());
            case NODE_UNREACHABLE -> new ApiFault(503, "The compute node of instance " + id + " does not answer. Incident " + refused.incident() + ".");
            case POWER_FAILED -> new ApiFault(500, "The compute node could not " + name + " instance " + id + ". Incident " + refused.incident() + ".");
        };
    }

    /** A node refuses an action in one state only, and tells so at that moment; the inventory may not know of it yet. */
    private static PowerState inTheWay(PowerAction action) {
        return action == PowerAction.START ? PowerState.RUNNING : PowerState.OFF;
    }
}
