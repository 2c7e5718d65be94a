package io.porthole.compute;

import java.util.List;

/** Hears what happens on a compute node. Calls come one at a time per node, on a thread of that node's own. */
public interface NodeWatcher {

    /** The whole list, at the first contact and at each sweep. */
    void instancesAre(ComputeNode node, List<InstanceReport> instances);

    /** One instance appeared or changed. */
    void instanceChanged(ComputeNode node, InstanceReport instance);

    /** One instance was paused while it was at this node, or arrived here paused: unlike one that waits here for the rest of itself. */
    void instancePaused(ComputeNode node, InstanceReport instance);

    /** The instance leaves this node, and is about to run on another one. */
    void instanceMoves(ComputeNode node, InstanceId id);

    void instanceGone(ComputeNode node, InstanceId id);

    /** The node does not answer, for the given reason; called at each failed try. */
    void nodeUnreachable(ComputeNode node, String reason);
}
