package io.porthole.instance;

import io.porthole.compute.InstanceId;
import io.porthole.compute.PowerState;

/**
 * A VM as the inventory knows it.
 *
 * @param name the domain's name; displayName is what people read
 * @param project null when no project claims it
 * @param state UNKNOWN while its node does not answer, whatever it was before
 * @param nodeReason why the node does not answer; null when it does
 */
public record Instance(InstanceId id, String name, String displayName, String project, String node, PowerState state, boolean vnc,
        String nodeReason) {

    public boolean nodeAnswers() {
        return nodeReason == null;
    }
}
