package io.porthole.identity;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a form brings along to show that it comes from a page of ours: a page may show it, and the secret that it follows from cannot be found from it. In a page that travels
 * compressed it stands masked, beside the random bytes that it is masked with: so its text is another one each time, and no length of such a page tells anything of it
 * (BREACH, CVE-2013-3587).
 */
public final class FormToken {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    FormToken(byte[] bytes) {
        this.bytes = bytes;
    }

    public String text() {
        return encoded(bytes);
    }

    /** @return another text each time */
    public String masked() {
        byte[] mask = new byte[bytes.length];
        RANDOM.nextBytes(mask);
        byte[] both = Arrays.copyOf(mask, 2 * bytes.length);
        System.arraycopy(xor(mask, bytes), 0, both, bytes.length, bytes.length);
        return encoded(both);
    }

    /** @return whether the text is this token, plain or masked */
    public boolean is(String text) {
        byte[] given = decoded(text);
        byte[] token = given.length == 2 * bytes.length ? xor(Arrays.copyOf(given, bytes.length), Arrays.copyOfRange(given, bytes.length, given.length)) : given;
        return MessageDigest.isEqual(bytes, token);
    }

    private static byte[] xor(byte[] some, byte[] others) {
        byte[] both = new byte[some.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = (byte) (some[i] ^ others[i]);
        }
        return both;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
