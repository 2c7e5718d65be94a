package io.porthole.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

import io.porthole.console.ConnectInfo;
import io.porthole.console.ConsoleRights;
import io.porthole.console.LiveConsole;
import io.porthole.console.LiveConsoles;
import io.porthole.console.RelayEnd;
import io.porthole.recording.ConsoleRecording;
import io.porthole.rfb.ClientMessageException;
import io.porthole.rfb.ClientRights;
import io.porthole.rfb.HandshakeException;

/**
 * Copies bytes between one browser and one VNC server until either side ends, then says why it ended.
 *
 * <p>Both sockets belong to the I/O thread of the browser's connection, and everything here happens on it, so that no byte
 * changes threads and nothing needs a lock. Its life: CONNECTING to the VNC server and shaking hands with it, while the browser
 * hears nothing; GREETING the browser, now that its success is certain; RELAYING; CLOSING, when the reason is settled and what
 * was under way is still delivered; CLOSED. A side is read only while the other has room: a reader that stops stops the sender,
 * and costs one buffer.
 */
final class ConsoleRelay implements LiveConsole {

    private enum Phase {
        CONNECTING, GREETING, RELAYING, CLOSING, CLOSED
    }

    private static final System.Logger LOG = System.getLogger(ConsoleRelay.class.getName());
    /** How long a browser may take to answer our Close frame. */
    private static final long CLOSE_MILLIS = 5_000;
    /** How long the last input may take to reach the VNC server after the browser left. */
    private static final long FLUSH_MILLIS = 2_000;

    private final ConnectInfo info;
    private final ProxySettings settings;
    private final LiveConsoles consoles;
    private final StreamConnection browser;
    private final XnioIoThread thread;
    private final RelayBuffers.Pool pool;
    private final Outlet toBrowser;
    private final BrowserFrames frames;
    private final Farewell farewell;
    private final SignsOfLife ofBrowser;
    private final SignsOfLife ofVnc;
    private final ReachabilityProbe probe;
    /** Null when this console is not recorded. */
    private final ConsoleRecording recording;
    /** Why it cannot be recorded although it must be; else null. */
    private final String unrecorded;
    private final boolean atOnce;
    private final Instant opened = Instant.now();

    private Phase phase = Phase.CONNECTING;
    /** Until it is ready; then the two directions take its place. */
    private VncServerConnection server;
    private StreamConnection vnc;
    private volatile Upstream upstream;
    private volatile Downstream downstream;
    private XnioExecutor.Key deadline;

    ConsoleRelay(Admission admission, RelayBuffers buffers, ProxySettings settings, LiveConsoles consoles) {
        this.info = admission.info();
        this.browser = admission.connection();
        this.recording = admission.recording();
        this.unrecorded = admission.unrecorded();
        this.atOnce = admission.atOnce();
        this.settings = settings;
        this.consoles = consoles;
        this.thread = browser.getIoThread();
        this.pool = buffers.of(thread);
        this.toBrowser = new Outlet(browser.getSinkChannel(), pool);
        this.frames = new BrowserFrames(browser.getSourceChannel(), pool, new FromBrowser());
        this.farewell = new Farewell(browser, toBrowser);
        this.ofBrowser = new SignsOfLife(thread, settings.pingInterval(), settings.pingTimeout(), new Browser(), step -> guarded(RelayEnd.BROWSER_LOST, step));
        this.ofVnc = new SignsOfLife(thread, settings.vncPingInterval(), settings.pingTimeout(), new VncServer(), step -> guarded(RelayEnd.VNC_CLOSED, step));
        this.probe = new ReachabilityProbe(admission.address(), thread, settings.connectTimeout(), step -> guarded(RelayEnd.NODE_UNREACHABLE, step));
        this.server = new VncServerConnection(info, admission.address(), thread, settings, step -> guarded(RelayEnd.VNC_HANDSHAKE_FAILED, step), this::serverIsReady, this::finish);
    }

    /** Takes the browser's connection over. Called before its first frame is read. */
    void start() {
        browser.getSourceChannel().setReadListener(channel -> guarded(RelayEnd.BROWSER_LOST, this::browserReadable));
        browser.getSinkChannel().setWriteListener(channel -> guarded(RelayEnd.BROWSER_LOST, this::browserWritable));
        browser.getSourceChannel().suspendReads();
        consoles.opened(this);
        if (unrecorded != null) {
            thread.execute(() -> guarded(RelayEnd.RECORDING_FAILED, () -> finish(RelayEnd.RECORDING_FAILED, unrecorded)));
            return;
        }
        thread.execute(() -> guarded(RelayEnd.NODE_UNREACHABLE, server::connect));
    }

