package io.porthole.web.view;

/**
 * A compute node that does not answer.
 *
 * @param reason as who tried it said it; empty where the reader need not know
 * @param cause  message key of what that means; null where nobody knows
 * @param since  ISO instant
 */
public record NodeTrouble(String node, String reason, String cause, String since) {
}
