package io.porthole.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

import io.porthole.console.ConnectInfo;
import io.porthole.console.LiveConsole;
import io.porthole.console.LiveConsoles;
import io.porthole.console.RelayEnd;
import io.porthole.rfb.ClientHandshake;
import io.porthole.rfb.HandshakeException;

/**
 * Copies bytes between one browser and one VNC server until either side ends, then says why it ended.
 *
 * <p>Both sockets belong to the I/O thread of the browser's connection, and everything here happens on it, so that no byte
 * changes threads and nothing needs a lock. Its life: CONNECTING to the VNC server and shaking hands
 * with it, while the browser hears nothing; BROWSER_HANDSHAKE, now that its success is certain; RELAYING; CLOSING, when the reason is settled and
 * what was under way is still delivered; CLOSED. A side is read only while the other has room: a reader that stops stops
 * the sender, and costs one buffer.
 */
final class ConsoleRelay implements LiveConsole {

    private enum Phase {
        CONNECTING, BROWSER_HANDSHAKE, RELAYING, CLOSING, CLOSED
    }

    private static final System.Logger LOG = System.getLogger(ConsoleRelay.class.getName());
    /** One side may have the thread for so many bytes at a time, then the others have theirs: fairness. */
    private static final int TURN_BYTES = 256 * 1024;
    /** How long a browser may take to answer our Close frame. */
    private static final long CLOSE_SECONDS = 5;
    /** How long the last input may take to reach the VNC server after the browser left. */
    private static final long FLUSH_SECONDS = 2;
    /** Unanswered pings after which a browser is lost. */
    private static final int LOST_AFTER = 3;

    private final ConnectInfo info;
    private final InetSocketAddress address;
    private final ProxySettings settings;
    private final LiveConsoles consoles;
    private final StreamConnection browser;
    private final XnioIoThread thread;
    private final RelayBuffers.Pool pool;
    private final Outlet toBrowser;
    private final FrameParser frames;
    private final VncServerConnection server;

    private Phase phase = Phase.CONNECTING;
    private ClientHandshake clientHandshake;
    private StreamConnection vnc;
    private Outlet toVnc;
    private XnioExecutor.Key deadline;
    private XnioExecutor.Key pings;
    private boolean closeReceived;
    private int silentPings;

    private volatile long bytesToBrowser;
    private volatile long bytesToVm;
    private volatile long lastInputMillis = System.currentTimeMillis();

    ConsoleRelay(ConnectInfo info, InetSocketAddress address, StreamConnection browser, RelayBuffers buffers, ProxySettings settings, LiveConsoles consoles) {
        this.info = info;
        this.address = address;
        this.browser = browser;
        this.settings = settings;
        this.consoles = consoles;
        this.thread = browser.getIoThread();
        this.pool = buffers.of(thread);
        this.toBrowser = new Outlet(browser.getSinkChannel(), pool);
        this.frames = new FrameParser(new BrowserControl());
        this.server = new VncServerConnection(info, address, thread, settings, step -> guarded(RelayEnd.VNC_HANDSHAKE_FAILED, step), this::serverIsReady, this::finish);
    }

    /** Takes the browser's connection over. Called before its first frame is read. */
    void start() {
        browser.getSourceChannel().setReadListener(channel -> guarded(RelayEnd.BROWSER_LOST, this::browserReadable));
        browser.getSinkChannel().setWriteListener(channel -> guarded(RelayEnd.BROWSER_LOST, this::browserWritable));
        browser.getSourceChannel().suspendReads();
        consoles.opened(this);
        thread.execute(() -> guarded(RelayEnd.NODE_UNREACHABLE, server::connect));
    }

    // ---- the VNC server

    private void serverIsReady(StreamConnection connected) throws IOException {
        vnc = connected;
        toVnc = new Outlet(vnc.getSinkChannel(), pool);
        vnc.getSourceChannel().setReadListener(channel -> guarded(RelayEnd.VNC_CLOSED, this::copyToBrowser));
        vnc.getSinkChannel().setWriteListener(channel -> guarded(RelayEnd.VNC_CLOSED, this::vncWritable));
        phase = Phase.BROWSER_HANDSHAKE;
        deadline = after(settings.handshakeTimeout().toMillis(), () -> finish(RelayEnd.HANDSHAKE_TIMEOUT, "the browser does not answer"));
        clientHandshake = new ClientHandshake(server.handshake().serverInit());
        toBrowser.write(Frames.binary(clientHandshake.greeting()));
        browser.getSourceChannel().resumeReads();
    }

    // ---- the browser

