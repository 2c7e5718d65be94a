package io.porthole.rfb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects the next part of a message, whose length in bytes is known, from however many pieces it arrives in. */
final class RfbReader {

    private ByteBuffer part = ByteBuffer.allocate(0);

    /** @param bytes length of the next part; who calls has checked a length that came from the wire */
    void expect(int bytes) {
        part = ByteBuffer.allocate(bytes);
    }

    /**
     * Takes what the part still lacks, and no more.
     *
     * @return whether the part is whole; it stays so until the next one is expected
     */
    boolean readFrom(ByteBuffer in) {
        int taken = Math.min(part.remaining(), in.remaining());
        part.put(part.position(), in, in.position(), taken);
        part.position(part.position() + taken);
        in.position(in.position() + taken);
        return !part.hasRemaining();
    }

    byte[] bytes() {
        return bytes(part.capacity());
    }

    /** The first bytes of the part. */
    byte[] bytes(int count) {
        return Arrays.copyOf(part.array(), count);
    }

    int length() {
        return part.capacity();
    }

    int unsignedByte() {
        return unsignedByte(0);
    }

    int unsignedByte(int offset) {
        return Byte.toUnsignedInt(part.get(offset));
    }

    /** An U32, which as an int could turn negative. */
    long unsignedInt() {
        return unsignedInt(0);
    }

    long unsignedInt(int offset) {
        return Integer.toUnsignedLong(part.getInt(offset));
    }

    /** Text as UTF-8; what is malformed becomes U+FFFD. */
    String text() {
        return new String(part.array(), UTF_8);
    }
}
