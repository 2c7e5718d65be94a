package io.porthole.rfb;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * VNC authentication: the server's challenge, encrypted with the password (RFC 6143, 7.2.2).
 * Single DES in ECB mode is weak and is not our choice: the RFC asks for exactly this, so it is no more than a lock against mistakes on the management network.
 */
final class VncAuthSecurity implements Security {

    private static final int CHALLENGE_BYTES = 16;

    /** A DES key's length; a longer password is cut, a shorter one is filled up with zero bytes. */
    private static final int KEY_BYTES = 8;

    private final SecretKey key;

    VncAuthSecurity(byte[] password) {
        byte[] keyBytes = Arrays.copyOf(password, KEY_BYTES);
        for (int i = 0; i < KEY_BYTES; i++) {
            keyBytes[i] = mirrored(keyBytes[i]);
        }
        key = new SecretKeySpec(keyBytes, "DES");
    }

    @Override
    public SecurityType type() {
        return SecurityType.VNC_AUTHENTICATION;
    }

    @Override
    public int challengeBytes() {
        return CHALLENGE_BYTES;
    }

    /** @throws IllegalStateException if this Java has no DES, as under a strict security policy */
    @Override
    public byte[] answer(byte[] challenge) {
        try {
            Cipher cipher = Cipher.getInstance("DES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return cipher.doFinal(challenge);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot encrypt with DES, which VNC authentication needs", e);
        }
    }

    @Override
    public boolean hasResult(ProtocolVersion version) {
        return true;
    }

    /** VNC takes the lowest bit of each key byte first, DES the highest (erratum 4951 of RFC 6143). */
    private static byte mirrored(byte bits) {
        return (byte) (Integer.reverse(bits) >>> 24);
    }
}