    private void browserReadable() throws IOException {
        if (phase == Phase.CONNECTING || phase == Phase.CLOSED) {
            browser.getSourceChannel().suspendReads();
            return;
        }
        int turn = 0;
        while (turn < TURN_BYTES && (toVnc == null || toVnc.isEmpty()) && !closeReceived) {
            ByteBuffer in = pool.take();
            int read = browser.getSourceChannel().read(in);
            if (read <= 0) {
                pool.giveBack(in);
                if (read < 0) {
                    browserEnded();
                }
                return;
            }
            turn += read;
            silentPings = 0;
            in.flip();
            if (phase == Phase.CLOSING) {
                parse(in);
                pool.giveBack(in);
                continue;
            }
            if (!parse(in)) {
                pool.giveBack(in);
                return;
            }
            payload(in);
            if (read < in.capacity() / 2) {
                break; // the socket is most likely empty; asking again would cost a system call to hear so
            }
        }
        if (toVnc != null && !toVnc.isEmpty() && phase != Phase.CLOSED) {
            browser.getSourceChannel().suspendReads();
        }
    }

    private boolean parse(ByteBuffer in) {
        try {
            frames.parse(in);
            return true;
        } catch (FrameException e) {
            sendCloseAndFinish(RelayEnd.BROWSER_PROTOCOL_ERROR, e.closeCode(), e.getMessage());
            return false;
        }
    }

    /** Takes the buffer over. */
    private void payload(ByteBuffer in) throws IOException {
        if (phase == Phase.BROWSER_HANDSHAKE) {
            try {
                for (byte[] message : clientHandshake.receive(in)) {
                    toBrowser.write(Frames.binary(message));
                }
            } catch (HandshakeException e) {
                pool.giveBack(in);
                finish(RelayEnd.BROWSER_PROTOCOL_ERROR, e.getMessage());
                return;
            }
            if (clientHandshake.isDone()) {
                beginRelaying();
            }
        }
        if (!in.hasRemaining()) {
            pool.giveBack(in);
        } else {
            bytesToVm += in.remaining();
            lastInputMillis = System.currentTimeMillis();
            writeToVnc(in);
        }
        if (closeReceived) {
            finish(RelayEnd.BROWSER_CLOSED, "the browser closed");
        }
    }

    private void beginRelaying() {
        phase = Phase.RELAYING;
        deadline.remove();
        deadline = null;
        pings = thread.executeAtInterval(() -> guarded(RelayEnd.BROWSER_LOST, this::ping), settings.pingInterval().toMillis(), TimeUnit.MILLISECONDS);
        consoles.established(this);
        vnc.getSourceChannel().resumeReads();
    }

    private void ping() throws IOException {
        if (!toVnc.isEmpty()) {
            silentPings = 0; // the VNC server stalls, and so the browser is not read
        }
        if (++silentPings > LOST_AFTER) {
            finish(RelayEnd.BROWSER_LOST, "no sign of life from the browser");
        } else if (silentPings > 1 && toBrowser.isEmpty()) {
            toBrowser.write(Frames.ping());
        }
    }

    private void browserEnded() {
        if (phase == Phase.CLOSING) {
            closeBrowser();
        } else {
            finish(RelayEnd.BROWSER_LOST, "the browser's connection ended without a Close frame");
        }
    }

    private void browserWritable() throws IOException {
        if (phase == Phase.CLOSED) {
            browser.getSinkChannel().suspendWrites();
            return;
        }
        if (!toBrowser.flush()) {
            return;
        }
        if (phase == Phase.RELAYING) {
            vnc.getSourceChannel().resumeReads();
        } else if (phase == Phase.CLOSING) {
            closeSent();
        }
    }

    // ---- copying

    private void copyToBrowser() throws IOException {
        if (phase != Phase.RELAYING) {
            vnc.getSourceChannel().suspendReads();
            return;
        }
        int turn = 0;
        while (turn < TURN_BYTES) {
            ByteBuffer buffer = pool.take().position(Frames.HEADROOM);
            int read = vnc.getSourceChannel().read(buffer);
            if (read <= 0) {
                pool.giveBack(buffer);
                if (read < 0) {
                    finish(RelayEnd.VNC_CLOSED, "the VNC server closed");
                }
                return;
            }
            turn += read;
            bytesToBrowser += read;
            boolean full = !buffer.hasRemaining();
            buffer.flip();
            Frames.frameInPlace(buffer);
            if (!writeToBrowser(buffer)) {
                vnc.getSourceChannel().suspendReads();
                return;
            }
            if (!full) {
                return;
            }
        }
    }

