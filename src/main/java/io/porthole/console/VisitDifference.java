package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

/**
 * A visit that is not as the audit trail tells it.
 *
 * @param user whose it is, as the trail says; where that knows nothing of it, as its row says; so are VM and time
 */
public record VisitDifference(Kind kind, UUID visit, String user, String vm, Instant at) {

    /** What was done to it. */
    public enum Kind {
        /** The trail tells of it, and it is not there. */
        REMOVED,
        /** It is another person's, of another VM, door, address or time. */
        CHANGED,
        /** It is there, and the trail tells nothing of it. */
        INSERTED
    }
}
