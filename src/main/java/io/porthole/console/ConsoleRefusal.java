package io.porthole.console;

import java.time.Duration;

/** Every reason for which a console is not opened. Each door has an answer for each, in one exhaustive switch. */
public enum ConsoleRefusal {
    /** There is none, or this person may not know that there is. */
    INSTANCE_NOT_FOUND,
    /** Off, so that it has no screen now. */
    INSTANCE_NOT_READY,
    /** Runs without a VNC server. */
    NO_VNC_CONSOLE,
    NODE_UNREACHABLE,
    /** So many consoles are open that no more may be. */
    LIMIT_REACHED,
    /** This address asked for too many consoles, or was refused too often, in this minute. */
    TOO_MANY_ATTEMPTS,
    /** Its project wants one person at a time, and somebody else is on it. */
    OCCUPIED,
    SESSION_NOT_FOUND,
    /** An administrator or the person ended this visit. Another one may be asked for. */
    SESSION_CUT,
    WATCHING_OFF,
    /** What was to be watched is over, or was not opened by a page that could tell its person. */
    WATCHED_CONSOLE_ENDED,
    /** The person to be watched was asked and has not answered yet. */
    CONSENT_AWAITED,
    /** The person to be watched did not agree, or not in time. */
    CONSENT_REFUSED,
    SIGN_IN_ENDED,
    USER_DISABLED,
    /** This person may see the VM and not use it; or the right was there when the console was asked for and is there no more. */
    NOT_PERMITTED,
    TOKEN_MISSING,
    TOKEN_UNKNOWN,
    TOKEN_EXPIRED,
    TOKEN_USED,
    TOKEN_OF_ANOTHER_SIGN_IN,
    /** The VM's screen is no longer where the token leads: another VM's may be there by now (CVE-2013-0335). */
    INSTANCE_MOVED,
    ORIGIN_REFUSED,
    /** The Nova that gave the token does not answer, or does not let the portal ask. */
    NOVA_UNAVAILABLE,
    /** Nova says that the screen is where the settings let the portal connect to nothing. */
    ADDRESS_NOT_ALLOWED,
    /** This portal node is to stop: its consoles may go on for a while, and no other is opened. */
    PORTAL_DRAINING;

    private static final Duration RESTART = Duration.ofSeconds(10);

    /** @return how long to wait before another try, null when no time is known that would help */
    public Duration retryAfter() {
        return this == PORTAL_DRAINING ? RESTART : null;
    }
}
