package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import io.porthole.console.RelayEnd;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6455, 5.2 and 5.5: what goes to the browser. */
class FramesTest {

    @ParameterizedTest
    @CsvSource({"0, 8200", "1, 8201", "125, 827d", "126, 827e007e", "65535, 827effff", "65536, 827f0000000000010000", "70000, 827f0000000000011170"})
    void binaryFrameHasTheShortestHeader(int length, String header) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 0x5A);
        String frame = hex(Frames.binary(payload));

        assertEquals(header, frame.substring(0, header.length()));
        assertEquals("5a".repeat(length), frame.substring(header.length()));
    }

    @Test
    void headerIsWrittenRightBeforeThePayload() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(200).position(Frames.LONGEST_HEADER).put(new byte[126]).flip().position(Frames.LONGEST_HEADER);
        Frames.frameInPlace(buffer);

        assertEquals(Frames.LONGEST_HEADER - 4, buffer.position());
        assertEquals(Frames.LONGEST_HEADER + 126, buffer.limit());
    }

    @Test
    void usedBufferIsFramedAsAFreshOne() {
        ByteBuffer buffer = ByteBuffer.allocate(70_010).position(Frames.LONGEST_HEADER).put(new byte[70_000]).flip().position(Frames.LONGEST_HEADER);
        Frames.frameInPlace(buffer);
        buffer.clear().position(Frames.LONGEST_HEADER).put((byte) 7).flip().position(Frames.LONGEST_HEADER);
        Frames.frameInPlace(buffer);

        assertEquals("820107", hex(buffer));
    }

    @Test
    void fullRelayBufferFits() {
        ByteBuffer buffer = new RelayBuffers.Pool().takeSustained();
        Frames.frameInPlace(buffer);

        assertEquals(RelayBuffers.HEADROOM - Frames.LONGEST_HEADER, buffer.position());
        assertEquals("827f0000000000080000", hex(buffer).substring(0, 20));
    }

    @Test
    void pongRepeatsThePing() {
        assertEquals("8a03616263", hex(Frames.pong("abc".getBytes(StandardCharsets.US_ASCII))));
        assertEquals(127, Frames.pong(new byte[125]).remaining());
    }

    @Test
    void pingIsEmpty() {
        assertEquals("8900", hex(Frames.ping()));
    }

    @Test
    void closeHasItsCodeAndItsReason() {
        assertEquals("88050fa0484921", hex(Frames.close(4000, "HI!")));
        assertEquals("880203e8", hex(Frames.close(CloseCode.NORMAL, "")));
    }

    /** A browser fails a connection whose Close frame holds what is not UTF-8 (RFC 6455, 5.5.1). */
    @ParameterizedTest
    @CsvSource({"123, 123", "124, 123", "200, 123"})
    void closeReasonThatIsTooLongIsCut(int length, int told) {
        ByteBuffer frame = Frames.close(4009, "x".repeat(length));

        assertEquals(2 + 2 + told, frame.remaining());
        assertEquals(frame.remaining() - 2, frame.get(1));
    }

    @ParameterizedTest
    @CsvSource({"\u00E4, 61", "\u20AC, 41", "\uD83D\uDC1F, 30"})
    void closeReasonIsCutBetweenCharacters(String character, int fit) {
        ByteBuffer frame = Frames.close(4009, character.repeat(100));

        assertEquals(character.repeat(fit), StandardCharsets.UTF_8.decode(frame.position(4)).toString());
    }

    @ParameterizedTest
    @EnumSource
    void closeFrameOfEveryEndIsAControlFrame(RelayEnd end) {
        ByteBuffer frame = Frames.close(CloseCode.of(end), end.name());

        assertTrue(frame.remaining() <= 2 + 125);
        assertEquals(frame.remaining() - 2, frame.get(1));
        assertEquals(CloseCode.of(end), frame.getShort(2));
        assertArrayEquals(end.name().getBytes(StandardCharsets.US_ASCII), Arrays.copyOfRange(frame.array(), 4, frame.limit()));
    }

    private static String hex(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
