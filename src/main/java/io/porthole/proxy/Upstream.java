package io.porthole.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

import io.porthole.console.RelayEnd;
import io.porthole.recording.ConsoleRecording;
import io.porthole.rfb.ClientHandshake;
import io.porthole.rfb.ClientMessageException;
import io.porthole.rfb.ClientMessages;
import io.porthole.rfb.ClientRights;
import io.porthole.rfb.HandshakeException;

/** Takes what the browser sends: shakes hands with it as its VNC server, then passes on to the real one what the person may send. */
final class Upstream {

    /** FramebufferUpdateRequest of the upper left pixel, changed or not (RFC 6143, 7.5.3). */
    private static final byte[] ONE_PIXEL = {3, 0, 0, 0, 0, 0, 0, 1, 0, 1};

    private final Outlet toVnc;
    private final Outlet toBrowser;
    private final RelayBuffers.Pool pool;
    /** Null when this console is not recorded. */
    private final ConsoleRecording recording;
    private final Ending ending;
    private final ClientMessages messages;
    /** Null when it is done. */
    private ClientHandshake handshake;
    private volatile long bytes;
    private volatile long withheld;
    private volatile long lastInputMillis = System.currentTimeMillis();

    /** @param atOnce as in {@link ClientHandshake} */
    Upstream(byte[] serverInit, boolean atOnce, ClientRights rights, Outlet toVnc, Outlet toBrowser, RelayBuffers.Pool pool,
            ConsoleRecording recording, Ending ending) {
        this.handshake = new ClientHandshake(serverInit, atOnce);
        this.messages = new ClientMessages(rights);
        this.toVnc = toVnc;
        this.toBrowser = toBrowser;
        this.pool = pool;
        this.recording = recording;
        this.ending = ending;
    }

    void greet() throws IOException {
        for (byte[] message : handshake.greeting()) {
            toBrowser.write(Frames.binary(message));
        }
    }

    boolean isGreeted() {
        return handshake == null;
    }

    /** Takes the buffer over, unless it throws. */
    void take(ByteBuffer payload) throws IOException, HandshakeException, ClientMessageException {
        if (handshake != null) {
            for (byte[] message : handshake.receive(payload)) {
                toBrowser.write(Frames.binary(message));
            }
            if (handshake.isDone()) {
                handshake = null;
            }
        }
        filter(payload);
        if (!payload.hasRemaining()) {
            pool.giveBack(payload);
            return;
        }
        bytes += payload.remaining();
        if (recording != null) {
            recording.fromBrowser(payload);
        }
        try {
            toVnc.write(payload);
        } catch (IOException e) {
            ending.because(RelayEnd.VNC_CLOSED, String.valueOf(e.getMessage()));
        }
    }

    private void filter(ByteBuffer payload) throws ClientMessageException {
        messages.filter(payload);
        if (messages.sawInput()) {
            lastInputMillis = System.currentTimeMillis();
        }
        if (messages.withheld() != withheld) {
            withheld = messages.withheld();
        }
    }

    boolean mayAskForAPixel() {
        return messages.mayRequestUpdate();
    }

    /** Only when that may be; what already waits for the VNC server will be answered as well. */
    void askForAPixel() throws IOException {
        if (hasRoom()) {
            toVnc.write(ByteBuffer.wrap(ONE_PIXEL));
        }
    }

    /** Whether the VNC server took all that it was sent, so that the browser may send more. */
    boolean hasRoom() {
        return toVnc.isEmpty();
    }

    boolean flush() throws IOException {
        return toVnc.flush();
    }

    void discard() {
        toVnc.discard();
    }

    long bytes() {
        return bytes;
    }

    /** Messages that the person had no right to. */
    long withheld() {
        return withheld;
    }

    /** When the person last did something. */
    Instant lastInput() {
        return Instant.ofEpochMilli(lastInputMillis);
    }
}
