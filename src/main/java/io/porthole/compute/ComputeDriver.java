package io.porthole.compute;

import java.util.Optional;

/**
 * Speaks to the hypervisors of compute nodes. No call blocks for longer than a few seconds, whatever the node does, and a
 * node that hangs delays no call to another.
 */
public interface ComputeDriver {

    /** Starts to watch a node, and keeps trying while it is away; what it sees goes to the watcher. */
    void watch(ComputeNode node, NodeWatcher watcher);

    /** Ends all watching; nothing is heard of afterwards. */
    void close();

    /**
     * Asks the node now, not a memory of it.
     *
     * @throws ComputeException NODE_UNREACHABLE, INSTANCE_GONE, INSTANCE_NOT_READY, NO_VNC or FAILED
     */
    ConsoleLocation consoleOf(ComputeNode node, InstanceId id) throws ComputeException;

    /**
     * Asks the node now. One that does not answer is met anew, and watched again at once if it does.
     *
     * @throws ComputeException NODE_UNREACHABLE or FAILED
     */
    NodeVersions versions(ComputeNode node) throws ComputeException;

    /** The last look at all that is on the node; empty before the first. */
    Optional<NodeSweep> lastSweep(ComputeNode node);

    /** @throws ComputeException NODE_UNREACHABLE, INSTANCE_GONE, WRONG_STATE or FAILED */
    void power(ComputeNode node, InstanceId id, PowerAction action) throws ComputeException;

    /**
     * What is on the instance's screen now, as its hypervisor gives it: PNG, or a portable pixmap (P6).
     *
     * @throws ComputeException NODE_UNREACHABLE, INSTANCE_GONE, INSTANCE_NOT_READY or FAILED
     */
    byte[] screenshot(ComputeNode node, InstanceId id) throws ComputeException;
}
