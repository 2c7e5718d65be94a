package io.porthole.web.view;

/**
 * Entries that wait for the syslog receiver.
 *
 * @param oldest ISO instant of the first of them, or null
 * @param problem why the last attempt failed, as the log has it, or null
 */
public record SyslogView(long entries, String oldest, String problem) {
}
