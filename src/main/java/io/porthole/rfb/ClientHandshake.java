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
 * <p>It waits for nothing and has no deadline: whoever feeds it must set one. It belongs to one thread.
 */
public final class ClientHandshake {

    private static final int CLIENT_INIT_BYTES = 1;

    /** Takes the message that the reader has whole. */
    private interface Step {
        void take(List<byte[]> messages) throws HandshakeException;
    }

    private final RfbReader reader = new RfbReader();
    private final byte[] serverInit;
    private Step step;
    private ProtocolVersion version;
    private boolean done;

    /** @param serverInit the message as {@link ServerHandshake#serverInit()} gives it */
    public ClientHandshake(byte[] serverInit) {
        this.serverInit = serverInit.clone();
        expect(ProtocolVersion.MESSAGE_BYTES, this::offerSecurity);
    }

    /** What we send before the browser says anything. */
    public byte[] greeting() {
        return ProtocolVersion.V3_8.message();
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
        return messages;
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
        if (version.letsTheClientChoose()) {
            messages.add(new byte[] {1, (byte) SecurityType.NONE.number()});
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
            messages.add(new byte[Integer.BYTES]);
        }
        expect(CLIENT_INIT_BYTES, this::takeClientInit);
    }

    /** The shared flag is not looked at: a console is shared always, towards the VNC server too. */
    private void takeClientInit(List<byte[]> messages) {
        messages.add(serverInit.clone());
        done = true;
    }
}
