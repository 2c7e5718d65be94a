package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5: every frame that a browser may send, cut in every way, and every one that it must not. */
class FrameParserTest {

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    /** Each byte differs, and the first has its highest bit set, so that a wrong phase or a lost sign shows. */
    private static final int MASK = 0x9A3B5C7D;

    private final List<String> heard = new ArrayList<>();
    private final FrameParser parser = new FrameParser(new FrameParser.ControlFrames() {
        @Override
        public void ping(byte[] payload) {
            heard.add("ping " + new String(payload, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void closed() {
            heard.add("closed");
        }
    });

    // ---- data

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 125, 126, 127, 255, 256, 257, 263, 264, 65_535, 65_536, 70_000})
    void payloadOfAnyLengthComesOutWhole(int length) throws FrameException {
        assertArrayEquals(bytes(length), parse(frame(FINAL | BINARY, bytes(length))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 70_000})
    void payloadOfAnyLengthComesOutWholeByteByByte(int length) throws FrameException {
        assertArrayEquals(bytes(length), parseInPieces(frame(FINAL | BINARY, bytes(length)), 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 7, 8, 11, 13, 64, 1_000, 4_096, 65_535})
    void payloadComesOutWholeHoweverItIsCut(int piece) throws FrameException {
        assertArrayEquals(bytes(70_000), parseInPieces(frame(FINAL | BINARY, bytes(70_000)), piece));
    }

    @Test
    void frameCutInTwoAnywhereComesOutWhole() throws FrameException {
        byte[] frames = concat(frame(FINAL | BINARY, bytes(130)), frame(FINAL | PING, "p".getBytes(StandardCharsets.US_ASCII)), frame(FINAL | BINARY, bytes(21)));
        for (int cut = 0; cut <= frames.length; cut++) {
            FrameParserTest fresh = new FrameParserTest();
            byte[] first = fresh.parse(java.util.Arrays.copyOfRange(frames, 0, cut));
            byte[] second = fresh.parse(java.util.Arrays.copyOfRange(frames, cut, frames.length));

            assertArrayEquals(concat(bytes(130), bytes(21)), concat(first, second), "cut at " + cut);
            assertEquals(List.of("ping p"), fresh.heard, "cut at " + cut);
        }
    }

    @Test
    void severalFramesInOneBufferComeOutAsOnePiece() throws FrameException {
        byte[] frames = concat(frame(FINAL | BINARY, bytes(10)), frame(FINAL | BINARY, bytes(0)), frame(FINAL | BINARY, bytes(126)), frame(FINAL | BINARY, bytes(3)));

        assertArrayEquals(concat(bytes(10), bytes(126), bytes(3)), parse(frames));
    }

    @Test
    void manyFramesOfOneByteComeOutAsOnePiece() throws FrameException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (byte each : bytes(1_000)) {
            frames.writeBytes(frame(FINAL | BINARY, new byte[] {each}));
        }

        assertArrayEquals(bytes(1_000), parse(frames.toByteArray()));
    }

    @Test
    void eachFrameHasItsOwnMask() throws FrameException {
        byte[] frames = concat(frame(FINAL | BINARY, bytes(5), 0x01020304), frame(FINAL | BINARY, bytes(9), 0xFFFFFFFF), frame(FINAL | BINARY, bytes(11), 0));

        assertArrayEquals(concat(bytes(5), bytes(9), bytes(11)), parse(frames));
    }

    @Test
    void payloadBeginsWhereTheBufferBegan() throws FrameException {
        byte[] frame = frame(FINAL | BINARY, bytes(20));
        ByteBuffer buffer = ByteBuffer.allocate(100).position(13).put(frame).flip().position(13);
        parser.parse(buffer);

        assertEquals(13, buffer.position());
        assertEquals(33, buffer.limit());
        assertArrayEquals(bytes(20), rest(buffer));
    }

    @Test
    void directBufferIsParsedAlike() throws FrameException {
        byte[] frame = frame(FINAL | BINARY, bytes(1_001));
        ByteBuffer buffer = ByteBuffer.allocateDirect(frame.length).put(frame).flip();
        parser.parse(buffer);

        assertArrayEquals(bytes(1_001), rest(buffer));
    }

    /** The loop over longs overwrites what it read a few bytes before, as many as the headers have so far; so often that the compiler takes several longs a step. */
    @Test
    void compiledCodeUnmasksAlike() throws FrameException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int length = 1; length < 2_000; length += 37) {
            frames.writeBytes(frame(FINAL | BINARY, bytes(length), MASK * length));
            payload.writeBytes(bytes(length));
        }
        ByteBuffer expected = ByteBuffer.wrap(payload.toByteArray());
        ByteBuffer buffer = ByteBuffer.allocateDirect(frames.size());
        for (int round = 0; round < 2_000; round++) {
            parser.parse(buffer.clear().put(frames.toByteArray()).flip());

            assertEquals(expected, buffer, "round " + round);
        }
    }

