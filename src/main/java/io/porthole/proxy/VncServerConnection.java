package io.porthole.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import io.undertow.protocols.ssl.UndertowXnioSsl;
import org.xnio.IoFuture;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.ssl.SslConnection;

import io.porthole.console.ConnectInfo;
import io.porthole.console.RelayEnd;
import io.porthole.proxy.tls.TlsAttempt;
import io.porthole.proxy.tls.TlsFault;
import io.porthole.rfb.HandshakeException;
import io.porthole.rfb.HandshakeObserver;
import io.porthole.rfb.ServerHandshake;
import io.porthole.rfb.VeNCryptSubtype;
import io.porthole.rfb.VncCredentials;

/**
 * The way to the VNC server: connects, shakes hands, puts TLS over the connection where VeNCrypt asks for it, makes sure that it is the right screen, and hands the
 * connection on with reading suspended. Each step has its deadline, TLS that of the handshake around it; a step that fails is reported once.
 */
final class VncServerConnection {

    interface Ready {

        /** @param early what the VNC server said at once after its handshake: it may ring the Bell or tell its cut text unasked (RFC 6143, 7.6) */
        void connected(StreamConnection connection, ByteBuffer early) throws IOException;
    }

    interface Failed {
        void because(RelayEnd why, String detail);
    }

    /** Is told how far it has come. */
    interface Course extends HandshakeObserver {

        Course UNWATCHED = new Course() {
        };

        /** There is a connection, and nothing was said yet. */
        default void connected() {
        }

        /** TLS begins. */
        default void securing(TlsAttempt attempt) {
        }

        default void secured() {
        }
    }

    /** No handshake message of a VNC server is longer but for ServerInit's name, which comes in pieces then. */
    private static final int READ_BYTES = 4096;

    private final ConnectInfo info;
    private final InetSocketAddress address;
    private final XnioIoThread thread;
    private final ProxySettings settings;
    private final Step.Guard guard;
    private final Ready ready;
    private final Failed failed;
    private final Course course;
    private final ServerHandshake handshake;

    private IoFuture<StreamConnection> connecting;
    private StreamConnection connection;
    private XnioExecutor.Key deadline;
    private boolean over;
    /** Null until the VNC server waits for TLS. */
    private TlsAttempt tls;
    private boolean tlsEstablished;
    private boolean heardInsideOfTls;

    VncServerConnection(ConnectInfo info, InetSocketAddress address, XnioIoThread thread, ProxySettings settings,
            Step.Guard guard, Ready ready, Failed failed) {
        this(info, address, thread, settings, guard, ready, failed, Course.UNWATCHED);
    }

    VncServerConnection(ConnectInfo info, InetSocketAddress address, XnioIoThread thread, ProxySettings settings,
            Step.Guard guard, Ready ready, Failed failed, Course course) {
        this.info = info;
        this.address = address;
        this.thread = thread;
        this.settings = settings;
        this.guard = guard;
        this.ready = ready;
        this.failed = failed;
        this.course = course;
        VncCredentials credentials = new VncCredentials(info.vncUsername(), info.vncPassword());
        this.handshake = new ServerHandshake(settings.securityTypes(), settings.vencryptSubtypes(), credentials, course);
    }

    ServerHandshake handshake() {
        return handshake;
    }

    void connect() {
        if (over) {
            return;
        }
        if (address.isUnresolved()) {
            fail(RelayEnd.NODE_NAME_UNKNOWN, "no address is known for " + address.getHostString());
            return;
        }
        // XNIO has no time limit for a connect.
        deadline = after(settings.connectTimeout().toMillis(), "no connection to " + address + " in time");
        connecting = thread.openStreamConnection(address, opened -> guard.run(() -> connected(opened)), OptionMap.create(Options.TCP_NODELAY, true, Options.KEEP_ALIVE, true));
        connecting.addNotifier((future, nothing) -> {
            if (future.getStatus() == IoFuture.Status.FAILED) {
                thread.execute(() -> guard.run(() -> fail(ConnectFailure.endFor(future.getException()), address + ": " + future.getException())));
            }
        }, null);
    }

    private void connected(StreamConnection opened) {
        if (over) {
            IoUtils.safeClose(opened);
            return;
        }
        deadline.remove();
        deadline = after(settings.handshakeTimeout().toMillis(), "the VNC server at " + address + " does not answer");
        course.connected();
        readFrom(opened);
    }

