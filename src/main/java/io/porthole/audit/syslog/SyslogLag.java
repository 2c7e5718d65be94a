package io.porthole.audit.syslog;

import java.time.Instant;

/**
 * Entries wait for the syslog receiver.
 *
 * @param oldest when the first of them happened; null: its event is gone
 * @param problem why the last attempt failed; null: none did, there are too many of them
 */
public record SyslogLag(long entries, Instant oldest, String problem) {
}
