package io.porthole.rfb;

import java.nio.ByteBuffer;

/**
 * Moves what passes of a buffer together, in runs as long as possible. Where everything passes, or all that does not stands at the ends, nothing is moved.
 */
final class Compaction {

    private int start;
    private int out;
    private int runStart;
    private int runEnd;

    /** Begins a buffer's content, which lies from here on. */
    void begin(int position) {
        start = position;
        out = position;
        runStart = position;
        runEnd = position;
    }

    /** The bytes from there pass. They are moved later, if at all. */
    void keep(ByteBuffer in, int from, int bytes) {
        if (from != runEnd) {
            settle(in);
            runStart = from;
        }
        runEnd = from + bytes;
    }

    /** Leaves between position and limit what passed. */
    void finish(ByteBuffer in) {
        settle(in);
        in.limit(out).position(start);
    }

    private void settle(ByteBuffer in) {
        if (out == start) {
            start = runStart;
            out = runStart;
        }
        int bytes = runEnd - runStart;
        if (out != runStart) {
            in.put(out, in, runStart, bytes);
        }
        out += bytes;
    }
}
