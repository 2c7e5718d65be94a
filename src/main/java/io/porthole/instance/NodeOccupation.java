package io.porthole.instance;

import java.util.Map;

import io.porthole.compute.PowerState;

/**
 * A compute node and what is on it.
 *
 * @param vms how many it has in which state, as they were last known; a state without any is left out
 */
public record NodeOccupation(NodeState state, Map<PowerState, Long> vms) {
}