    private void serverIsReady(StreamConnection connected, ByteBuffer early) throws IOException {
        vnc = connected;
        upstream = new Upstream(server.handshake().serverInit(), atOnce, rights(info.rights()), new Outlet(vnc.getSinkChannel(), pool), toBrowser, pool, recording, this::finish);
        downstream = new Downstream(vnc.getSourceChannel(), toBrowser, pool, recording, this::finish, early);
        if (recording != null) {
            recording.begin(server.handshake().serverInit(), new OfRecording());
        }
        server = null;
        vnc.getSourceChannel().setReadListener(channel -> guarded(RelayEnd.VNC_CLOSED, this::vncReadable));
        vnc.getSinkChannel().setWriteListener(channel -> guarded(RelayEnd.VNC_CLOSED, this::vncWritable));
        phase = Phase.GREETING;
        deadline = after(settings.handshakeTimeout().toMillis(), () -> finish(RelayEnd.HANDSHAKE_TIMEOUT, "the browser does not answer"));
        upstream.greet();
        frames.goOn();
    }

    private static ClientRights rights(ConsoleRights rights) {
        return new ClientRights(rights.input(), rights.clipboardToVm(), rights.clipboardFromVm(), rights.resize(), rights.power(),
                rights.mostClipboardBytes(), rights.unknownMessages());
    }

    private void beginRelaying() throws IOException {
        phase = Phase.RELAYING;
        deadline.remove();
        deadline = null;
        ofBrowser.watch();
        ofVnc.watch();
        consoles.established(this);
        downstream.begin();
    }

    // ---- what the sockets say

    private void browserReadable() throws IOException {
        if (phase == Phase.CONNECTING || phase == Phase.CLOSED) {
            browser.getSourceChannel().suspendReads();
            return;
        }
        frames.read();
    }

    private void browserWritable() throws IOException {
        if (phase == Phase.CLOSED) {
            browser.getSinkChannel().suspendWrites();
            return;
        }
        ofBrowser.heard(); // there is room because it took what was on its way
        if (!toBrowser.flush()) {
            return;
        }
        if (phase == Phase.RELAYING) {
            downstream.goOn();
        } else if (phase == Phase.CLOSING) {
            farewell.written();
            closedIfOver();
        }
    }

    private void vncReadable() throws IOException {
        if (phase == Phase.RELAYING) {
            ofVnc.heard();
            downstream.copy();
        } else {
            vnc.getSourceChannel().suspendReads();
        }
    }

    private void vncWritable() throws IOException {
        if (!upstream.flush()) {
            return;
        }
        if (phase == Phase.CLOSING || phase == Phase.CLOSED) {
            closeVnc();
        } else {
            frames.goOn();
        }
    }

    /** A browser that is not read because the VNC server stalls is not called quiet. */
    private final class Browser implements SignsOfLife.Peer {

        @Override
        public boolean isExcused() {
            return !upstream.hasRoom();
        }

        @Override
        public void ask() throws IOException {
            if (toBrowser.isEmpty()) {
                toBrowser.write(Frames.ping());
            }
        }

        @Override
        public void isSilent() {
            finish(RelayEnd.BROWSER_LOST, "no sign of life from the browser");
        }
    }

    /**
     * A VNC server whose screen does not change says nothing for hours, so it is asked for a pixel. One that does not answer may be busy, as QEMU is while it
     * saves a snapshot: only when its machine is not to be reached either, the console ends.
     */
    private final class VncServer implements SignsOfLife.Peer {

        @Override
        public boolean isExcused() {
            return !toBrowser.isEmpty() || !upstream.mayAskForAPixel();
        }

        @Override
        public void ask() throws IOException {
            upstream.askForAPixel();
        }

        @Override
        public void isSilent() {
            probe.ask(ofVnc::watch, ConsoleRelay.this::finish);
        }
    }

    /** What the browser's frames hold. */
    private final class FromBrowser implements BrowserFrames.Reader {

        @Override
        public void heard() {
            ofBrowser.heard();
        }

        @Override
        public boolean hasRoom() {
            return phase == Phase.CLOSING || upstream != null && upstream.hasRoom();
        }

        @Override
        public void payload(ByteBuffer payload) throws IOException {
            if (phase == Phase.CLOSING) {
                pool.giveBack(payload);
                return;
            }
            try {
                upstream.take(payload);
            } catch (HandshakeException | ClientMessageException e) {
                pool.giveBack(payload);
                finish(RelayEnd.BROWSER_PROTOCOL_ERROR, e.getMessage());
                return;
            }
            if (phase == Phase.GREETING && upstream.isGreeted()) {
                beginRelaying();
            }
        }

