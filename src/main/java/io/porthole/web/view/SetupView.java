package io.porthole.web.view;

/**
 * The first start of a real installation: who is to be its first administrator.
 *
 * @param token   the one-time link's secret
 * @param name    what was typed before, or null
 * @param problem message key or null
 */
public record SetupView(String token, String name, String problem) {
}
