package io.porthole.instance;

/**
 * A compute node and what is on it.
 *
 * @param running of its VMs, as they were last known
 */
public record NodeOccupation(NodeState state, long vms, long running) {
}
