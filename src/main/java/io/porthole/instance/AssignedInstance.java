package io.porthole.instance;

import java.util.UUID;

/**
 * A VM of a project, as the project's page lists it.
 *
 * @param assigned whether an administrator brought it there, and not its own metadata or its compute node
 */
public record AssignedInstance(UUID id, String name, String node, boolean assigned) {
}
