package io.porthole.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** Buffers that go out one after the other, in as few system calls as the socket allows. */
final class Parts {

    private final ByteBuffer[] buffers;
    private int first;
    private int count;

    Parts(ByteBuffer... buffers) {
        this.buffers = buffers;
        this.count = buffers.length;
    }

    ByteBuffer get(int index) {
        return buffers[index];
    }

    /** The first of the buffers hold something new. */
    Parts again(int filled) {
        first = 0;
        count = filled;
        return this;
    }

    boolean isOut() {
        return first == count;
    }

    /** @param cuts cuts what is written at any byte; null writes as much as there is */
    long write(Line line, Random cuts) throws IOException {
        long written = cuts == null ? line.write(buffers, first, count - first) : writeSome(line, cuts);
        while (first < count && !buffers[first].hasRemaining()) {
            first++;
        }
        return written;
    }

    private long writeSome(Line line, Random cuts) throws IOException {
        ByteBuffer buffer = buffers[first];
        int limit = buffer.limit();
        buffer.limit(buffer.position() + Math.min(buffer.remaining(), 1 + cuts.nextInt(buffer.remaining() + 1)));
        long written = line.write(buffers, first, 1);
        buffer.limit(limit);
        return written;
    }
}
