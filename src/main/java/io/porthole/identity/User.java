package io.porthole.identity;

import java.util.Set;
import java.util.UUID;

/**
 * A person, with the rights that they have at this moment.
 *
 * @param memberOf the names of the projects whose VMs they use
 * @param readerOf the names of those whose VMs they see listed, whether they use them or not
 */
public record User(UUID id, String name, boolean administrator, boolean auditor, Set<String> memberOf, Set<String> readerOf) {

    public User {
        memberOf = Set.copyOf(memberOf);
        readerOf = Set.copyOf(readerOf);
    }

    /** Someone who sees no VM but those that they use. */
    public User(UUID id, String name, boolean administrator, boolean auditor, Set<String> memberOf) {
        this(id, name, administrator, auditor, memberOf, memberOf);
    }

    /** @param project null for an instance that no project claims: administrators only */
    public boolean mayUse(String project) {
        return administrator || project != null && memberOf.contains(project);
    }

    /** @param project null for an instance that no project claims: administrators only */
    public boolean maySee(String project) {
        return mayUse(project) || project != null && readerOf.contains(project);
    }

    public boolean mayAudit() {
        return administrator || auditor;
    }
}
