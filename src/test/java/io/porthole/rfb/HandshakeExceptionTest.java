package io.porthole.rfb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.rfb.HandshakeException.Kind;
import org.junit.jupiter.api.Test;

class HandshakeExceptionTest {

    @Test
    void kindAndMessageAreKept() {
        HandshakeException failure = new HandshakeException(Kind.MALFORMED, "The name is too long: größer als 4096 Bytes");

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals("The name is too long: größer als 4096 Bytes", failure.getMessage());
    }

    @Test
    void charactersThatWouldForgeALogLineAreReplaced() {
        String forged = "a\r\nb\tc\u0000d\u001b[31me\u0085f\u2028g\u202eh\u200bi\u007f";

        assertEquals("a??b?c?d?[31me?f?g?h?i?", new HandshakeException(Kind.NOT_RFB, forged).getMessage());
    }

    @Test
    void longMessageIsCut() {
        String message = new HandshakeException(Kind.NOT_RFB, "x".repeat(100_000)).getMessage();

        assertEquals(HandshakeException.MAX_MESSAGE_CHARACTERS, message.length());
        assertTrue(message.endsWith("x…"));
    }
}
