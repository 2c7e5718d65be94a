package io.porthole.rfb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.RfbMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerInitTest {

    private static final byte[] SCREEN = new RfbMessage().screen().toBytes();

    @Test
    void screenPassesUnchanged() {
        assertArrayEquals(message("QEMU (desktop)"), new ServerInit(SCREEN, "QEMU (desktop)").forBrowser());
    }

    @Test
    void emptyNameStaysEmpty() {
        assertArrayEquals(message(""), new ServerInit(SCREEN, "").forBrowser());
    }

    @Test
    void nameOf100BytesStaysWhole() {
        assertArrayEquals(message("x".repeat(100)), new ServerInit(SCREEN, "x".repeat(100)).forBrowser());
    }

    /** In order: 100 = 50 × 2; 99 = 33 × 3; 100 = 25 × 4; and with one letter before it 1 + 49 × 2, 1 + 33 × 3, 1 + 24 × 4. */
    @ParameterizedTest
    @CsvSource({"'', ü, 50", "'', 字, 33", "'', 😀, 25", "x, ü, 49", "x, 字, 33", "x, 😀, 24"})
    void nameOf200MultiByteCharactersIsCutWhereACharacterEnds(String prefix, String character, int kept) {
        String name = prefix + character.repeat(200);

        assertArrayEquals(message(prefix + character.repeat(kept)), new ServerInit(SCREEN, name).forBrowser());
    }

    @Test
    void messageFitsIntoASmallWebSocketFrame() {
        assertEquals(124, new ServerInit(SCREEN, "x".repeat(ServerInit.MAX_NAME_BYTES)).forBrowser().length);
    }

    private static byte[] message(String name) {
        return new RfbMessage().screen().string(name).toBytes();
    }
}
