package io.porthole.console;

import java.time.Duration;

/**
 * Which limit a console was refused for.
 *
 * @param most how many there may be
 * @param again when to try again: where the limit is one of open consoles, when it is worth a try
 */
public record LimitReached(ConsoleLimit limit, int most, Duration again) {

    /** One plain sentence, for programs and for the trail. */
    public String words() {
        return switch (limit) {
            case PER_USER, PER_INSTANCE, PER_ADDRESS, IN_ALL -> most + " consoles " + limit.words() + " are open, and no more may be";
            case ASKED -> "more than " + most + " consoles were " + limit.words();
            case REFUSED -> "there were more than " + most + " " + limit.words();
        };
    }
}
