package io.porthole.web.view;

/**
 * The page of a link by which somebody chooses a password.
 *
 * @param token   the link's secret
 * @param name    whose password
 * @param problem message key or null
 */
public record PasswordLinkView(String token, String name, String problem) {
}
