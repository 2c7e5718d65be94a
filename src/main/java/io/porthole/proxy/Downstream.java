package io.porthole.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.xnio.conduits.ConduitStreamSourceChannel;

import io.porthole.console.RelayEnd;
import io.porthole.recording.ConsoleRecording;

/**
 * Copies what the VNC server sends to the browser, unparsed: a frame for each read, header and payload in one write. The VNC
 * server is read only while nothing waits for the browser, so that a browser that stops reading stops the VNC server.
 */
final class Downstream {

    /** A console that had so many bytes at a time, or more in its last read, leaves the thread to the others. */
    private static final int TURN_BYTES = 256 * 1024;

    private final ConduitStreamSourceChannel vnc;
    private final Outlet toBrowser;
    private final RelayBuffers.Pool pool;
    /** Null when this console is not recorded. */
    private final ConsoleRecording recording;
    private final Ending ending;
    /** What the VNC server said before the browser could listen; a part of one read of its handshake. Null once it is on its way. */
    private ByteBuffer early;
    private boolean sustained;
    private volatile long bytes;

    Downstream(ConduitStreamSourceChannel vnc, Outlet toBrowser, RelayBuffers.Pool pool, ConsoleRecording recording, Ending ending, ByteBuffer early) {
        this.vnc = vnc;
        this.toBrowser = toBrowser;
        this.pool = pool;
        this.recording = recording;
        this.ending = ending;
        this.early = early;
    }

    /** The browser listens now. */
    void begin() throws IOException {
        vnc.resumeReads();
        ByteBuffer first = early;
        early = null; // 4 KiB that nobody would need any more, for as long as the console is open
        if (first.hasRemaining() && !forward(pool.take().put(first))) {
            vnc.suspendReads();
        }
    }

    /** The VNC server has something to say, or the browser has room again. */
    void copy() throws IOException {
        int turn = 0;
        do {
            if (recording != null && !recording.hasRoom()) {
                vnc.suspendReads();
                return;
            }
            ByteBuffer buffer = sustained ? pool.takeSustained() : pool.take();
            int read = pool.read(vnc, buffer);
            if (read <= 0) {
                pool.giveBack(buffer);
                sustained = false;
                if (read < 0) {
                    ending.because(RelayEnd.VNC_CLOSED, "the VNC server closed");
                }
                return;
            }
            turn += read;
            sustained = !buffer.hasRemaining();
            if (!forward(buffer)) {
                vnc.suspendReads();
                return;
            }
        } while (sustained && turn < TURN_BYTES);
    }

    /** The browser took all that waited: what the VNC server said meanwhile is most likely there. */
    void goOn() throws IOException {
        vnc.resumeReads();
        copy();
    }

    /** Takes the buffer over, which was filled behind its headroom. @return whether nothing waits */
    private boolean forward(ByteBuffer buffer) {
        buffer.flip().position(RelayBuffers.HEADROOM);
        bytes += buffer.remaining();
        if (recording != null) {
            recording.fromServer(buffer);
        }
        Frames.frameInPlace(buffer);
        return write(buffer);
    }

    /** @return whether nothing waits; a browser that cannot be written to is lost, whoever had something for it */
    private boolean write(ByteBuffer frame) {
        try {
            return toBrowser.write(frame);
        } catch (IOException e) {
            ending.because(RelayEnd.BROWSER_LOST, String.valueOf(e.getMessage()));
            return false;
        }
    }

    long bytes() {
        return bytes;
    }
}
