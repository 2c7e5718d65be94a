package io.porthole.identity;

import java.util.Set;
import java.util.UUID;

/**
 * A person, with the rights that they have at this moment.
 *
 * @param memberOf the names of the projects whose VMs they use
 */
public record User(UUID id, String name, boolean administrator, boolean auditor, Set<String> memberOf) {

    public User {
        memberOf = Set.copyOf(memberOf);
    }

    /** @param project null for an instance that no project claims: administrators only */
    public boolean mayUse(String project) {
        return administrator || project != null && memberOf.contains(project);
    }

    public boolean mayAudit() {
        return administrator || auditor;
    }
}
