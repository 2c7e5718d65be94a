package io.porthole.console;

import io.porthole.settings.Settings;

/**
 * How often one address may try in a minute.
 *
 * @param asked consoles that are asked for, at whatever door; zero: no limit
 * @param refused attempts that are refused; zero: no limit
 */
public record AttemptSettings(int asked, int refused) {

    private static final int MOST = 1_000_000;

    /** Far above what people do, and a loop that got stuck stays below what fills a disk. */
    public static AttemptSettings from(Settings settings) {
        return new AttemptSettings(settings.number("console_attempts_per_address", 10_000, 0, MOST),
                settings.number("refused_attempts_per_address", 300, 0, MOST));
    }
}
