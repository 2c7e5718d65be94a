package io.porthole.identity;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A program's being let in, as whom and for which project, with the rights of this moment.
 *
 * @param auditId names the token where its secret must not stand
 * @param user with no more rights than the project gives: an administrator of another project is none here
 * @param project null when the token is for none
 * @param roles in the project
 * @param exchanged whether it was given for another token, and not for a password
 */
public record ApiToken(UUID auditId, User user, Project project, Set<Role> roles, boolean exchanged, Instant issuedAt, Instant expiresAt) {

    public ApiToken {
        roles = Set.copyOf(roles);
    }

    /** Who may see what stands in another token, and revoke it: its own user, and administrators. */
    public boolean mayHandle(ApiToken other) {
        return user.administrator() || user.id().equals(other.user.id());
    }
}
