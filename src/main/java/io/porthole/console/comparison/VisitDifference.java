package io.porthole.console.comparison;

import java.time.Instant;
import java.util.UUID;

/**
 * A visit that is not as the audit trail tells it.
 *
 * @param user whose it is, as the trail says; where that knows nothing of it, as its row says; so are VM and time
 */
public record VisitDifference(Kind kind, UUID visit, String user, String vm, Instant at) {

    /** In words for whoever compares from outside. Names stand in a row as somebody put them there; none of them may forge a line of a terminal. */
    public String words() {
        return ("session " + visit + " of " + user + " on " + vm).replaceAll("\\p{Cntrl}", "\uFFFD") + ", begun " + at + ", " + switch (kind) {
            case REMOVED -> "was removed";
            case CHANGED -> "is another person's, of another VM, door, address or time than the trail tells";
            case INSERTED -> "was put in: the trail tells nothing of it";
            case FIGURES_CHANGED -> "has other bytes, times or another reason than the trail tells";
        };
    }

    /** What was done to it. */
    public enum Kind {
        /** The trail tells of it, and it is not there. */
        REMOVED,
        /** It is another person's, of another VM, door, address or time. */
        CHANGED,
        /** It is there, and the trail tells nothing of it. */
        INSERTED,
        /** Bytes, times or reasons are not those that the trail was told as it, or a connection of it, ended. */
        FIGURES_CHANGED
    }
}