    /** @return whether nothing waits; a browser that cannot be written to is lost, whoever had something for it */
    private boolean writeToBrowser(ByteBuffer frame) {
        try {
            return toBrowser.write(frame);
        } catch (IOException e) {
            finish(RelayEnd.BROWSER_LOST, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void writeToVnc(ByteBuffer payload) {
        try {
            toVnc.write(payload);
        } catch (IOException e) {
            finish(RelayEnd.VNC_CLOSED, String.valueOf(e.getMessage()));
        }
    }

    private void vncWritable() throws IOException {
        if (!toVnc.flush()) {
            return;
        }
        if (phase == Phase.CLOSING || phase == Phase.CLOSED) {
            closeVnc();
        } else {
            browser.getSourceChannel().resumeReads();
        }
    }

    // ---- the end

    private void finish(RelayEnd why, String detail) {
        sendCloseAndFinish(why, CloseCode.of(why), detail);
    }

    /** The first reason is the reason; what comes later is its consequence. */
    private void sendCloseAndFinish(RelayEnd why, int closeCode, String detail) {
        if (phase == Phase.CLOSING || phase == Phase.CLOSED) {
            return;
        }
        LOG.log(why == RelayEnd.BROWSER_CLOSED ? System.Logger.Level.DEBUG : System.Logger.Level.INFO,
                "console session {0} ended: {1} ({2})", info.sessionId(), why, detail);
        phase = Phase.CLOSING;
        removeTimers();
        consoles.ended(this, why);
        leaveVnc(why);
        if (why == RelayEnd.BROWSER_LOST) {
            closeBrowser();
            return;
        }
        deadline = after(CLOSE_SECONDS * 1000, this::closeBrowser);
        try {
            if (toBrowser.write(Frames.close(closeCode, why.name()))) {
                closeSent();
            }
            if (phase == Phase.CLOSING) {
                browser.getSourceChannel().resumeReads();
            }
        } catch (IOException e) {
            closeBrowser();
        }
    }

    /** What the browser sent last, such as the release of a key, still goes out; what it cannot see any more is not read. */
    private void leaveVnc(RelayEnd why) {
        if (vnc == null) {
            server.abandon();
            return;
        }
        vnc.getSourceChannel().suspendReads();
        boolean browserLeft = why == RelayEnd.BROWSER_CLOSED || why == RelayEnd.BROWSER_LOST;
        if (browserLeft && !toVnc.isEmpty()) {
            after(FLUSH_SECONDS * 1000, this::closeVnc);
        } else {
            closeVnc();
        }
    }

    private void closeVnc() {
        toVnc.discard();
        IoUtils.safeClose(vnc);
    }

    /** Our Close frame is out: nothing more is written, and the browser's own Close is waited for, so that no reset eats the tail. */
    private void closeSent() throws IOException {
        if (closeReceived) {
            closeBrowser();
        } else {
            browser.getSinkChannel().shutdownWrites();
            browser.getSinkChannel().flush();
        }
    }

    private void closeBrowser() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        removeTimers();
        toBrowser.discard();
        IoUtils.safeClose(browser);
    }

    private void removeTimers() {
        if (deadline != null) {
            deadline.remove();
            deadline = null;
        }
        if (pings != null) {
            pings.remove();
            pings = null;
        }
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
            if (phase == Phase.CLOSING || phase == Phase.CLOSED) {
                closeBrowser();
            } else {
                finish(onFailure, String.valueOf(e.getMessage()));
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "console session " + info.sessionId() + " failed", e);
            finish(RelayEnd.INTERNAL_ERROR, String.valueOf(e.getMessage()));
            closeBrowser();
        }
    }

    /** The container says that the WebSocket is gone. */
    void browserGone() {
        thread.execute(() -> guarded(RelayEnd.BROWSER_LOST, () -> {
            finish(RelayEnd.BROWSER_LOST, "the connection was closed");
            closeBrowser();
        }));
    }

    // ---- LiveConsole

    @Override
    public UUID connectionId() {
        return info.connectionId();
    }

    @Override
    public void end(RelayEnd why) {
        thread.execute(() -> guarded(why, () -> finish(why, "ended by the portal")));
    }

    @Override
    public long bytesToBrowser() {
        return bytesToBrowser;
    }

    @Override
    public long bytesToVm() {
        return bytesToVm;
    }

    @Override
    public Instant lastInput() {
        return Instant.ofEpochMilli(lastInputMillis);
    }

    @Override
    public Instant endsAt() {
        return info.endsAt();
    }

    /** Answers the browser's control frames. */
    private final class BrowserControl implements FrameParser.ControlFrames {

        @Override
        public void ping(byte[] payload) {
            if (phase == Phase.CLOSING || !toBrowser.hasRoomForControl()) {
                return;
            }
            boolean drained = writeToBrowser(Frames.pong(payload));
            if (drained && phase == Phase.RELAYING) {
                // It may have taken along a buffer that waited, and with it the reason to leave the VNC server unread.
                vnc.getSourceChannel().resumeReads();
            }
        }

        @Override
        public void closed() {
            closeReceived = true;
            if (phase == Phase.CLOSING && toBrowser.isEmpty()) {
                closeBrowser();
            }
        }
    }
}
