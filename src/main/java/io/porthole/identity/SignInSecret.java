package io.porthole.identity;

import java.util.Optional;

/** What a signed-in browser shows to be known again. */
public final class SignInSecret extends Secret {

    public SignInSecret(String text) {
        super(text);
    }

    public static SignInSecret random() {
        return new SignInSecret(randomText());
    }

    public static Optional<SignInSecret> parse(String text) {
        return parsed(text, SignInSecret::new);
    }

    /** The form token that belongs to this secret. */
    public FormToken formToken() {
        return new FormToken(following("form"));
    }

    /** @return 32 bytes that follow from this secret, others for each purpose, and from which nobody finds the secret or what follows from it for another purpose */
    public byte[] following(String purpose) {
        return digest(purpose + ":" + text());
    }
}
