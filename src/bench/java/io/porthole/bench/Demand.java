package io.porthole.bench;

import java.nio.ByteBuffer;

/**
 * What a console asks the VNC server for, as a SetEncodings message (RFC 6143, 7.5.2) with a private encoding and its arguments:
 * so one VNC server serves every test, whatever lies between.
 *
 * @param updateBytes the pixels of each update
 * @param number for TIMED updates in 1,000 s, for FINITE updates and cut texts in all
 * @param serverReads false: the VNC server reads nothing more until it is told to
 */
record Demand(Kind kind, int updateBytes, int number, boolean serverReads) {

    /** QUIET sends nothing; FLOOD as much as goes out; ANSWERS one update for each pointer event; TIMED at a rate; FINITE so many, and then the end. */
    enum Kind { QUIET, FLOOD, ANSWERS, TIMED, FINITE }

    static final int SET_ENCODINGS = 2;
    /** Of no known encoding. */
    private static final int PRIVATE = 0x5048_0000;
    private static final int ARGUMENTS = 4;
    private static final int HEAD = 4;

    static Demand quiet() {
        return new Demand(Kind.QUIET, 64, 0, true);
    }

    static Demand flood(int updateBytes) {
        return new Demand(Kind.FLOOD, updateBytes, 0, true);
    }

    static Demand answers(int updateBytes) {
        return new Demand(Kind.ANSWERS, updateBytes, 0, true);
    }

    static Demand timed(int updateBytes, int perSecond) {
        return new Demand(Kind.TIMED, updateBytes, perSecond * 1_000, true);
    }

    static Demand finite(int updateBytes, int count) {
        return new Demand(Kind.FINITE, updateBytes, count, true);
    }

    static Demand stalledServer() {
        return new Demand(Kind.QUIET, 64, 0, false);
    }

    ByteBuffer toMessage() {
        return ByteBuffer.allocate(HEAD + ARGUMENTS * Integer.BYTES)
                .put((byte) SET_ENCODINGS).put((byte) 0).putShort((short) ARGUMENTS)
                .putInt(PRIVATE | kind.ordinal()).putInt(updateBytes).putInt(number).putInt(serverReads ? 1 : 0).flip();
    }

    /** @param message a whole SetEncodings message, to be read by place; null comes back when it is another client's */
    static Demand of(ByteBuffer message) {
        int first = message.getShort(2) < ARGUMENTS ? 0 : message.getInt(HEAD);
        if ((first & 0xFFFF_FF00) != PRIVATE) {
            return null;
        }
        return new Demand(Kind.values()[first & 0xFF], message.getInt(8), message.getInt(12), message.getInt(16) == 1);
    }
}
