package io.porthole.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Blocks of FBS 001.001, the form in which rfbproxy and the players since it keep what a VNC server sent: length, the bytes, up to three of padding, milliseconds since the
 * beginning; all big-endian.
 */
final class FbsBlocks {

    static final byte[] VERSION = "FBS 001.001\n".getBytes(US_ASCII);
    /** RFB 3.3 with security None is what the players know: they decide nothing, so nothing has to be asked. */
    private static final byte[] PROTOCOL = "RFB 003.003\n".getBytes(US_ASCII);
    private static final byte[] NO_SECURITY = {0, 0, 0, 1};
    private static final int LEAST_BYTES = 4 * 1024;
    private static final int PADDING = 4;

    private byte[] bytes = new byte[0];
    private int length;
    private int firstMillis;

    /** What a player needs before the server's first message. */
    void begin(byte[] serverInit) {
        room(VERSION.length);
        put(ByteBuffer.wrap(VERSION));
        for (byte[] message : new byte[][] {PROTOCOL, NO_SECURITY, serverInit}) {
            add(ByteBuffer.wrap(message), 0);
        }
    }

    /** Copies what stands between position and limit; the position stays. */
    void add(ByteBuffer message, int millis) {
        int size = message.remaining();
        int padded = (size + PADDING - 1) / PADDING * PADDING;
        room(Integer.BYTES + padded + Integer.BYTES);
        if (length == 0) {
            firstMillis = millis;
        }
        putInt(size);
        put(message.duplicate());
        while (size++ < padded) {
            bytes[length++] = 0;
        }
        putInt(millis);
    }

    private void put(ByteBuffer message) {
        int size = message.remaining();
        message.get(bytes, length, size);
        length += size;
    }

    private void putInt(int value) {
        ByteBuffer.wrap(bytes).putInt(length, value);
        length += Integer.BYTES;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(LEAST_BYTES, Math.max(length + more, bytes.length * 2)));
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** When the first of them came. */
    int firstMillis() {
        return firstMillis;
    }

    /** A screen that rests holds no memory; one that moves keeps what it needed last. */
    void clear() {
        if (length < bytes.length / 8) {
            bytes = new byte[0];
        }
        length = 0;
    }
}
