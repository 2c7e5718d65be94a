package io.porthole.rfb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VncAuthSecurityTest {

    private static final byte[] CHALLENGE = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

    /** The answers come from noVNC's own DES (core/crypto/des.js) and, without the last, from OpenSSL with mirrored key bytes. */
    @ParameterizedTest
    @CsvSource({
        "secret,      ee22539f33a5983ec12f9c2edbc995dd",
        "COW,         dc72fe4da173cc3f3c684d6637ed8c28",
        "longerthan8, 76543820b2c358fe359083c192fa77c9",
        "'',          491e890de9ace932838a49792f2213f3",
        "pässwort,    c6cabacd1031f4154d399e8ae969f7c5"
    })
    void responseIsTheKnownAnswer(String password, String response) {
        assertEquals(response, HexFormat.of().formatHex(answer(password)));
    }

    @Test
    void bytesAfterTheEighthDoNotCount() {
        assertArrayEquals(answer("eight888"), answer("eight888 and more"));
    }

    @Test
    void resultComesInEveryVersion() {
        for (ProtocolVersion version : ProtocolVersion.values()) {
            assertTrue(new VncAuthSecurity(new byte[0]).hasResult(version));
        }
    }

    private static byte[] answer(String password) {
        return new VncAuthSecurity(password.getBytes(UTF_8)).answer(CHALLENGE);
    }
}
