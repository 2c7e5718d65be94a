package io.porthole.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.porthole.testing.FakeVncServer.Step;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** One client of a {@link FakeVncServer}: the handshake as RFC 6143, 7.1 to 7.3 tells it, then whatever the client sends is kept. */
public final class FakeVncConnection {

    static final int NONE = 1;
    static final int VNC_AUTHENTICATION = 2;
    /** No security type: VeNCrypt's user name and password, which have no number of their own. */
    static final int PLAIN = -1;

    private final Socket socket;
    private final FakeVncScript script;
    private final ObservedState state;
    /** Guards {@link #out}: whoever has seen ServerInit can be sent to. */
    private final Object sending = new Object();
    /** These two change once, when TLS begins. */
    private DataInputStream in;
    private OutputStream out;
    private int saidBytes;
    /** These six are guarded by {@link #state}. */
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private int sharedFlag = -1;
    private boolean ready;
    private boolean open = true;
    private int chosenSecurityType = -1;
    private String clientName;

    FakeVncConnection(Socket socket, FakeVncScript script, ObservedState state) throws IOException {
        this.socket = socket;
        this.script = script;
        this.state = state;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Everything that the client sent after the handshake. */
    public byte[] received() {
        return state.read(received::toByteArray);
    }

    /** @return everything received, as soon as it is so many bytes or more */
    public byte[] awaitReceived(int bytes, Duration limit) throws InterruptedException {
        state.await(bytes + " bytes received", () -> receivedBytes() >= bytes, limit);
        return received();
    }

    /** What the client asked for in ClientInit; -1 before that. */
    public int sharedFlag() {
        return state.read(() -> sharedFlag);
    }

    /** What the client chose among the security types; -1 before that. */
    public int chosenSecurityType() {
        return state.read(() -> chosenSecurityType);
    }

    /** Of whom the certificate is that the client showed; null when it showed none. */
    public String clientName() {
        return state.read(() -> clientName);
    }

    /** Whether the handshake is over. */
    public boolean isReady() {
        return state.read(() -> ready);
    }

    /** Whether the socket is open on both sides, as far as we know. */
    public boolean isOpen() {
        return state.read(() -> open);
    }

    /**
     * Sends bytes after the handshake; before it nothing is sent. Blocks while the client does not read.
     *
     * @throws UncheckedIOException if the connection has ended
     */
    public void send(byte[] bytes) {
        try {
            write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        state.change(() -> open = false);
    }

    /** Ends with a TCP reset, as a killed QEMU's unread bytes do. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    /** Under {@link #state} only. */
    int receivedBytes() {
        return received.size();
    }

    void run() {
        try (socket) {
            handshake();
            keepWhatComes();
        } catch (IOException e) {
            // The client's end or ours; what a test wants to know of it is in the state.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state.change(() -> open = false);
        }
    }

    private void handshake() throws IOException {
        say(Step.PROTOCOL_VERSION, script.versionMessage());
        String version = new String(read(12), US_ASCII);

        int securityType = securityType(version);
        state.change(() -> chosenSecurityType = securityType);
        boolean admitted = script.offers(securityType);
        boolean inTls = admitted && securityType == FakeVeNCrypt.SECURITY_TYPE;
        if (admitted) {
            admitted = isAdmitted(inTls ? insideOfTls() : securityType);
        }
        if (securityType != NONE || version.equals("RFB 003.008\n")) {
            say(Step.SECURITY_RESULT, securityResult(version, admitted));
        }
        if (!admitted) {
            throw new EOFException("Security failed");
        }
        int flag = Byte.toUnsignedInt(read(1)[0]);
        state.change(() -> sharedFlag = flag);
        say(Step.SERVER_INIT, script.serverInit());
    }

    private boolean isAdmitted(int securityType) throws IOException {
        if (securityType == VNC_AUTHENTICATION) {
            say(Step.CHALLENGE, FakeVncScript.CHALLENGE);
            return script.admits(read(FakeVncScript.CHALLENGE.length));
        }
        if (securityType == PLAIN) {
            int nameBytes = in.readInt();
            int passwordBytes = in.readInt();
            return script.admits(new String(read(nameBytes), UTF_8), new String(read(passwordBytes), UTF_8));
        }
        return securityType == NONE;
    }

    /** @return what goes on inside of TLS */
    private int insideOfTls() throws IOException {
        FakeVeNCrypt vencrypt = script.vencrypt;
        say(Step.VENCRYPT_VERSION, FakeVeNCrypt.VERSION);
        read(FakeVeNCrypt.VERSION.length);
        say(Step.VENCRYPT_VERSION_ASSENT, new byte[] {0});
        say(Step.VENCRYPT_SUBTYPES, vencrypt.subtypesMessage());
        int subtype = in.readInt();
        say(Step.VENCRYPT_SUBTYPE_ASSENT, new byte[] {(byte) (vencrypt.offers(subtype) ? 1 : 0)});
        SSLSocket tls = vencrypt.over(socket);
        if (vencrypt.clients() != null) {
            rememberClient(tls.getSession());
        }
        in = new DataInputStream(tls.getInputStream());
        out = tls.getOutputStream();
        return FakeVeNCrypt.inside(subtype);
    }

    private void rememberClient(SSLSession session) {
        try {
            String name = session.getPeerPrincipal().getName();
            state.change(() -> clientName = name);
        } catch (SSLPeerUnverifiedException e) {
            // none was shown
        }
    }

    private int securityType(String version) throws IOException {
        if (version.equals("RFB 003.003\n")) {
            say(Step.SECURITY_TYPES, new RfbMessage().u32(script.securityTypes[0]).toBytes());
            return script.securityTypes[0];
        }
        say(Step.SECURITY_TYPES, script.securityTypesMessage());
        return Byte.toUnsignedInt(read(1)[0]);
    }

    private static byte[] securityResult(String version, boolean admitted) {
        if (admitted) {
            return new RfbMessage().u32(0).toBytes();
        }
        RfbMessage failed = new RfbMessage().u32(1);
        return version.equals("RFB 003.008\n") ? failed.string("Authentication failed").toBytes() : failed.toBytes();
    }

    private void say(Step step, byte[] message) throws IOException {
        FakeVncScript.Departure departure = script.departureAt(step);
        if (departure != null) {
            leave(step, departure);
        }
        int rest = script.mostHandshakeBytes - saidBytes;
        if (message.length > rest) {
            leave(step, new FakeVncScript.Departure(Arrays.copyOf(message, rest), false));
        }
        saidBytes += message.length;
        synchronized (sending) {
            out.write(message);
            if (step == Step.SERVER_INIT) {
                state.change(() -> ready = true);
            }
        }
    }

    private void leave(Step step, FakeVncScript.Departure departure) throws IOException {
        out.write(departure.instead());
        if (!departure.closes()) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        throw new EOFException("Left the RFC at " + step);
    }

    private void keepWhatComes() throws IOException, InterruptedException {
        byte[] buffer = new byte[64 * 1024];
        while (true) {
            state.awaitWithoutLimit(() -> script.reads || !open);
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            state.change(() -> received.write(buffer, 0, count));
            if (script.echoes) {
                write(Arrays.copyOf(buffer, count));
            }
        }
    }

    private void write(byte[] bytes) throws IOException {
        synchronized (sending) {
            if (isReady()) {
                out.write(bytes);
            }
        }
    }

    private byte[] read(int bytes) throws IOException {
        byte[] message = new byte[bytes];
        in.readFully(message);
        return message;
    }
}
