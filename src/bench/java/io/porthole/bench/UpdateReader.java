package io.porthole.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the updates of {@link UpdateStream} and checks each byte. */
final class UpdateReader {

    /** Hears of each update when its head is there. */
    interface Listener {
        /** @param time System.nanoTime() of its making, or of when it was due */
        void update(int sequence, long time);
    }

    private static final int PIXELS_AT = 16;

    private final Pattern pattern;
    private final Listener listener;
    private final Head head = new Head(UpdateStream.HEAD);
    private int sequence;
    private int from;
    private int left;

    UpdateReader(Pattern pattern, Listener listener) {
        this.pattern = pattern;
        this.listener = listener;
        head.expect(UpdateStream.HEAD);
    }

    /** How many updates came whole. */
    int whole() {
        return left > 0 ? sequence - 1 : sequence;
    }

    /** Reads all of the buffer. */
    void read(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            if (left == 0) {
                if (head.fill(in)) {
                    begin(head.bytes());
                }
                continue;
            }
            int length = Math.min(left, in.remaining());
            int limit = in.limit();
            in.limit(in.position() + length);
            if (!pattern.matches(in, sequence - 1, from)) {
                throw new BrokenStreamException("the pixels of update " + (sequence - 1) + " differ");
            }
            in.position(in.limit()).limit(limit);
            from += length;
            left -= length;
        }
    }

    private void begin(ByteBuffer bytes) throws BrokenStreamException {
        if (bytes.getInt(0) != 1 || bytes.getInt(12) != 0 || bytes.getShort(10) != 1) {
            throw new BrokenStreamException("no update where update " + sequence + " should begin");
        }
        if (bytes.getInt(4) != sequence) {
            throw new BrokenStreamException("update " + bytes.getInt(4) + " where " + sequence + " was due");
        }
        left = (bytes.getShort(8) & 0xFFFF) * 4 - Long.BYTES;
        from = 0;
        listener.update(sequence++, bytes.getLong(PIXELS_AT));
        head.expect(UpdateStream.HEAD);
    }
}
