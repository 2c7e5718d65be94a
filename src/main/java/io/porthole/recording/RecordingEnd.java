package io.porthole.recording;

import java.time.Instant;

/**
 * How a recording ended.
 *
 * @param reason the name of the console's end, or OVERLOAD, NO_ROOM, WRITE_FAILED, PORTAL_LOST
 * @param sha256 of the file as it lies there, encrypted
 */
record RecordingEnd(State state, String reason, Instant at, long bytes, byte[] sha256) {

    enum State {
        /** In order, down to its last chunk. */
        ENDED,
        /** The disk took no more; what it took plays. */
        FAILED,
        /** The portal died; what it wrote plays. */
        INTERRUPTED
    }
}
