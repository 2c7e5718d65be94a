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
    /** One write, one encryption: large enough that neither counts, and small enough to be in the processor's cache still when it is encrypted. */
    static final int CHUNK_BYTES = 256 * 1024;
    private static final int LEAST_BYTES = 4 * 1024;
    private static final int PADDING = 4;
    /** A block with nothing in it but what pads it would be no use. */
    private static final int LEAST_BLOCK_BYTES = Integer.BYTES + PADDING + Integer.BYTES;

    private final int capacity;
    private byte[] bytes = new byte[0];
    private int length;
    private int firstMillis;

    FbsBlocks() {
        this(CHUNK_BYTES);
    }

    /** @param capacity how many bytes there may be, a multiple of 4; it grows up to them */
    FbsBlocks(int capacity) {
        this.capacity = capacity;
    }

    /** What a player needs before the server's first message. */
    void begin(byte[] serverInit) {
        room(VERSION.length);
        put(VERSION.length, ByteBuffer.wrap(VERSION));
        for (byte[] message : new byte[][] {PROTOCOL, NO_SECURITY, serverInit}) {
            add(ByteBuffer.wrap(message), 0);
        }
    }

    /** Copies what stands between position and limit, as far as there is room for it; the position goes with it. */
    void add(ByteBuffer message, int millis) {
        if (isFull()) {
            return;
        }
        int size = Math.min(message.remaining(), capacity - length - 2 * Integer.BYTES);
        int padded = (size + PADDING - 1) / PADDING * PADDING;
        room(Integer.BYTES + padded + Integer.BYTES);
        if (length == 0) {
            firstMillis = millis;
        }
        putInt(size);
        put(size, message);
        while (size++ < padded) {
            bytes[length++] = 0;
        }
        putInt(millis);
    }

    private void put(int size, ByteBuffer message) {
        message.get(bytes, length, size);
        length += size;
    }

    private void putInt(int value) {
        ByteBuffer.wrap(bytes).putInt(length, value);
        length += Integer.BYTES;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.min(capacity, Math.max(LEAST_BYTES, Math.max(length + more, bytes.length * 2))));
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

    /** Whether there is no room for another block. */
    boolean isFull() {
        return capacity - length < LEAST_BLOCK_BYTES;
    }

    /** Whether it holds as much memory as it ever does. */
    boolean isGrown() {
        return bytes.length == capacity;
    }

    /** When the first of them came. */
    int firstMillis() {
        return firstMillis;
    }

    /** The memory stays. */
    void clear() {
        length = 0;
    }
}
