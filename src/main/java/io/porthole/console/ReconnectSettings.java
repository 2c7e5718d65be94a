package io.porthole.console;

import java.time.Duration;

import io.porthole.settings.Settings;

/**
 * Coming back to a console.
 *
 * @param window how long a session waits for its person after its connection broke, and its page tries
 */
public record ReconnectSettings(Duration window) {

    public static ReconnectSettings from(Settings settings) {
        return new ReconnectSettings(settings.duration("reconnect_window", Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofDays(1)));
    }
}
