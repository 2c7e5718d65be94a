package io.porthole.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * One browser in which somebody is signed in.
 *
 * @param browser as it names itself
 * @param lastSeen to the minute
 */
public record OpenSignIn(UUID id, String browser, String address, Instant since, Instant lastSeen) {
}
