package io.porthole.identity;

import java.util.UUID;

/**
 * A project as administrators see it.
 *
 * @param declared stands in the settings, which are kept in step at each start
 */
public record ProjectDetails(UUID id, String name, String description, boolean declared, long members, long vms) {

    public boolean empty() {
        return members == 0 && vms == 0;
    }
}
