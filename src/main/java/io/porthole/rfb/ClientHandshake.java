package io.porthole.rfb;

import io.porthole.rfb.HandshakeException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The handshake towards the browser, whose VNC server we are: RFB 3.8 with security None, because the console auth token has said who it is.
 *
 * <p>Its life, a step for each message that arrives whole: protocol version → security type (not in 3.3) → ClientInit, then it is done.
 *
 * <p>Each message waits for the one before, which on a far line is most of the time until a picture. A browser that says that it takes
 * all of them at once, for it can only answer them in one way, gets them so; what it answers is checked all the same.
 *
 * <p>It waits for nothing and has no deadline: whoever feeds it must set one. It belongs to one thread.
 */
public final class ClientHandshake {

    private static final int CLIENT_INIT_BYTES = 1;
    private static final byte[] OFFER = {1, (byte) SecurityType.NONE.number()};
    /** All is well. */
    private static final byte[] RESULT = new byte[Integer.BYTES];

    /** Takes the message that the reader has whole. */
    private interface Step {
        void take(List<byte[]> messages) throws HandshakeException;
    }

    private final RfbReader reader = new RfbReader();
    private final byte[] serverInit;
    private final boolean atOnce;
    private Step step;
    private ProtocolVersion version;
    private boolean done;

    /**
     * @param serverInit the message as {@link ServerHandshake#serverInit()} gives it
     * @param atOnce whether the browser takes all messages before its answers
     */
    public ClientHandshake(byte[] serverInit, boolean atOnce) {
        this.serverInit = serverInit.clone();
        this.atOnce = atOnce;
        expect(ProtocolVersion.MESSAGE_BYTES, this::offerSecurity);
    }

    /** @return the messages to send before the browser says anything, each in a frame of its own: noVNC takes no second one from the frame of the version */
    public List<byte[]> greeting() {
        byte[] version = ProtocolVersion.V3_8.message();
        return atOnce ? List.of(version, OFFER.clone(), RESULT.clone(), serverInit.clone()) : List.of(version);
    }

    /**
     * Goes as far as the input allows. How the input is split into calls makes no difference.
     *
     * @param in from the browser, unmasked; what follows ClientInit stays in it
     * @return the messages to send now, in order; each must travel in a WebSocket frame of its own
     */
    public List<byte[]> receive(ByteBuffer in) throws HandshakeException {
        List<byte[]> messages = new ArrayList<>();
        while (!done && reader.readFrom(in)) {
            step.take(messages);
        }
        return atOnce ? List.of() : messages;
    }

    /** Whether ClientInit was read and ServerInit handed out. */
    public boolean isDone() {
        return done;
    }

    private void expect(int bytes, Step next) {
        reader.expect(bytes);
        step = next;
    }

    private void offerSecurity(List<byte[]> messages) throws HandshakeException {
        version = ProtocolVersion.chosenBy(reader.bytes());
        if (atOnce && version != ProtocolVersion.V3_8) {
            throw new HandshakeException(Kind.VERSION_UNSUPPORTED, "The browser took the messages of 3.8 and chose another version");
        }
        if (version.letsTheClientChoose()) {
            messages.add(OFFER.clone());
            expect(Byte.BYTES, this::takeSecurityType);
            return;
        }
        messages.add(ByteBuffer.allocate(Integer.BYTES).putInt(SecurityType.NONE.number()).array());
        expect(CLIENT_INIT_BYTES, this::takeClientInit);
    }

    private void takeSecurityType(List<byte[]> messages) throws HandshakeException {
        int number = reader.unsignedByte();
        if (number != SecurityType.NONE.number()) {
            throw new HandshakeException(Kind.NO_ACCEPTABLE_SECURITY, "The browser chose security type " + number + ", which was not offered");
        }
        if (version.hasResultAfterNone()) {
            messages.add(RESULT.clone());
        }
        expect(CLIENT_INIT_BYTES, this::takeClientInit);
    }

    /** The shared flag is not looked at: a console is shared always, towards the VNC server too. */
    private void takeClientInit(List<byte[]> messages) {
        messages.add(serverInit.clone());
        done = true;
    }
}
