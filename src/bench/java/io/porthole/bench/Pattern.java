package io.porthole.bench;

import java.nio.ByteBuffer;
import java.util.Random;

/** Bytes that can be checked anywhere in a stream: a message's sequence number tells which ones it carries. Belongs to one thread. */
final class Pattern {

    /** A message's sequence number and this prime tell where in the pattern it begins, so that its neighbours begin elsewhere. */
    private static final int PLACES = 20_011;
    private static final int STRIDE = 4_999;
    /** Each place is a multiple of a masking key's length, so that one masked copy serves all. */
    private static final int PERIOD = PLACES * Integer.BYTES;
    static final int LONGEST = 1 << 20;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(PERIOD + LONGEST);
    private final ByteBuffer expected;

    Pattern() {
        this(0);
    }

    /** @param key a WebSocket's masking key, which all bytes are masked with; 0 leaves them as they are */
    Pattern(int key) {
        Random random = new Random(PLACES);
        byte[] period = new byte[PERIOD];
        random.nextBytes(period);
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) (period[i % PERIOD] ^ ClientFrames.keyByte(key, i)));
        }
        expected = bytes.duplicate();
    }

    /** A view for {@link #point}, free to be written to a socket. */
    ByteBuffer view() {
        return bytes.duplicate();
    }

    /** Points the view at so many bytes of the message. */
    static void point(ByteBuffer view, int sequence, int from, int length) {
        int place = (int) (Integer.toUnsignedLong(sequence) * STRIDE % PLACES) * Integer.BYTES;
        view.limit(place + from + length).position(place + from);
    }

    /** Whether all that remains in the buffer is what the message has from there on. Neither position moves. */
    boolean matches(ByteBuffer received, int sequence, int from) {
        point(expected, sequence, from, received.remaining());
        return received.mismatch(expected) < 0;
    }
}
