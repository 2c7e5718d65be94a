package io.porthole.console;

import java.util.Optional;
import java.util.UUID;

import io.porthole.identity.Secret;
import io.porthole.identity.SignInSecret;

/** A console auth token. */
public final class TokenSecret extends Secret {

    public TokenSecret(String text) {
        super(text);
    }

    static TokenSecret random() {
        return new TokenSecret(randomText());
    }

    /**
     * The token with which a visit begins. It follows from the sign-in that asked for it, so that it need not travel to the page and back: the portal finds it
     * again when that browser's WebSocket comes.
     */
    static TokenSecret first(SignInSecret signIn, UUID sessionId) {
        return new TokenSecret(textOf(signIn.following("console " + sessionId)));
    }

    public static Optional<TokenSecret> parse(String text) {
        return parsed(text, TokenSecret::new);
    }
}
