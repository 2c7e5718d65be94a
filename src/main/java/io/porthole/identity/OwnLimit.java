package io.porthole.identity;

import java.time.Instant;

/**
 * How many consoles one person may have open at a time, whatever the settings say for all.
 *
 * @param by the administrator who decided it
 */
public record OwnLimit(int most, String by, Instant at) {
}
