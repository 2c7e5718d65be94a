package io.porthole.web.view;

/**
 * A console that somebody has open.
 *
 * @param since ISO instant
 */
public record OpenConsoleLine(String vmName, String since) {
}
