package io.porthole.web.view;

/**
 * A compute node that does not answer.
 *
 * @param reason plain text
 * @param since  ISO instant
 */
public record NodeTrouble(String node, String reason, String since) {
}
