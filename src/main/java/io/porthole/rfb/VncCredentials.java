package io.porthole.rfb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What we can show to a VNC server that asks who we are. It prints as stars so that no log holds it.
 *
 * @param username for VeNCrypt's Plain only; null when none is known
 * @param password null when none is known
 */
public record VncCredentials(String username, String password) {

    /** Longest user name and longest password in bytes of UTF-8, so that both fit into one answer of ours. */
    public static final int MAX_PLAIN_BYTES = 255;

    /** VNC authentication takes bytes, of which it says no charset (RFC 6143, 7.2.2). */
    byte[] passwordForVncAuthentication() {
        return password.getBytes(ISO_8859_1);
    }

    boolean fitPlain() {
        return username.getBytes(UTF_8).length <= MAX_PLAIN_BYTES && password.getBytes(UTF_8).length <= MAX_PLAIN_BYTES;
    }

    @Override
    public String toString() {
        return "***";
    }
}
