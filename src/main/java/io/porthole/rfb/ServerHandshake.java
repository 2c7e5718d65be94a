package io.porthole.rfb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.porthole.rfb.HandshakeException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The handshake towards the VNC server, whose client we are (RFC 6143, 7.1 to 7.3).
 *
 * <p>Its life, a step for each part of a message that arrives whole: protocol version → security types (in 3.3: the one type) → challenge, if there is
 * one → security result, if there is one → screen and desktop name, then it is done. A refusal turns off to the reason's length → reason → failure.
 * VeNCrypt puts its own steps before the challenge ({@link VeNCryptNegotiation}) and then awaits TLS: whoever feeds it starts TLS on the connection and
 * goes on feeding what TLS protects.
 *
 * <p>It waits for nothing and has no deadline: whoever feeds it must set one. It belongs to one thread.
 */
public final class ServerHandshake {

    /** So many bytes must be free for what one call sends: user name and password of VeNCrypt's Plain are the longest. */
    public static final int MAX_ANSWER_BYTES = 1024;

    /** No honest reason is longer, and a hostile one may claim 4 GiB (nova bug 2155052). */
    private static final int MAX_REASON_BYTES = 256;

    /** Other viewers stay: without it QEMU throws them out (RFC 6143, 7.3.1). */
    private static final byte SHARED = 1;

    /** Takes the part that the reader has whole. */
    interface Step {
        void take(ByteBuffer out) throws HandshakeException;
    }

    /** Says what comes next. */
    interface Steps {
        void expect(int bytes, Step next);
    }

    private final RfbReader reader = new RfbReader();
    private final SecurityPreference preference;
    private final HandshakeObserver observer;
    private Step step;
    private ProtocolVersion version;
    private Security security;
    private VeNCryptSubtype awaitedTls;
    private byte[] screen;
    private ServerInit serverInit;

    /**
     * Without VeNCrypt.
     *
     * @param preference security types that we accept, in our order of preference; the server's order does not count
     * @param vncPassword null when none is known: then VNC authentication cannot be chosen; bytes after the eighth do not count (RFC 6143, 7.2.2)
     */
    public ServerHandshake(List<SecurityType> preference, byte[] vncPassword) {
        this(preference, List.of(), new VncCredentials(null, vncPassword == null ? null : new String(vncPassword, ISO_8859_1)));
    }

    /**
     * @param preference security types that we accept, in our order of preference; the server's order does not count
     * @param subtypes the same for what VeNCrypt offers inside
     * @param credentials what needs more than is known cannot be chosen
     */
    public ServerHandshake(List<SecurityType> preference, List<VeNCryptSubtype> subtypes, VncCredentials credentials) {
        this(preference, subtypes, credentials, HandshakeObserver.NOBODY);
    }

    /** The same, and tells somebody how far it has come. */
    public ServerHandshake(List<SecurityType> preference, List<VeNCryptSubtype> subtypes, VncCredentials credentials, HandshakeObserver observer) {
        this.preference = new SecurityPreference(preference, subtypes, credentials);
        this.observer = observer;
        expect(ProtocolVersion.MESSAGE_BYTES, this::answerVersion);
    }

    /**
     * Goes as far as the input allows. How the input is split into calls makes no difference.
     *
     * @param in from the server; what follows the handshake stays in it
     * @param out takes what must be sent to the server now: at most {@value #MAX_ANSWER_BYTES} bytes in a call, which must be free (64 without VeNCrypt)
     */
    public void receive(ByteBuffer in, ByteBuffer out) throws HandshakeException {
        while (!isDone() && awaitedTls == null && reader.readFrom(in)) {
            step.take(out);
        }
        if (awaitedTls != null && in.hasRemaining()) {
            failInTheClear(out);
        }
    }

    /** The server waits for TLS: send what is to be sent, start it, then call {@link #tlsStarted()}. Empty when it does not. */
    public Optional<VeNCryptSubtype> awaitedTls() {
        return Optional.ofNullable(awaitedTls);
    }

    /**
     * All that is fed from now on came through TLS, and all that is sent goes through it. Then call {@link #receive} once without input: it may be our turn.
     *
     * @throws IllegalStateException when TLS is not awaited
     */
    public void tlsStarted() {
        if (awaitedTls == null) {
            throw new IllegalStateException("TLS was not agreed on");
        }
        awaitedTls = null;
    }

    /** Whether ServerInit was read whole. */
    public boolean isDone() {
        return serverInit != null;
    }

    /**
     * The name of the screen as the server sent it, malformed UTF-8 replaced. It may hold any character.
     *
     * @throws IllegalStateException before the handshake is done
     */
    public String desktopName() {
        return whenDone().desktopName();
    }

    /**
     * ServerInit for the browser, its name cut to at most 100 bytes.
     *
     * @throws IllegalStateException before the handshake is done
     */
    public byte[] serverInit() {
        return whenDone().forBrowser();
    }

