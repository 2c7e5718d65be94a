package io.porthole.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What lets in whoever shows it: 256 random bits, of which only the SHA-256 is stored. Prints as stars. Each kind is a type
 * of its own, so that one is never taken for another.
 */
public abstract class Secret {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String text;

    protected Secret(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not of a secret's form");
        }
        this.text = text;
    }

    protected static String randomText() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return textOf(bytes);
    }

    protected static String textOf(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @return empty for anything that is not of a secret's form, which is then not looked up either */
    protected static <S extends Secret> Optional<S> parsed(String text, Function<String, S> kind) {
        return text != null && FORM.matcher(text).matches() ? Optional.of(kind.apply(text)) : Optional.empty();
    }

    public final String text() {
        return text;
    }

    public final byte[] hash() {
        return digest(text);
    }

    static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public final boolean equals(Object other) {
        return other != null && other.getClass() == getClass() && ((Secret) other).text.equals(text);
    }

    @Override
    public final int hashCode() {
        return text.hashCode();
    }

    @Override
    public final String toString() {
        return "***";
    }
}
