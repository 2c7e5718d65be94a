package io.porthole.instance;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What a person wants to see in their list of VMs.
 *
 * @param words searched for in names, projects and ids; empty finds all
 * @param favouritesOnly whether all others are left out
 * @param visits when they last opened the console of those VMs that are to come before the others
 */
public record ListSearch(String words, boolean favouritesOnly, Map<UUID, Instant> visits) {
}
