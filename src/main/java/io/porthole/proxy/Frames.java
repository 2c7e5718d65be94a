package io.porthole.proxy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Makes the frames that go to the browser: never masked, never in pieces (RFC 6455, 5.2). */
final class Frames {

    /** The longest header of an unmasked frame, in bytes: so much room a payload needs before it. */
    static final int LONGEST_HEADER = 10;
    private static final int FINAL = 0x80;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LONGEST_SHORT = 125;
    private static final int LONGEST_MEDIUM = 0xFFFF;

    private Frames() {
    }

    /** Writes the header right before the payload, which stands between position and limit, and sets the position to the header. */
    static void frameInPlace(ByteBuffer buffer) {
        int payload = buffer.position();
        int length = buffer.remaining();
        int start;
        if (length <= LONGEST_SHORT) {
            start = payload - 2;
            buffer.put(start + 1, (byte) length);
        } else if (length <= LONGEST_MEDIUM) {
            start = payload - 4;
            buffer.put(start + 1, (byte) 126).putShort(start + 2, (short) length);
        } else {
            start = payload - LONGEST_HEADER;
            buffer.put(start + 1, (byte) 127).putLong(start + 2, length);
        }
        buffer.put(start, (byte) (FINAL | BINARY));
        buffer.position(start);
    }

    static ByteBuffer binary(byte[] payload) {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_HEADER + payload.length).position(LONGEST_HEADER).put(payload).flip().position(LONGEST_HEADER);
        frameInPlace(buffer);
        return buffer;
    }

    static ByteBuffer pong(byte[] payload) {
        return control(PONG, payload);
    }

    static ByteBuffer ping() {
        return control(PING, new byte[0]);
    }

    /** @param reason is cut where it is longer than such a frame can hold, and never within a character: browsers refuse what is not UTF-8 */
    static ByteBuffer close(int code, String reason) {
        ByteBuffer payload = ByteBuffer.allocate(LONGEST_SHORT).putShort((short) code);
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE).encode(CharBuffer.wrap(reason), payload, true);
        payload.flip();
        byte[] exact = new byte[payload.remaining()];
        payload.get(exact);
        return control(CLOSE, exact);
    }

    private static ByteBuffer control(int opcode, byte[] payload) {
        return ByteBuffer.allocate(2 + payload.length).put((byte) (FINAL | opcode)).put((byte) payload.length).put(payload).flip();
    }
}