    private void readFrom(StreamConnection source) {
        connection = source;
        connection.getSourceChannel().setReadListener(channel -> guard.run(this::readable));
        connection.getSourceChannel().resumeReads();
    }

    private void readable() throws IOException {
        ByteBuffer in = ByteBuffer.allocate(READ_BYTES);
        int read;
        try {
            read = connection.getSourceChannel().read(in);
        } catch (IOException e) {
            if (!isTlsToBlame()) {
                throw e;
            }
            read = -1;
        }
        if (read < 0) {
            ended();
            return;
        }
        if (tls != null && !isInsideOfTls() || over) {
            return; // the read was a step of TLS, or going on inside failed
        }
        heardInsideOfTls |= tls != null && in.position() > 0;
        feed(in.flip());
    }

    private void ended() {
        if (isTlsToBlame()) {
            fail(endFor(tls.fault()), "no TLS with the VNC server at " + address + ", expected to be " + info.tlsName() + ": "
                    + tls.failure(UndertowXnioSsl.getSslEngine((SslConnection) connection)));
            return;
        }
        fail(RelayEnd.VNC_HANDSHAKE_FAILED, "the VNC server closed during its handshake");
    }

    private void feed(ByteBuffer in) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(ServerHandshake.MAX_ANSWER_BYTES);
        try {
            handshake.receive(in, answer);
        } catch (HandshakeException e) {
            fail(endFor(e), e.getMessage());
            return;
        }
        // An answer is a few bytes into an empty socket: it goes whole, or the server is broken.
        connection.getSinkChannel().write(answer.flip());
        if (answer.hasRemaining()) {
            fail(RelayEnd.VNC_HANDSHAKE_FAILED, "the VNC server reads nothing");
        } else if (handshake.awaitedTls().isPresent()) {
            startTls(handshake.awaitedTls().get());
        } else if (handshake.isDone()) {
            done(in);
        }
    }

    // ---- TLS

    private void startTls(VeNCryptSubtype subtype) throws IOException {
        connection.getSourceChannel().suspendReads();
        tls = settings.tls().attempt(subtype.hasCertificate());
        course.securing(tls);
        readFrom(TlsUpgrade.over(connection, tls, info.tlsName(), () -> {
            tlsEstablished = true;
            thread.execute(() -> guard.run(this::isInsideOfTls)); // not at once: TLS is in the middle of a read or write
        }));
    }

    /** Goes on inside as soon as that is possible. */
    private boolean isInsideOfTls() throws IOException {
        if (tlsEstablished && !over && handshake.awaitedTls().isPresent()) {
            handshake.tlsStarted();
            course.secured();
            feed(ByteBuffer.allocate(0));
        }
        return tlsEstablished;
    }

    private boolean isTlsToBlame() {
        return tls != null && (!tlsEstablished || !heardInsideOfTls && tls.mayHaveBeenTurnedAway());
    }

    private static RelayEnd endFor(TlsFault fault) {
        return switch (fault) {
            case WRONG_NAME -> RelayEnd.TLS_WRONG_NAME;
            case EXPIRED, NOT_YET_VALID -> RelayEnd.TLS_WRONG_DATE;
            case UNTRUSTED -> RelayEnd.TLS_UNTRUSTED;
            case INVALID, CLIENT_CERTIFICATE_MISSING, CLIENT_CERTIFICATE_REFUSED, PROTOCOL -> RelayEnd.TLS_FAILED;
        };
    }

    private static RelayEnd endFor(HandshakeException e) {
        return switch (e.kind()) {
            case NO_ACCEPTABLE_SECURITY, AUTHENTICATION_FAILED -> RelayEnd.VNC_SECURITY_REFUSED;
            case PLAIN_INSTEAD_OF_TLS -> RelayEnd.TLS_FAILED;
            case NOT_RFB, VERSION_UNSUPPORTED, REFUSED_BY_SERVER, MALFORMED -> RelayEnd.VNC_HANDSHAKE_FAILED;
        };
    }

    private void done(ByteBuffer rest) throws IOException {
        if (ScreenName.contradicts(handshake.desktopName(), info.instanceName())) {
            fail(RelayEnd.WRONG_INSTANCE, "the screen at " + address + " is called " + handshake.desktopName());
            return;
        }
        over = true;
        deadline.remove();
        connection.getSourceChannel().suspendReads();
        ready.connected(connection, rest);
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