    @Test
    void emptyBufferHoldsNothing() throws FrameException {
        assertEquals(0, parse(new byte[0]).length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000})
    void fragmentsComeOutAsOnePiece(int piece) throws FrameException {
        byte[] frames = concat(frame(BINARY, bytes(7)), frame(CONTINUATION, bytes(0)), frame(CONTINUATION, bytes(130)), frame(FINAL | CONTINUATION, bytes(5)),
                frame(FINAL | BINARY, bytes(2)));

        assertArrayEquals(concat(bytes(7), bytes(130), bytes(5), bytes(2)), parseInPieces(frames, piece));
    }

    // ---- control frames

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 1_000})
    void controlFramesBetweenFragmentsDoNotDisturbThem(int piece) throws FrameException {
        byte[] frames = concat(frame(BINARY, bytes(7)), frame(FINAL | PING, "one".getBytes(StandardCharsets.US_ASCII)), frame(CONTINUATION, bytes(9)),
                frame(FINAL | PONG, bytes(12)), frame(FINAL | PING, new byte[0]), frame(FINAL | CONTINUATION, bytes(5)));

        assertArrayEquals(concat(bytes(7), bytes(9), bytes(5)), parseInPieces(frames, piece));
        assertEquals(List.of("ping one", "ping "), heard);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "125, 1", "125, 7", "125, 1000"})
    void pingIsHeardWithItsPayload(int length, int piece) throws FrameException {
        assertEquals(0, parseInPieces(frame(FINAL | PING, bytes(length)), piece).length);
        assertEquals(List.of("ping " + new String(bytes(length), StandardCharsets.ISO_8859_1)), heard);
    }

    @Test
    void shortPingAfterALongOneHoldsNothingOfIt() throws FrameException {
        parse(concat(frame(FINAL | PING, bytes(125)), frame(FINAL | PING, "x".getBytes(StandardCharsets.US_ASCII))));

        assertEquals("ping x", heard.get(1));
    }

    @Test
    void pongIsNoPayloadAndNotAnswered() throws FrameException {
        assertEquals(0, parse(frame(FINAL | PONG, bytes(20))).length);
        assertEquals(List.of(), heard);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 125})
    void closeIsHeardOnce(int length) throws FrameException {
        parse(concat(frame(FINAL | CLOSE, bytes(length)), frame(FINAL | CLOSE, bytes(length))));

        assertEquals(List.of("closed"), heard);
    }

    @Test
    void whatFollowsACloseIsDropped() throws FrameException {
        byte[] frames = concat(frame(FINAL | BINARY, bytes(5)), frame(FINAL | CLOSE, new byte[] {3, (byte) 0xE8}), frame(FINAL | BINARY, bytes(6)), new byte[] {0, 0, 0});

        assertArrayEquals(bytes(5), parse(frames));
        assertEquals(0, parse(frame(FINAL | PING, bytes(3))).length);
        assertEquals(List.of("closed"), heard);
    }

    @Test
    void closeOfHalfAMessageIsHeard() throws FrameException {
        parse(concat(frame(BINARY, bytes(5)), frame(FINAL | CLOSE, new byte[0])));

        assertEquals(List.of("closed"), heard);
    }

    // ---- what breaks the RFC

    static Stream<Arguments> violations() {
        byte[] some = bytes(6);
        return Stream.of(
                Arguments.of("first reserved bit", CloseCode.PROTOCOL_ERROR, frame(FINAL | 0x40 | BINARY, some)),
                Arguments.of("second reserved bit", CloseCode.PROTOCOL_ERROR, frame(FINAL | 0x20 | BINARY, some)),
                Arguments.of("third reserved bit", CloseCode.PROTOCOL_ERROR, frame(FINAL | 0x10 | BINARY, some)),
                Arguments.of("reserved bit of a control frame", CloseCode.PROTOCOL_ERROR, frame(FINAL | 0x40 | PING, some)),
                Arguments.of("text", CloseCode.UNSUPPORTED_DATA, frame(FINAL | TEXT, some)),
                Arguments.of("fragment of text", CloseCode.UNSUPPORTED_DATA, frame(TEXT, some)),
                Arguments.of("opcode 3", CloseCode.PROTOCOL_ERROR, frame(FINAL | 3, some)),
                Arguments.of("opcode 7", CloseCode.PROTOCOL_ERROR, frame(FINAL | 7, some)),
                Arguments.of("opcode 11", CloseCode.PROTOCOL_ERROR, frame(FINAL | 11, some)),
                Arguments.of("opcode 15", CloseCode.PROTOCOL_ERROR, frame(FINAL | 15, some)),
                Arguments.of("continuation of nothing", CloseCode.PROTOCOL_ERROR, frame(FINAL | CONTINUATION, some)),
                Arguments.of("continuation of a finished message", CloseCode.PROTOCOL_ERROR,
                        concat(frame(BINARY, some), frame(FINAL | CONTINUATION, some), frame(CONTINUATION, some))),
                Arguments.of("message within a message", CloseCode.PROTOCOL_ERROR, concat(frame(BINARY, some), frame(FINAL | BINARY, some))),
                Arguments.of("ping in pieces", CloseCode.PROTOCOL_ERROR, frame(PING, some)),
                Arguments.of("pong in pieces", CloseCode.PROTOCOL_ERROR, frame(PONG, some)),
                Arguments.of("close in pieces", CloseCode.PROTOCOL_ERROR, frame(CLOSE, some)),
                Arguments.of("ping of 126 bytes", CloseCode.PROTOCOL_ERROR, frame(FINAL | PING, bytes(126))),
                Arguments.of("close of 70000 bytes", CloseCode.PROTOCOL_ERROR, frame(FINAL | CLOSE, bytes(70_000))),
                Arguments.of("unmasked", CloseCode.PROTOCOL_ERROR, concat(new byte[] {(byte) (FINAL | BINARY), 6}, some)),
                Arguments.of("length with its highest bit set", CloseCode.PROTOCOL_ERROR, header64(FINAL | BINARY, Long.MIN_VALUE)),
                Arguments.of("length of minus one", CloseCode.PROTOCOL_ERROR, header64(FINAL | BINARY, -1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void whatBreaksTheRfcIsRefusedWithItsCloseCode(String what, int closeCode, byte[] frames) {
        assertEquals(closeCode, assertThrows(FrameException.class, () -> parse(frames)).closeCode());
        assertEquals(closeCode, assertThrows(FrameException.class, () -> new FrameParserTest().parseInPieces(frames, 1)).closeCode());
        assertEquals(List.of(), heard);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void unmaskedFrameIsRefusedAlthoughNoMaskFollows(int length) {
        byte[] frame = concat(new byte[] {(byte) (FINAL | BINARY), (byte) length}, bytes(length));

        assertEquals(CloseCode.PROTOCOL_ERROR, assertThrows(FrameException.class, () -> parse(frame)).closeCode());
    }

    /** RFC 6455, 5.2: the minimal number of bytes must be used to encode the length. */
    @ParameterizedTest
    @CsvSource({"126, 0", "126, 125", "127, 125", "127, 65535"})
    void lengthInMoreBytesThanItNeedsIsRefused(int form, int length) {
        ByteBuffer frame = ByteBuffer.allocate(14 + length).put((byte) (FINAL | BINARY)).put((byte) (MASKED | form));
        frame = form == 126 ? frame.putShort((short) length) : frame.putLong(length);
        byte[] bytes = java.util.Arrays.copyOf(frame.array(), frame.position() + 4 + length);

        assertEquals(CloseCode.PROTOCOL_ERROR, assertThrows(FrameException.class, () -> parse(bytes)).closeCode());
    }

    /** Nothing is allocated for a length, so that the largest that there is costs as much as the smallest. */
    @Test
    void longestFrameThereIsIsParsedAsItComes() {
        assertDoesNotThrow(() -> {
            assertEquals(0, parse(header64(FINAL | BINARY, Long.MAX_VALUE)).length);
            assertEquals(60_000, parse(new byte[60_000]).length);
        });
    }

    // ---- what the tests speak in

    private byte[] parse(byte[] frames) throws FrameException {
        ByteBuffer buffer = ByteBuffer.wrap(frames.clone());
        parser.parse(buffer);
        return rest(buffer);
    }

    private byte[] parseInPieces(byte[] frames, int piece) throws FrameException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int at = 0; at < frames.length; at += piece) {
            payload.writeBytes(parse(java.util.Arrays.copyOfRange(frames, at, Math.min(frames.length, at + piece))));
        }
        return payload.toByteArray();
    }

    private static byte[] frame(int first, byte[] payload) {
        return frame(first, payload, MASK);
    }

    /** As a browser makes it, a byte at a time as the RFC has it (5.3). */
    private static byte[] frame(int first, byte[] payload, int mask) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        if (payload.length <= 125) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length <= 65_535) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        byte[] key = ByteBuffer.allocate(4).putInt(mask).array();
        frame.put(key);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ key[i % 4]));
        }
        return java.util.Arrays.copyOf(frame.array(), frame.position());
    }

    private static byte[] header64(int first, long length) {
        return ByteBuffer.allocate(14).put((byte) first).put((byte) (MASKED | 127)).putLong(length).putInt(MASK).array();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] rest(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
