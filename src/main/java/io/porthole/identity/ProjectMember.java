package io.porthole.identity;

import java.util.UUID;

/** What one user is in a project. */
public record ProjectMember(UUID userId, String userName, Role role) {
}
