package io.porthole.rfb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three published versions of RFB and where their handshakes differ (RFC 6143, 7.1.1 and appendix A). */
enum ProtocolVersion {
    V3_3("RFB 003.003\n"),
    V3_7("RFB 003.007\n"),
    V3_8("RFB 003.008\n");

    /** Length of a ProtocolVersion message in bytes. */
    static final int MESSAGE_BYTES = 12;

    private static final Pattern MESSAGE = Pattern.compile("RFB ([0-9]{3})\\.([0-9]{3})\n");

    private final String message;

    ProtocolVersion(String message) {
        this.message = message;
    }

    byte[] message() {
        return message.getBytes(ISO_8859_1);
    }

    /** In 3.3 the server alone decides on the security type (RFC 6143, A.1). */
    boolean letsTheClientChoose() {
        return this != V3_3;
    }

    /** Before 3.8 security None is followed by no SecurityResult (RFC 6143, A.1 and A.2). */
    boolean hasResultAfterNone() {
        return this == V3_8;
    }

    /** Before 3.8 a failed SecurityResult is followed by the end of the connection, not by a reason (RFC 6143, 7.1.3). */
    boolean explainsFailedResult() {
        return this == V3_8;
    }

    /**
     * The version in which to answer a server: the highest of ours that it reaches. Apple's 3.889 and RealVNC's 4.1 and 5.0 mean 3.8 to others;
     * unpublished numbers between 3.3 and 3.7 count as 3.3 (RFC 6143, 7.1.1).
     */
    static ProtocolVersion answering(byte[] serverMessage) throws HandshakeException {
        Matcher matcher = match("VNC server", serverMessage);
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        if (major > 3 || major == 3 && minor >= 8) {
            return V3_8;
        }
        if (major == 3 && minor == 7) {
            return V3_7;
        }
        if (major == 3 && minor >= 3) {
            return V3_3;
        }
        throw unsupported("VNC server", matcher);
    }

    /** The version that a client chose after our 3.8; it may choose a lower published one, and no other (RFC 6143, 7.1.1). */
    static ProtocolVersion chosenBy(byte[] clientMessage) throws HandshakeException {
        Matcher matcher = match("browser", clientMessage);
        for (ProtocolVersion version : values()) {
            if (version.message.equals(matcher.group())) {
                return version;
            }
        }
        throw unsupported("browser", matcher);
    }

    private static Matcher match(String peer, byte[] message) throws HandshakeException {
        String text = new String(message, ISO_8859_1);
        Matcher matcher = MESSAGE.matcher(text);
        if (!matcher.matches()) {
            throw new HandshakeException(HandshakeException.Kind.NOT_RFB, "The " + peer + " does not speak RFB, it said: " + text);
        }
        return matcher;
    }

    private static HandshakeException unsupported(String peer, Matcher matcher) {
        return new HandshakeException(HandshakeException.Kind.VERSION_UNSUPPORTED,
                "The " + peer + " speaks RFB " + matcher.group(1) + "." + matcher.group(2) + ", which we do not");
    }
}
