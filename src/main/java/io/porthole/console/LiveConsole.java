package io.porthole.console;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A console that is open on this portal node, as the proxy holds it. */
public interface LiveConsole {

    UUID connectionId();

    /**
     * Ends it; the browser is told why. A second end changes nothing.
     *
     * @param words of whoever ends it, to the person; null where the reason says all
     */
    void end(RelayEnd why, String words);

    default void end(RelayEnd why) {
        end(why, null);
    }

    long bytesToBrowser();

    long bytesToVm();

    /** Messages of the browser that the person's rights held back. */
    long withheldMessages();

    /** When the person last pressed a key or moved the mouse. */
    Instant lastInput();

    /** How long the person may do nothing before it ends; zero when that does not matter. */
    Duration idleTimeout();

    /** When it must end; null when it need not. */
    Instant endsAt();
}
