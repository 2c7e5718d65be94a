package io.porthole.bench;

import java.nio.ByteBuffer;

/** Collects the beginning of a message, whose length is known, however it is cut. */
final class Head {

    private final ByteBuffer bytes;

    Head(int longest) {
        bytes = ByteBuffer.allocate(longest);
    }

    /** Begins anew. */
    void expect(int length) {
        bytes.clear().limit(length);
    }

    /** Keeps what is there: it said that more belongs to it. */
    void extend(int length) {
        bytes.limit(length);
    }

    /** @return whether it is complete now */
    boolean fill(ByteBuffer in) {
        while (bytes.hasRemaining() && in.hasRemaining()) {
            bytes.put(in.get());
        }
        return !bytes.hasRemaining();
    }

    int length() {
        return bytes.limit();
    }

    /** To be read by place. */
    ByteBuffer bytes() {
        return bytes;
    }
}
