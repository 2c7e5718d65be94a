package io.porthole.recording;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A piece of a recording that can be read by itself: whole blocks of FBS, encrypted under the recording's key. What stands before it in the clear is bound to it, and so
 * is its place: a piece that was moved, left out or taken from another recording does not decrypt.
 *
 * @param kind what is in it
 * @param millis when its first block came, since the recording began
 */
record Chunk(Kind kind, int millis, byte[] blocks) {

    enum Kind {
        /** What the VNC server sent. */
        SCREEN(1),
        /** The same, and the recording was ended in order after it; a recording without such a chunk was broken off. */
        LAST(2),
        /** What the browser sent. */
        INPUT(3);

        private final byte number;

        Kind(int number) {
            this.number = (byte) number;
        }

        byte number() {
            return number;
        }

        static Kind of(byte number) throws RecordingException {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw new RecordingException("the recording has a chunk of kind " + number + ", which no recording has");
        }
    }

    /** Kind, milliseconds, and the length of what is encrypted. */
    static final int HEADER_BYTES = 1 + Integer.BYTES + Integer.BYTES;
    /** Twice what waits for the disk at most; a reader need not believe more. */
    static final int MOST_BLOCK_BYTES = 1 << 24;
    /** Tink's prefix, nonce and tag. */
    static final int MOST_OVERHEAD_BYTES = 64;

    /** What a chunk is bound to. */
    static byte[] place(UUID recording, long number, Kind kind, int millis) {
        return ByteBuffer.allocate(Long.BYTES * 3 + 1 + Integer.BYTES)
                .putLong(recording.getMostSignificantBits()).putLong(recording.getLeastSignificantBits()).putLong(number).put(kind.number()).putInt(millis).array();
    }
}
