package io.porthole.identity;

/**
 * Who asks for a change.
 *
 * @param address from where
 */
public record Actor(User user, String address) {
}