        @Override
        public void ping(byte[] payload) {
            if (phase == Phase.CLOSING || !toBrowser.hasRoomForControl()) {
                return;
            }
            try {
                if (toBrowser.write(Frames.pong(payload)) && phase == Phase.RELAYING) {
                    // It may have taken along a buffer that waited, and with it the reason to leave the VNC server unread.
                    vnc.getSourceChannel().resumeReads();
                }
            } catch (IOException e) {
                finish(RelayEnd.BROWSER_LOST, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void closed() {
            if (phase == Phase.CLOSING) {
                farewell.answered();
                closedIfOver();
            } else {
                finish(RelayEnd.BROWSER_CLOSED, "the browser closed");
            }
        }

        @Override
        public void ended() {
            finish(RelayEnd.BROWSER_LOST, "the browser's connection ended without a Close frame");
            close();
        }

        @Override
        public void broken(FrameException why) {
            finish(RelayEnd.BROWSER_PROTOCOL_ERROR, why.closeCode(), RelayEnd.BROWSER_PROTOCOL_ERROR.name(), why.getMessage());
        }
    }

    /** What the recording says, from a thread of its own. */
    private final class OfRecording implements ConsoleRecording.Listener {

        @Override
        public void roomAgain() {
            thread.execute(() -> guarded(RelayEnd.VNC_CLOSED, () -> {
                if (phase == Phase.RELAYING && toBrowser.isEmpty()) {
                    downstream.goOn();
                }
            }));
        }

        @Override
        public void failed(String why) {
            thread.execute(() -> guarded(RelayEnd.RECORDING_FAILED, () -> finish(RelayEnd.RECORDING_FAILED, why)));
        }
    }

    // ---- the end

    private void finish(RelayEnd why, String detail) {
        finish(why, CloseCode.of(why), why.name(), detail);
    }

    /** @param told to the browser beside the code */
    private void finish(RelayEnd why, int closeCode, String told, String detail) {
        if (phase == Phase.CLOSING || phase == Phase.CLOSED) {
            return;
        }
        boolean everyday = why == RelayEnd.BROWSER_CLOSED || why == RelayEnd.BROWSER_LOST;
        LOG.log(everyday ? System.Logger.Level.DEBUG : System.Logger.Level.INFO, "console session {0} ended: {1} ({2})", info.sessionId(), why, detail);
        phase = Phase.CLOSING;
        removeTimers();
        consoles.ended(this, why, everyday ? null : detail);
        if (recording != null) {
            recording.end(why.name());
        }
        leaveVnc(everyday);
        if (why == RelayEnd.BROWSER_LOST) {
            close();
            return;
        }
        deadline = after(CLOSE_MILLIS, this::close);
        farewell.say(closeCode, told, frames.closed());
        closedIfOver();
        if (phase == Phase.CLOSING && !frames.closed()) {
            browser.getSourceChannel().resumeReads();
        }
    }

    /** What the browser sent last, such as the release of a key, still goes out; what it cannot see any more is not read. */
    private void leaveVnc(boolean browserLeft) {
        if (vnc == null) {
            server.abandon();
            return;
        }
        vnc.getSourceChannel().suspendReads();
        if (browserLeft && !upstream.hasRoom()) {
            after(FLUSH_MILLIS, this::closeVnc);
        } else {
            closeVnc();
        }
    }

    private void closeVnc() {
        upstream.discard();
        IoUtils.safeClose(vnc);
    }

    private void closedIfOver() {
        if (farewell.isOver()) {
            close();
        }
    }

    private void close() {
        phase = Phase.CLOSED;
        removeTimers();
        farewell.end();
    }

    private void removeTimers() {
        if (deadline != null) {
            deadline.remove();
            deadline = null;
        }
        ofBrowser.stop();
        ofVnc.stop();
        probe.stop();
    }

    private XnioExecutor.Key after(long millis, Runnable action) {
        return thread.executeAfter(() -> guarded(RelayEnd.INTERNAL_ERROR, action::run), millis, TimeUnit.MILLISECONDS);
    }

    /**
     * An I/O error ends the console, a fault of ours too; neither reaches the thread that serves the others.
     *
     * @param onFailure what an I/O error in this step means
     */
    private void guarded(RelayEnd onFailure, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            failed(onFailure, e);
        } catch (RuntimeException | OutOfMemoryError e) { // the bytes at hand may be lost, and none is left out
            LOG.log(System.Logger.Level.ERROR, "console session " + info.sessionId() + " failed", e);
            failed(RelayEnd.INTERNAL_ERROR, e);
        }
    }

    /** What fails once more while it ends is not waited for. */
    private void failed(RelayEnd why, Throwable failure) {
        boolean leaving = phase == Phase.CLOSING || phase == Phase.CLOSED;
        finish(why, String.valueOf(failure.getMessage()));
        if (leaving) {
            close();
        }
    }

    /** The container says that the WebSocket is gone, and why as far as it knows. */
    void browserGone(RelayEnd why) {
        thread.execute(() -> guarded(why, () -> {
            finish(why, "the connection was closed");
            close();
        }));
    }

    // ---- LiveConsole

    @Override
    public UUID connectionId() {
        return info.connectionId();
    }

    @Override
    public void end(RelayEnd why, String words) {
        String told = words == null || words.isBlank() ? why.name() : words;
        thread.execute(() -> guarded(why, () -> finish(why, CloseCode.of(why), told, "ended by the portal")));
    }

    @Override
    public long bytesToBrowser() {
        return downstream == null ? 0 : downstream.bytes();
    }

    @Override
    public long bytesToVm() {
        return upstream == null ? 0 : upstream.bytes();
    }

    @Override
    public long withheldMessages() {
        return upstream == null ? 0 : upstream.withheld();
    }

    @Override
    public Instant lastInput() {
        return upstream == null ? opened : upstream.lastInput();
    }

    @Override
    public Duration idleTimeout() {
        return info.idleTimeout();
    }

    @Override
    public Instant endsAt() {
        return info.endsAt();
    }
}
