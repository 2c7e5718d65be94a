package io.porthole.console;

import java.time.Instant;

/**
 * Sessions whose term was over, all that ever were removed.
 *
 * @param lastEnded of them
 * @param keepDays  the term of those that went last
 */
public record RemovedSessions(long count, Instant lastEnded, int keepDays) {
}
