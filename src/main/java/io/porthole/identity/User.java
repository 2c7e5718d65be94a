package io.porthole.identity;

import java.util.Set;
import java.util.UUID;

/**
 * A person, with the rights that they have at this moment.
 *
 * @param memberOf the names of the projects whose VMs they use
 * @param readerOf the names of those whose VMs they see listed, whether they use them or not
 * @param mostConsoles how many consoles they may have open at a time, where an administrator decided it for them; null: as the settings say
 */
public record User(UUID id, String name, boolean administrator, boolean auditor, Set<String> memberOf, Set<String> readerOf, Integer mostConsoles) {

    public User {
        memberOf = Set.copyOf(memberOf);
        readerOf = Set.copyOf(readerOf);
    }

    /** Someone who sees no VM but those that they use. */
    public User(UUID id, String name, boolean administrator, boolean auditor, Set<String> memberOf) {
        this(id, name, administrator, auditor, memberOf, memberOf, null);
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
