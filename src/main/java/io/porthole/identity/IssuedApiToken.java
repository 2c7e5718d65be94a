package io.porthole.identity;

/** A new token, and the only time that its secret is there to be handed over. */
public record IssuedApiToken(ApiTokenSecret secret, ApiToken token) {
}
