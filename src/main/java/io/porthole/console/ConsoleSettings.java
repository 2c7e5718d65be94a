package io.porthole.console;

import java.time.Duration;

import io.porthole.settings.Settings;

/**
 * How long tokens and sessions last, and how many there may be.
 *
 * @param tokenLifetime of a bearer URL (nova.conf: token_ttl)
 * @param pageTokenLifetime of the one-time token that the console page fetches for itself
 * @param tokenUse how often a bearer URL works
 * @param enforceSessionTimeout whether a console ends when its bearer token expires (nova.conf)
 * @param drainTimeout how long open consoles may go on once the portal is to stop; zero: they end at once
 * @param perUser consoles open at a time; zero: no limit; likewise the following
 */
public record ConsoleSettings(Duration tokenLifetime, Duration pageTokenLifetime, TokenUse tokenUse, boolean enforceSessionTimeout,
        Duration drainTimeout, int perUser, int perInstance, int perAddress, int inAll) {

    /** How often a bearer token admits; a page's token admits once, always. */
    public enum TokenUse {
        ONCE,
        UNTIL_EXPIRY
    }

    /** Whether the number of open consoles matters at all. */
    boolean limitsConsoles() {
        return perUser > 0 || perInstance > 0 || perAddress > 0 || inAll > 0;
    }

    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST = 1_000_000;

    public static ConsoleSettings from(Settings settings) {
        return new ConsoleSettings(
                settings.duration("token_ttl", Duration.ofSeconds(600), Duration.ofSeconds(1), DAY),
                settings.duration("page_token_ttl", Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1)),
                settings.choice("token_use", TokenUse.class, TokenUse.UNTIL_EXPIRY),
                settings.flag("enforce_session_timeout", false),
                settings.duration("drain_timeout", Duration.ofSeconds(30), Duration.ZERO, DAY),
                settings.number("max_sessions_per_user", 0, 0, MOST),
                settings.number("max_sessions_per_instance", 0, 0, MOST),
                settings.number("max_sessions_per_address", 0, 0, MOST),
                settings.number("max_sessions_in_all", 0, 0, MOST));
    }
}
