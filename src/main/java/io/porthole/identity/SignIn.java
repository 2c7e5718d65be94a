package io.porthole.identity;

import java.util.UUID;

/**
 * One browser's being signed in, and as whom. It ends by sign-out, by time, or when its user is disabled.
 *
 * @param secret which the browser showed
 */
public record SignIn(UUID id, User user, SignInSecret secret) {
}
