package io.porthole.rfb;

import java.util.HexFormat;

/**
 * How a fuzzed handshake went: the same for every split of its input.
 *
 * @param said what it sent, in hexadecimal digits
 * @param taken bytes of the input that it took
 * @param result how it ended, or that it waits for more
 */
record HandshakeOutcome(String said, int taken, String result) {

    static HandshakeOutcome of(byte[] said, int taken, String result) {
        return new HandshakeOutcome(HexFormat.of().formatHex(said), taken, result);
    }

    /** How much it had taken of the piece within which it failed does not matter. */
    static HandshakeOutcome failed(byte[] said, HandshakeException failure) {
        return of(said, 0, failure.kind() + ": " + failure.getMessage());
    }
}
