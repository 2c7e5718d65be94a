package io.porthole.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.xnio.IoUtils;
import org.xnio.XnioIoThread;

import io.porthole.console.ConnectInfo;
import io.porthole.console.NodeHop;
import io.porthole.console.RelayEnd;
import io.porthole.proxy.tls.TlsAttempt;
import io.porthole.rfb.SecurityType;
import io.porthole.rfb.VeNCryptSubtype;

/**
 * One way to a VNC server and back, written down hop by hop. The way is a console's own ({@link VncServerConnection}); whoever waits for it waits on another
 * thread than the I/O thread, on which all else here happens.
 */
final class VncServerVisit implements VncServerConnection.Course {

    /** Beyond the time limits of the way itself. */
    private static final long GRACE_MILLIS = 1_000;

    private final XnioIoThread thread;
    private final ProxySettings settings;
    private final CompletableFuture<List<NodeHop>> told = new CompletableFuture<>();
    private final List<NodeHop> hops = new ArrayList<>();
    private final VncServerConnection connection;
    private final String place;

    private NodeHop.Step next = NodeHop.Step.CONNECTION;
    private long since = System.nanoTime();
    private List<Long> offered = List.of();
    private List<Long> offeredSubtypes = List.of();
    private SecurityType type;
    private VeNCryptSubtype subtype;
    private TlsAttempt tls;

    VncServerVisit(ConnectInfo info, InetAddress address, XnioIoThread thread, ProxySettings settings) {
        this.thread = thread;
        this.settings = settings;
        this.place = address.getHostAddress() + ":" + info.port();
        this.connection = new VncServerConnection(info, new InetSocketAddress(address, info.port()), thread, settings, this::guarded, (opened, early) -> {
            passed(screenName());
            IoUtils.safeClose(opened);
            told.complete(hops);
        }, this::failed, this);
    }

    List<NodeHop> hops() {
        thread.execute(connection::connect);
        try {
            return told.get(settings.connectTimeout().plus(settings.handshakeTimeout()).toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return broken("interrupted");
        } catch (TimeoutException e) {
            return broken("nothing was told in time");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a test of the way to " + place + " broke", e.getCause());
        }
    }

    private List<NodeHop> broken(String detail) {
        thread.execute(connection::abandon);
        return List.of(new NodeHop(NodeHop.Step.CONNECTION, false, detail, RelayEnd.NODE_TIMEOUT, millis()));
    }

    /** As a relay does it. */
    private void guarded(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            failed(RelayEnd.VNC_HANDSHAKE_FAILED, String.valueOf(e.getMessage()));
            connection.abandon();
        } catch (RuntimeException e) {
            connection.abandon();
            told.completeExceptionally(e);
        }
    }

    // ---- what was reached

    @Override
    public void connected() {
        passed(place);
        next = NodeHop.Step.GREETING;
    }

    @Override
    public void greeted(String version) {
        passed(version);
        next = NodeHop.Step.SECURITY;
    }

    @Override
    public void securityOffered(List<Long> types) {
        offered = types;
    }

    @Override
    public void securityChosen(SecurityType chosen) {
        type = chosen;
        if (chosen != SecurityType.VENCRYPT) {
            passed(choice() + ", without TLS");
            next = NodeHop.Step.AUTHENTICATION;
        }
    }

    @Override
    public void subtypesOffered(List<Long> subtypes) {
        offeredSubtypes = subtypes;
    }

    @Override
    public void subtypeChosen(VeNCryptSubtype chosen) {
        subtype = chosen;
        passed(choice() + "; in it " + names(offeredSubtypes, VncServerVisit::subtypeName) + ", of which Porthole takes " + chosen + ", with TLS");
        next = NodeHop.Step.TLS;
    }

    @Override
    public void securing(TlsAttempt attempt) {
        tls = attempt;
    }

    @Override
    public void secured() {
        passed(tls.certificate().orElse("without a certificate: nobody knows whether it is the VM's own"));
        next = NodeHop.Step.AUTHENTICATION;
    }

    @Override
    public void authenticated() {
        boolean asked = subtype == null ? type != SecurityType.NONE : subtype != VeNCryptSubtype.X509NONE && subtype != VeNCryptSubtype.TLSNONE;
        passed(asked ? "the password is accepted" : "no password is asked for");
        next = NodeHop.Step.SCREEN;
    }

    private void failed(RelayEnd why, String detail) {
        boolean certificateToBlame = next == NodeHop.Step.TLS && tls != null && tls.certificate().isPresent();
        hops.add(new NodeHop(next, false, certificateToBlame ? detail + "; it showed " + tls.certificate().get() : detail, why, millis()));
        told.complete(hops);
    }

    private void passed(String detail) {
        hops.add(new NodeHop(next, true, detail, null, millis()));
        since = System.nanoTime();
    }

    // ---- in words

    private String screenName() {
        return connection.handshake().desktopName().replaceAll("\\p{Cntrl}", "?");
    }

    private String choice() {
        return "it offers " + names(offered, number -> SecurityType.of((int) number).map(Enum::name).orElse(null)) + "; of "
                + settings.securityTypes().stream().map(Enum::name).collect(Collectors.joining(", ")) + " (auth_schemes) Porthole takes " + type;
    }

    private interface Names {
        String of(long number);
    }

    private static String names(List<Long> numbers, Names names) {
        return numbers.stream().map(number -> names.of(number) == null ? String.valueOf(number) : names.of(number) + " (" + number + ")").collect(Collectors.joining(", "));
    }

    private static String subtypeName(long number) {
        for (VeNCryptSubtype known : VeNCryptSubtype.values()) {
            if (known.number() == number) {
                return known.name();
            }
        }
        return null;
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }
}
