package io.porthole.bench;

import java.nio.ByteBuffer;

/** The WebSocket frames that a browser sends: masked (RFC 6455, 5.2 and 5.3). */
final class ClientFrames {

    static final int CONTINUATION = 0;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    /** With the longest length and the key. */
    static final int LONGEST_HEADER = 14;
    /** One key for all that is measured: browsers draw one for each frame, which costs the browser and not the relay. */
    static final int KEY = 0x5BD1_E995;

    private static final int LONGEST_SHORT = 125;
    private static final int LONGEST_TWO_BYTES = 0xFFFF;

    private ClientFrames() {
    }

    static void putHeader(ByteBuffer out, int opcode, boolean last, int length, int key) {
        out.put((byte) ((last ? 0x80 : 0) | opcode));
        if (length <= LONGEST_SHORT) {
            out.put((byte) (0x80 | length));
        } else if (length <= LONGEST_TWO_BYTES) {
            out.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            out.put((byte) (0x80 | 127)).putLong(length);
        }
        out.putInt(key);
    }

    static ByteBuffer frame(int opcode, ByteBuffer payload) {
        ByteBuffer out = ByteBuffer.allocate(LONGEST_HEADER + payload.remaining());
        putHeader(out, opcode, true, payload.remaining(), KEY);
        int start = out.position();
        out.put(payload);
        mask(out, start, out.position(), KEY);
        return out.flip();
    }

    /** Masks what stands between the two places, the first with the key's first byte. */
    static void mask(ByteBuffer bytes, int from, int to, int key) {
        for (int i = from; i < to; i++) {
            bytes.put(i, (byte) (bytes.get(i) ^ keyByte(key, i - from)));
        }
    }

    static int keyByte(int key, int place) {
        return key >>> Byte.SIZE * (3 - (place & 3)) & 0xFF;
    }
}
