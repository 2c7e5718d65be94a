package io.porthole.instance;

import java.time.Instant;
import java.util.UUID;

/**
 * A VM with all that is known of it.
 *
 * @param projectId null when no project claims it, or Porthole does not know the one that does
 * @param firstSeen by Porthole: a hypervisor does not tell when a VM was made
 * @param changedAt when its state, its node or its name was last another
 */
public record InstanceDetails(Instance instance, UUID projectId, InstanceSize size, Instant firstSeen, Instant changedAt) {
}
