package io.porthole.console;

import java.util.Optional;

import io.porthole.identity.Secret;

/** A console auth token. */
public final class TokenSecret extends Secret {

    public TokenSecret(String text) {
        super(text);
    }

    static TokenSecret random() {
        return new TokenSecret(randomText());
    }

    public static Optional<TokenSecret> parse(String text) {
        return parsed(text, TokenSecret::new);
    }
}
