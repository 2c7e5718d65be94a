package io.porthole.identity;

import java.util.UUID;

/** A group of VMs and of the people who use them. */
public record Project(UUID id, String name) {
}
