package io.porthole.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.porthole.testing.FakeVncServer.Step;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** What a {@link FakeVncServer} says, and where it leaves the RFC. Each connection reads it as it goes, so a change counts at once. */
final class FakeVncScript {

    /** Leaving the RFC: these bytes instead of the right ones, then the end or nothing more. */
    record Departure(byte[] instead, boolean closes) { }

    static final byte[] CHALLENGE = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private final Map<Step, Departure> departures = new ConcurrentHashMap<>();
    volatile String version = "003.008";
    volatile int[] securityTypes = {1};
    volatile String username = "";
    volatile String password = "";
    /** Null while it is not offered. */
    volatile FakeVeNCrypt vencrypt;
    volatile String name = "QEMU (fake)";
    volatile boolean echoes;
    volatile boolean reads = true;
    /** After so many bytes of the handshake nothing more is said. */
    volatile int mostHandshakeBytes = Integer.MAX_VALUE;

    void leaveAt(Step step, Departure departure) {
        departures.put(step, departure);
    }

    /** @return null where the script keeps to the RFC */
    Departure departureAt(Step step) {
        return departures.get(step);
    }

    byte[] versionMessage() {
        return new RfbMessage().text("RFB " + version + "\n").toBytes();
    }

    boolean offers(int securityType) {
        for (int offered : securityTypes) {
            if (offered == securityType) {
                return true;
            }
        }
        return false;
    }

    byte[] securityTypesMessage() {
        RfbMessage message = new RfbMessage().u8(securityTypes.length);
        for (int type : securityTypes) {
            message.u8(type);
        }
        return message.toBytes();
    }

    byte[] serverInit() {
        return new RfbMessage().screen().string(name).toBytes();
    }

    boolean admits(String name, String secret) {
        return name.equals(username) && secret.equals(password);
    }

    /** The other way round than our client does it: decrypts the response and looks for the challenge (RFC 6143, 7.2.2). */
    boolean admits(byte[] response) {
        byte[] key = new byte[8];
        byte[] passwordBytes = password.getBytes(US_ASCII);
        for (int bit = 0; bit < 8 * Math.min(8, passwordBytes.length); bit++) {
            if ((passwordBytes[bit / 8] & 1 << bit % 8) != 0) {
                key[bit / 8] |= (byte) (0x80 >>> bit % 8);
            }
        }
        try {
            Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
            des.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "DES"));
            return Arrays.equals(des.doFinal(response), CHALLENGE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
