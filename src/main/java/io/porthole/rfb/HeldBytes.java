package io.porthole.rfb;

import java.nio.ByteBuffer;

/** The first bytes of a message of which too few came to decide on it; they go before what comes next. */
final class HeldBytes {

    /** The longest beginning that cannot be decided on is 8 bytes of a ClientFence. */
    static final int MAX_BYTES = 16;

    private final byte[] bytes = new byte[MAX_BYTES];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    /** Puts them before the buffer's position, which moves back to them. */
    void giveBack(ByteBuffer in) {
        in.position(in.position() - count);
        in.put(in.position(), bytes, 0, count);
        count = 0;
    }

    /** Keeps what stands between the two, of a refused message not all. */
    void hold(ByteBuffer in, int from, int end) {
        count = Math.min(end - from, MAX_BYTES);
        in.get(from, bytes, 0, count);
    }
}
