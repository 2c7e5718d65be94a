package io.porthole.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.xnio.IoFuture;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

import io.porthole.console.ConnectInfo;
import io.porthole.console.RelayEnd;
import io.porthole.rfb.HandshakeException;
import io.porthole.rfb.ServerHandshake;

/**
 * The way to the VNC server: connects, shakes hands, makes sure that it is the right screen, and hands the connection on with
 * reading suspended. Each step has its deadline; a step that fails is reported once.
 */
final class VncServerConnection {

    interface Ready {
        void connected(StreamConnection connection) throws IOException;
    }

    interface Failed {
        void because(RelayEnd why, String detail);
    }

    /** No handshake message of a VNC server is longer but for ServerInit's name, which comes in pieces then. */
    private static final int READ_BYTES = 4096;
    private static final int ANSWER_BYTES = 128;

    private final ConnectInfo info;
    private final InetSocketAddress address;
    private final XnioIoThread thread;
    private final ProxySettings settings;
    private final Step.Guard guard;
    private final Ready ready;
    private final Failed failed;
    private final ServerHandshake handshake;

    private IoFuture<StreamConnection> connecting;
    private StreamConnection connection;
    private XnioExecutor.Key deadline;
    private boolean over;

    VncServerConnection(ConnectInfo info, InetSocketAddress address, XnioIoThread thread, ProxySettings settings,
            Step.Guard guard, Ready ready, Failed failed) {
        this.info = info;
        this.address = address;
        this.thread = thread;
        this.settings = settings;
        this.guard = guard;
        this.ready = ready;
        this.failed = failed;
        byte[] password = info.vncPassword() == null ? null : info.vncPassword().getBytes(StandardCharsets.ISO_8859_1);
        this.handshake = new ServerHandshake(settings.securityTypes(), password);
    }

    ServerHandshake handshake() {
        return handshake;
    }

    void connect() {
        if (over) {
            return;
        }
        if (address.isUnresolved()) {
            fail(RelayEnd.NODE_UNREACHABLE, "no address is known for " + address.getHostString());
            return;
        }
        // XNIO has no time limit for a connect.
        deadline = after(settings.connectTimeout().toMillis(), "no connection to " + address + " in time");
        connecting = thread.openStreamConnection(address, opened -> guard.run(() -> connected(opened)), OptionMap.create(Options.TCP_NODELAY, true));
        connecting.addNotifier((future, nothing) -> {
            if (future.getStatus() == IoFuture.Status.FAILED) {
                thread.execute(() -> guard.run(() -> fail(RelayEnd.NODE_UNREACHABLE, String.valueOf(future.getException()))));
            }
        }, null);
    }

    private void connected(StreamConnection opened) {
        if (over) {
            IoUtils.safeClose(opened);
            return;
        }
        connection = opened;
        deadline.remove();
        deadline = after(settings.handshakeTimeout().toMillis(), "the VNC server at " + address + " does not answer");
        connection.getSourceChannel().setReadListener(channel -> guard.run(this::readable));
        connection.getSourceChannel().resumeReads();
    }

    private void readable() throws IOException {
        ByteBuffer in = ByteBuffer.allocate(READ_BYTES);
        int read = connection.getSourceChannel().read(in);
        if (read < 0) {
            fail(RelayEnd.VNC_HANDSHAKE_FAILED, "the VNC server closed during its handshake");
            return;
        }
        ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
        try {
            handshake.receive(in.flip(), answer);
        } catch (HandshakeException e) {
            fail(endFor(e), e.getMessage());
            return;
        }
        // An answer is a few bytes into an empty socket: it goes whole, or the server is broken.
        connection.getSinkChannel().write(answer.flip());
        if (answer.hasRemaining()) {
            fail(RelayEnd.VNC_HANDSHAKE_FAILED, "the VNC server reads nothing");
        } else if (handshake.isDone()) {
            done(in);
        }
    }

    private static RelayEnd endFor(HandshakeException e) {
        return switch (e.kind()) {
            case NO_ACCEPTABLE_SECURITY, AUTHENTICATION_FAILED -> RelayEnd.VNC_SECURITY_REFUSED;
            case NOT_RFB, VERSION_UNSUPPORTED, REFUSED_BY_SERVER, PLAIN_INSTEAD_OF_TLS, MALFORMED -> RelayEnd.VNC_HANDSHAKE_FAILED;
        };
    }

    private void done(ByteBuffer rest) throws IOException {
        if (ScreenName.contradicts(handshake.desktopName(), info.instanceName())) {
            fail(RelayEnd.WRONG_INSTANCE, "the screen at " + address + " is called " + handshake.desktopName());
            return;
        }
        if (rest.hasRemaining()) {
            fail(RelayEnd.VNC_HANDSHAKE_FAILED, "the VNC server sent updates that nobody asked for");
            return;
        }
        over = true;
        deadline.remove();
        connection.getSourceChannel().suspendReads();
        ready.connected(connection);
    }

    private void fail(RelayEnd why, String detail) {
        if (!over) {
            abandon();
            failed.because(why, detail);
        }
    }

    /** Nobody waits for it any more. */
    void abandon() {
        over = true;
        if (deadline != null) {
            deadline.remove();
        }
        if (connecting != null) {
            connecting.cancel();
        }
        IoUtils.safeClose(connection);
    }

    private XnioExecutor.Key after(long millis, String detail) {
        return thread.executeAfter(() -> guard.run(() -> fail(RelayEnd.NODE_TIMEOUT, detail)), millis, TimeUnit.MILLISECONDS);
    }
}