    private ServerInit whenDone() {
        if (serverInit == null) {
            throw new IllegalStateException("ServerInit was not read yet");
        }
        return serverInit;
    }

    private void expect(int bytes, Step next) {
        reader.expect(bytes);
        step = next;
    }

    private void answerVersion(ByteBuffer out) throws HandshakeException {
        byte[] greeting = reader.bytes();
        version = ProtocolVersion.answering(greeting);
        observer.greeted(new String(greeting, ISO_8859_1).strip());
        out.put(version.message());
        if (version.letsTheClientChoose()) {
            expect(Byte.BYTES, this::countSecurityTypes);
            return;
        }
        expect(Integer.BYTES, this::takeSecurityType);
    }

    private void countSecurityTypes(ByteBuffer out) {
        int count = reader.unsignedByte();
        if (count == 0) {
            expectReason(Kind.REFUSED_BY_SERVER, "The VNC server refused the connection");
            return;
        }
        expect(count, this::chooseSecurityType);
    }

    private void chooseSecurityType(ByteBuffer out) throws HandshakeException {
        List<Long> offered = new ArrayList<>();
        for (byte number : reader.bytes()) {
            offered.add(Byte.toUnsignedLong(number));
        }
        SecurityType type = choose(offered);
        out.put((byte) type.number());
        begin(type);
    }

    private void takeSecurityType(ByteBuffer out) throws HandshakeException {
        long number = reader.unsignedInt();
        if (number == 0) {
            expectReason(Kind.REFUSED_BY_SERVER, "The VNC server refused the connection");
            return;
        }
        begin(choose(List.of(number)));
    }

    private SecurityType choose(List<Long> offered) throws HandshakeException {
        observer.securityOffered(offered);
        SecurityType type = preference.choose(offered);
        observer.securityChosen(type);
        return type;
    }

    private void begin(SecurityType type) {
        if (type == SecurityType.VENCRYPT) {
            new VeNCryptNegotiation(reader, this::expect, preference, observer, this::awaitTls).begin();
            return;
        }
        begin(preference.security(type));
    }

    private void begin(Security chosen) {
        security = chosen;
        expect(chosen.challengeBytes(), this::answerChallenge);
    }

    private void awaitTls(VeNCryptSecurity agreed) {
        awaitedTls = agreed.subtype();
        begin(agreed);
    }

    /** In TLS the client speaks first: whatever comes before that was not protected. */
    private void failInTheClear(ByteBuffer out) throws HandshakeException {
        String failure = "The VNC server agreed on " + security.label() + " and went on in the clear";
        awaitedTls = null;
        expect(0, nothing -> {
            throw new HandshakeException(Kind.PLAIN_INSTEAD_OF_TLS, failure);
        });
        step.take(out);
    }

    private void answerChallenge(ByteBuffer out) {
        out.put(security.answer(reader.bytes()));
        if (security.hasResult(version)) {
            expect(Integer.BYTES, this::takeResult);
            return;
        }
        askForScreen(out);
    }

    private void takeResult(ByteBuffer out) throws HandshakeException {
        long result = reader.unsignedInt();
        if (result == 0) {
            askForScreen(out);
            return;
        }
        String failure = "The VNC server answered " + security.label() + " with security result " + result;
        if (!version.explainsFailedResult()) {
            throw new HandshakeException(Kind.AUTHENTICATION_FAILED, failure);
        }
        expectReason(Kind.AUTHENTICATION_FAILED, failure);
    }

    private void askForScreen(ByteBuffer out) {
        observer.authenticated();
        out.put(SHARED);
        expect(ServerInit.SCREEN_BYTES + Integer.BYTES, this::takeScreen);
    }

    private void takeScreen(ByteBuffer out) throws HandshakeException {
        long nameBytes = reader.unsignedInt(ServerInit.SCREEN_BYTES);
        if (nameBytes > ServerInit.MAX_NAME_BYTES) {
            throw new HandshakeException(Kind.MALFORMED, "The VNC server announced a desktop name of " + nameBytes + " bytes");
        }
        screen = reader.bytes(ServerInit.SCREEN_BYTES);
        expect((int) nameBytes, this::takeName);
    }

    private void takeName(ByteBuffer out) {
        serverInit = new ServerInit(screen, reader.text());
    }

    private void expectReason(Kind kind, String failure) {
        expect(Integer.BYTES, out -> {
            long reasonBytes = reader.unsignedInt();
            if (reasonBytes > MAX_REASON_BYTES) {
                throw new HandshakeException(kind, failure + ", with a reason of " + reasonBytes + " bytes, which we do not read");
            }
            expect((int) reasonBytes, rest -> {
                throw new HandshakeException(kind, failure + ": " + reader.text());
            });
        });
    }
}
