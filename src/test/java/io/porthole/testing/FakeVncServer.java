package io.porthole.testing;

import io.porthole.testing.FakeVncScript.Departure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A VNC server on a free port of 127.0.0.1 that shows nothing: it does the handshake of RFC 6143 (3.8, security None, unless told otherwise), keeps
 * what clients send and sends what the test says. What the RFC forbids it does at the step that the test names.
 */
public final class FakeVncServer implements AutoCloseable {

    private static final Duration ACCEPT_ENDS = Duration.ofSeconds(5);

    /** The server's messages of the handshake, in order. */
    public enum Step {
        PROTOCOL_VERSION, SECURITY_TYPES, VENCRYPT_VERSION, VENCRYPT_VERSION_ASSENT, VENCRYPT_SUBTYPES, VENCRYPT_SUBTYPE_ASSENT, CHALLENGE, SECURITY_RESULT, SERVER_INIT
    }

    private final FakeVncScript script = new FakeVncScript();
    private final ObservedState state = new ObservedState();
    /** Guarded by {@link #state}. */
    private final List<FakeVncConnection> connections = new ArrayList<>();
    private ServerSocket socket;
    private Thread accepting;

    public FakeVncServer name(String desktopName) {
        script.name = desktopName;
        return this;
    }

    /** Asks for VNC authentication with this password, of which the first 8 bytes count. */
    public FakeVncServer password(String password) {
        script.password = password;
        return securityTypes(2);
    }

    /** What is offered, in this order; in 3.3 the first is taken. Only 1 and 2 can be gone through with, and 19 after {@link #vencrypt}. */
    public FakeVncServer securityTypes(int... numbers) {
        script.securityTypes = numbers;
        return this;
    }

    /** Offers VeNCrypt with these subtypes and nothing else, and shows this certificate. */
    public FakeVncServer vencrypt(TestCertificate certificate, int... subtypes) {
        return vencrypt(certificate.serverContext(null), new String[0], subtypes);
    }

    /** The same with TLS 1.2 and cipher suites of the test's choice, such as those without a certificate. */
    public FakeVncServer vencrypt(SSLContext context, String[] suites, int... subtypes) {
        script.vencrypt = new FakeVeNCrypt(context, subtypes, null, false, suites);
        return securityTypes(FakeVeNCrypt.SECURITY_TYPE);
    }

    /** After {@link #vencrypt}: asks the client for a certificate of this authority too. */
    public FakeVncServer asksForCertificate(TestCertificate own, TestAuthority clients) {
        script.vencrypt = script.vencrypt.asking(clients, own, false);
        return this;
    }

    /** The same, and turns the client away that has none. */
    public FakeVncServer insistsOnCertificate(TestCertificate own, TestAuthority clients) {
        script.vencrypt = script.vencrypt.asking(clients, own, true);
        return this;
    }

    /** For VeNCrypt's Plain; the password is that of {@link #password}. */
    public FakeVncServer username(String username) {
        script.username = username;
        return this;
    }

    /** @param version as on the wire, such as 003.003 */
    public FakeVncServer version(String version) {
        script.version = version;
        return this;
    }

    /** Accepts and then says nothing at all. */
    public FakeVncServer silentAfterAccept() {
        return silentAt(Step.PROTOCOL_VERSION);
    }

    /** Says nothing more from this step on, and keeps the connection. */
    public FakeVncServer silentAt(Step step) {
        return sendInsteadAt(step, new byte[0]);
    }

    /** Says so many bytes of the handshake, then nothing more, and keeps the connection. */
    public FakeVncServer stopAfter(int bytes) {
        script.mostHandshakeBytes = bytes;
        return this;
    }

    /** Closes the connection where this step's message should come. */
    public FakeVncServer closeAt(Step step) {
        script.leaveAt(step, new Departure(new byte[0], true));
        return this;
    }

    /** Sends these bytes where this step's message should come, then nothing more. */
    public FakeVncServer sendInsteadAt(Step step, byte[] garbage) {
        script.leaveAt(step, new Departure(garbage, false));
        return this;
    }

    /** Sends back what comes after the handshake. */
    public FakeVncServer echo() {
        script.echoes = true;
        return this;
    }

    /** After the handshake reads nothing, so that the sender's buffers fill; a read that already waits still takes up to 64 KiB. */
    public FakeVncServer stopReading() {
        state.change(() -> script.reads = false);
        return this;
    }

    public FakeVncServer resumeReading() {
        state.change(() -> script.reads = true);
        return this;
    }

    public FakeVncServer start() {
        try {
            socket = new ServerSocket(0, 512, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accepting = startThread("fake-vnc-accept-" + port(), this::accept);
        return this;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** All connections since the start, the closed ones too, in the order of their coming. */
    public List<FakeVncConnection> connections() {
        return state.read(() -> List.copyOf(connections));
    }

    public int connectionsAccepted() {
        return connections().size();
    }

    public void awaitAccepted(int count, Duration limit) throws InterruptedException {
        state.await(count + " connections accepted", () -> connections.size() >= count, limit);
    }

    /** Waits until so many clients are through the handshake and still connected. */
    public void awaitReady(int count, Duration limit) throws InterruptedException {
        state.await(count + " clients ready", () -> count(client -> client.isReady() && client.isOpen()) >= count, limit);
    }

    /** Waits until exactly so many connections are open. */
    public void awaitOpen(int count, Duration limit) throws InterruptedException {
        state.await(count + " connections open", () -> count(FakeVncConnection::isOpen) == count, limit);
    }

    /** @return everything that the clients sent after their handshakes, one connection after the other, as soon as it is so many bytes or more */
    public byte[] awaitReceived(int bytes, Duration limit) throws InterruptedException {
        state.await(bytes + " bytes received", () -> receivedBytes() >= bytes, limit);
        return received();
    }

    /** Everything that the clients sent after their handshakes, one connection after the other. */
    public byte[] received() {
        RfbMessage all = new RfbMessage();
        connections().forEach(connection -> all.bytes(connection.received()));
        return all.toBytes();
    }

    /** Sends to every client that is through its handshake. Blocks while one does not read. */
    public void send(byte[] bytes) {
        connections().stream().filter(FakeVncConnection::isOpen).forEach(connection -> connection.send(bytes));
    }

    public void closeConnections() {
        connections().forEach(FakeVncConnection::close);
    }

    public void resetConnections() {
        connections().forEach(FakeVncConnection::reset);
    }

    /** Ends the listening and every connection. The port is free afterwards: not before the thread in accept() has left it. */
    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
                accepting.join(ACCEPT_ENDS.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeConnections();
        }
    }

    /** This and the next: under {@link #state} only. */
    private int receivedBytes() {
        return connections.stream().mapToInt(FakeVncConnection::receivedBytes).sum();
    }

    private long count(Predicate<FakeVncConnection> condition) {
        return connections.stream().filter(condition).count();
    }

    private void accept() {
        try {
            while (true) {
                serve(socket.accept());
            }
        } catch (IOException e) {
            // closed: the end of the test
        }
    }

    private void serve(Socket client) throws IOException {
        client.setTcpNoDelay(true);
        FakeVncConnection connection = new FakeVncConnection(client, script, state);
        state.change(() -> connections.add(connection));
        startThread("fake-vnc-client-" + client.getPort(), connection::run);
    }

    private static Thread startThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
