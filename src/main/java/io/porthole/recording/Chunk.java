package io.porthole.recording;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A piece of a recording that can be read by itself: whole blocks of FBS, encrypted under the recording's key. What stands before it in the clear is bound to it, and so
 * is its place: a piece that was moved, left out or taken from another recording does not decrypt.
 *
 * @param last whether the recording was ended in order after it; a recording without such a chunk was broken off
 * @param millis when its first block came, since the recording began
 */
record Chunk(boolean last, int millis, byte[] blocks) {

    /** Kind, milliseconds, and the length of what is encrypted. */
    static final int HEADER_BYTES = 1 + Integer.BYTES + Integer.BYTES;
    /** Twice what waits for the disk at most; a reader need not believe more. */
    static final int MOST_BLOCK_BYTES = 1 << 24;
    /** Tink's prefix, nonce and tag. */
    static final int MOST_OVERHEAD_BYTES = 64;

    private static final byte MORE = 1;
    private static final byte LAST = 2;

    static byte kind(boolean last) {
        return last ? LAST : MORE;
    }

    static boolean isLast(byte kind) {
        return kind == LAST;
    }

    /** What a chunk is bound to. */
    static byte[] place(UUID recording, long number, byte kind, int millis) {
        return ByteBuffer.allocate(Long.BYTES * 3 + 1 + Integer.BYTES)
                .putLong(recording.getMostSignificantBits()).putLong(recording.getLeastSignificantBits()).putLong(number).put(kind).putInt(millis).array();
    }
}
