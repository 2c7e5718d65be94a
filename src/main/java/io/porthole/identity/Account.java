package io.porthole.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A user as administrators see them.
 *
 * @param declared stands in the settings, which are kept in step at each start
 * @param passwordDeclared the settings give the password too
 * @param hasPassword whether there is any
 * @param memberships by project
 * @param lastSignIn null before the first
 * @param limit of their consoles, which an administrator decided for them; null: as the settings say
 */
public record Account(UUID id, String name, boolean enabled, boolean declared, boolean passwordDeclared, boolean hasPassword,
        List<Membership> memberships, Instant lastSignIn, OwnLimit limit) {

    public Account {
        memberships = List.copyOf(memberships);
    }
}
