package io.porthole.console;

import io.porthole.settings.Settings;

/**
 * How long the history of consoles is kept.
 *
 * @param keepDays after a session's end; 0: for ever
 */
public record HistorySettings(int keepDays) {

    public static HistorySettings from(Settings settings) {
        return new HistorySettings(settings.keepDays("session_keep_days"));
    }
}
