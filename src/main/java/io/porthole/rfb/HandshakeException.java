package io.porthole.rfb;

import java.util.regex.Pattern;

/**
 * A handshake that cannot go on; the state machine that threw it throws it again if it is fed again.
 * The message is for the log: at most {@value #MAX_MESSAGE_CHARACTERS} characters on one line, even where it quotes the other side, and without any password.
 */
public final class HandshakeException extends Exception {

    /** Room for 256 bytes of a server's reason and our own words around it. */
    static final int MAX_MESSAGE_CHARACTERS = 400;

    /** Control characters, and the invisible ones that turn or break a line in a log viewer. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /** What broke. */
    public enum Kind {
        /** The other side's first bytes are no ProtocolVersion message. */
        NOT_RFB,
        /** RFB, in a version that we do not speak. */
        VERSION_UNSUPPORTED,
        /** No security type is offered (or chosen, by a browser) that our settings accept. */
        NO_ACCEPTABLE_SECURITY,
        /** The VNC server did not accept our answer, as with a wrong password. */
        AUTHENTICATION_FAILED,
        /** The VNC server refused the connection before any authentication. */
        REFUSED_BY_SERVER,
        /** The VNC server promised TLS and went on in the clear. */
        PLAIN_INSTEAD_OF_TLS,
        /** A message that breaks RFC 6143 or a bound of ours. */
        MALFORMED
    }

    private final Kind kind;

    HandshakeException(Kind kind, String message) {
        // trimmed: QEMU counts a zero byte at the end as part of its reasons
        super(bounded(UNPRINTABLE.matcher(message.trim()).replaceAll("?")));
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    private static String bounded(String message) {
        if (message.length() <= MAX_MESSAGE_CHARACTERS) {
            return message;
        }
        return message.substring(0, MAX_MESSAGE_CHARACTERS - 1) + "…";
    }
}
