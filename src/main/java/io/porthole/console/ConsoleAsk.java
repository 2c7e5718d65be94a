package io.porthole.console;

import java.util.UUID;

/**
 * Somebody asks whoever is on a console to let them have it.
 *
 * @param name of who asks
 * @param secondsLeft for an answer
 */
public record ConsoleAsk(UUID id, String name, Answer answer, long secondsLeft) {

    /** What became of it. */
    public enum Answer {
        WAITING,
        LET_IN,
        KEPT,
        /** Nobody answered in time. */
        NONE
    }
}
