package io.porthole.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a signed-in browser shows to be known again: 256 random bits, of which only the SHA-256 is stored. Prints as stars. */
public record SignInSecret(String text) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    public SignInSecret {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not of a secret's form");
        }
    }

    static SignInSecret random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new SignInSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public static Optional<SignInSecret> parse(String text) {
        return text != null && FORM.matcher(text).matches() ? Optional.of(new SignInSecret(text)) : Optional.empty();
    }

    byte[] hash() {
        return digest(text);
    }

    /** The form token that belongs to this secret: a page may show it, and the secret cannot be found from it. */
    public String formToken() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest("form:" + text));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
