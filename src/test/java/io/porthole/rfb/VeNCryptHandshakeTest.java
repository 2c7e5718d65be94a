package io.porthole.rfb;

import static io.porthole.rfb.SecurityType.NONE;
import static io.porthole.rfb.SecurityType.VENCRYPT;
import static io.porthole.rfb.SecurityType.VNC_AUTHENTICATION;
import static io.porthole.rfb.VeNCryptSubtype.TLSVNC;
import static io.porthole.rfb.VeNCryptSubtype.X509NONE;
import static io.porthole.rfb.VeNCryptSubtype.X509PLAIN;
import static io.porthole.rfb.VeNCryptSubtype.X509VNC;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.rfb.HandshakeException.Kind;
import io.porthole.testing.RfbMessage;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** VeNCrypt in the handshake with the VNC server: what comes before TLS, TLS's place, and what comes inside of it. */
class VeNCryptHandshakeTest {

    private static final byte[] CHALLENGE = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final byte[] RESPONSE_TO_SECRET = HexFormat.of().parseHex("ee22539f33a5983ec12f9c2edbc995dd");
    private static final long FOUR_GIB = 0xFFFFFFFFL;

    /** Subtype × what the server says before TLS × what we say × what the server says inside × what we say. */
    static Stream<Arguments> handshakes() {
        return Stream.of(
                Arguments.of("X509None", X509NONE, offering("003.008", 260), chosen("003.008", 260), inside(), new RfbMessage().u8(1)),
                Arguments.of("X509None in 3.7, whose result comes all the same", X509NONE, offering("003.007", 260), chosen("003.007", 260),
                        inside(), new RfbMessage().u8(1)),
                Arguments.of("X509Vnc", X509VNC, offering("003.008", 260, 261), chosen("003.008", 261),
                        new RfbMessage().bytes(CHALLENGE).bytes(inside().toBytes()), new RfbMessage().bytes(RESPONSE_TO_SECRET).u8(1)),
                Arguments.of("X509Plain", X509PLAIN, offering("003.008", 260, 262), chosen("003.008", 262),
                        inside(), new RfbMessage().u32(6).u32(6).text("alicësecret").u8(1)),
                Arguments.of("our order among a crowd", X509VNC, offering("003.008", 0, 256, 259, 263, FOUR_GIB, 262, 260, 261), chosen("003.008", 261),
                        new RfbMessage().bytes(CHALLENGE).bytes(inside().toBytes()), new RfbMessage().bytes(RESPONSE_TO_SECRET).u8(1)),
                Arguments.of("TLSVnc, where it is accepted", TLSVNC, offering("003.008", 258), chosen("003.008", 258),
                        new RfbMessage().bytes(CHALLENGE).bytes(inside().toBytes()), new RfbMessage().bytes(RESPONSE_TO_SECRET).u8(1)),
                Arguments.of("3.3, whose server alone decides", X509NONE,
                        new RfbMessage().text("RFB 003.003\n").u32(19).u8(0).u8(2).u8(0).u8(1).u32(260).u8(1),
                        new RfbMessage().text("RFB 003.003\n").u8(0).u8(2).u32(260), inside(), new RfbMessage().u8(1)),
                Arguments.of("a later VeNCrypt", X509NONE, new RfbMessage().text("RFB 003.008\n").u8(1).u8(19).u8(1).u8(0).u8(0).u8(1).u32(260).u8(1),
                        chosen("003.008", 260), inside(), new RfbMessage().u8(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void handshakeStopsForTlsAndIsDoneInside(String name, VeNCryptSubtype subtype, RfbMessage server, RfbMessage client, RfbMessage inside, RfbMessage answer)
            throws HandshakeException {
        ServerHandshake handshake = handshake();
        ByteBuffer out = ByteBuffer.allocate(ServerHandshake.MAX_ANSWER_BYTES);

        handshake.receive(ByteBuffer.wrap(server.toBytes()), out);
        assertEquals(Optional.of(subtype), handshake.awaitedTls());
        assertArrayEquals(client.toBytes(), written(out));

        handshake.tlsStarted();
        assertEquals(Optional.empty(), handshake.awaitedTls());
        handshake.receive(ByteBuffer.allocate(0), out.clear());
        handshake.receive(ByteBuffer.wrap(inside.toBytes()), out);
        assertTrue(handshake.isDone());
        assertArrayEquals(answer.toBytes(), written(out));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void splitsMakeNoDifference(String name, VeNCryptSubtype subtype, RfbMessage server, RfbMessage client, RfbMessage inside, RfbMessage answer)
            throws HandshakeException {
        for (int split = 0; split <= server.toBytes().length; split++) {
            ServerHandshake handshake = handshake();
            ByteBuffer out = ByteBuffer.allocate(ServerHandshake.MAX_ANSWER_BYTES);
            feed(handshake, server, split, out);
            assertArrayEquals(client.toBytes(), written(out));
            assertEquals(Optional.of(subtype), handshake.awaitedTls());
        }
        for (int split = 0; split <= inside.toBytes().length; split++) {
            ServerHandshake handshake = handshake();
            ByteBuffer out = ByteBuffer.allocate(ServerHandshake.MAX_ANSWER_BYTES);
            handshake.receive(ByteBuffer.wrap(server.toBytes()), out);
            handshake.tlsStarted();
            feed(handshake, inside, split, out.clear());
            assertArrayEquals(answer.toBytes(), written(out));
            assertTrue(handshake.isDone());
        }
    }

    private static void feed(ServerHandshake handshake, RfbMessage message, int split, ByteBuffer out) throws HandshakeException {
        byte[] bytes = message.toBytes();
        handshake.receive(ByteBuffer.wrap(bytes, 0, split), out);
        handshake.receive(ByteBuffer.wrap(bytes, split, bytes.length - split), out);
    }

    /** Each step of VeNCrypt failing × what the server says × what the log reads. */
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("VeNCrypt 0.0", vencrypt().u8(0).u8(0), "The VNC server speaks VeNCrypt 0.0, which we do not"),
                Arguments.of("VeNCrypt 0.1", vencrypt().u8(0).u8(1), "The VNC server speaks VeNCrypt 0.1, which we do not"),
                Arguments.of("our version refused", vencrypt().u8(0).u8(2).u8(255), "The VNC server refused VeNCrypt 0.2"),
                Arguments.of("no subtype", vencrypt().u8(0).u8(2).u8(0).u8(0), "The VNC server offers no subtype of VeNCrypt"),
                Arguments.of("Plain without TLS", vencrypt().u8(0).u8(2).u8(0).u8(1).u32(256),
                        "The VNC server offers only VeNCrypt's subtypes 256, and we accept [X509VNC, X509PLAIN, X509NONE, TLSVNC]"),
                Arguments.of("TLS without certificate that is not accepted", vencrypt().u8(0).u8(2).u8(0).u8(2).u32(257).u32(259),
                        "The VNC server offers only VeNCrypt's subtypes 257, 259, and we accept [X509VNC, X509PLAIN, X509NONE, TLSVNC]"),
                Arguments.of("subtypes that turn negative", vencrypt().u8(0).u8(2).u8(0).u8(1).u32(FOUR_GIB),
                        "The VNC server offers only VeNCrypt's subtypes 4294967295, and we accept [X509VNC, X509PLAIN, X509NONE, TLSVNC]"),
                Arguments.of("our subtype refused", offering("003.008", new long[] {260}, 0), "The VNC server refused VENCRYPT X509NONE, which it had offered"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failureIsToldForTheLogAndStays(String name, RfbMessage server, String message) {
        ServerHandshake handshake = handshake();
        for (int again = 0; again < 2; again++) {
            ByteBuffer in = again == 0 ? ByteBuffer.wrap(server.toBytes()) : ByteBuffer.allocate(16);
            HandshakeException failure = assertThrows(HandshakeException.class, () -> handshake.receive(in, ByteBuffer.allocate(64)));

            assertEquals(Kind.NO_ACCEPTABLE_SECURITY, failure.kind());
            assertEquals(message, failure.getMessage());
            assertEquals(Optional.empty(), handshake.awaitedTls());
        }
    }

    @Test
    void twoHundredFiftyFiveSubtypesAreRefusedInABoundedMessage() {
        RfbMessage server = vencrypt().u8(0).u8(2).u8(0).u8(255);
        for (int i = 0; i < 255; i++) {
            server.u32(FOUR_GIB - i);
        }
        HandshakeException failure = assertThrows(HandshakeException.class,
                () -> handshake().receive(ByteBuffer.wrap(server.toBytes()), ByteBuffer.allocate(64)));

        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, failure.kind());
        assertTrue(failure.getMessage().length() <= HandshakeException.MAX_MESSAGE_CHARACTERS);
    }

    /** THREATS 24: what comes before TLS could be anybody's. */
    @ParameterizedTest
    @MethodSource("plainAfterThePromise")
    void plainAfterThePromiseOfTlsIsAFault(boolean together) throws HandshakeException {
        ServerHandshake handshake = handshake();
        RfbMessage promise = offering("003.008", 260);
        byte[] plain = inside().toBytes();
        ByteBuffer out = ByteBuffer.allocate(64);
        if (!together) {
            handshake.receive(ByteBuffer.wrap(promise.toBytes()), out);
        }
        byte[] first = together ? promise.bytes(plain).toBytes() : plain;

        HandshakeException failure = assertThrows(HandshakeException.class, () -> handshake.receive(ByteBuffer.wrap(first), out));

        assertEquals(Kind.PLAIN_INSTEAD_OF_TLS, failure.kind());
        assertEquals("The VNC server agreed on VENCRYPT X509NONE and went on in the clear", failure.getMessage());
        assertThrows(HandshakeException.class, () -> handshake.receive(ByteBuffer.allocate(0), out));
        assertThrows(IllegalStateException.class, handshake::tlsStarted);
        assertFalse(handshake.isDone());
    }

    static Stream<Boolean> plainAfterThePromise() {
        return Stream.of(true, false);
    }

    @Test
    void tlsCannotStartBeforeItIsAgreedOn() {
        assertThrows(IllegalStateException.class, () -> handshake().tlsStarted());
    }

    @Test
    void failedResultInsideIsToldWithTheSubtype() throws HandshakeException {
        ServerHandshake handshake = handshake();
        handshake.receive(ByteBuffer.wrap(offering("003.008", 261).toBytes()), ByteBuffer.allocate(64));
        handshake.tlsStarted();

        HandshakeException failure = assertThrows(HandshakeException.class, () -> handshake.receive(
                ByteBuffer.wrap(new RfbMessage().bytes(CHALLENGE).u32(1).string("Authentication failed").toBytes()), ByteBuffer.allocate(64)));

        assertEquals(Kind.AUTHENTICATION_FAILED, failure.kind());
        assertEquals("The VNC server answered VENCRYPT X509VNC with security result 1: Authentication failed", failure.getMessage());
    }

    /** THREATS 26. */
    @Test
    void vencryptIsChosenBeforeAllThatTheServerOffersFirst() throws HandshakeException {
        ByteBuffer out = ByteBuffer.allocate(64);

        handshake().receive(ByteBuffer.wrap(new RfbMessage().text("RFB 003.008\n").u8(3).u8(1).u8(2).u8(19).toBytes()), out);

        assertArrayEquals(new RfbMessage().text("RFB 003.008\n").u8(19).toBytes(), written(out));
    }

    /** THREATS 26. */
    @Test
    void noneIsRefusedOnceOnlyVencryptIsAccepted() {
        ServerHandshake handshake = new ServerHandshake(List.of(VENCRYPT), List.of(X509NONE), new VncCredentials(null, "secret"));

        HandshakeException failure = assertThrows(HandshakeException.class,
                () -> handshake.receive(ByteBuffer.wrap(new RfbMessage().text("RFB 003.008\n").u8(2).u8(1).u8(2).toBytes()), ByteBuffer.allocate(64)));

        assertEquals("The VNC server offers only the security types 1, 2, and we accept [VENCRYPT]", failure.getMessage());
    }

    @Test
    void credentialsArePrintedAsStars() {
        assertEquals("***", new VncCredentials("alice", "secret").toString());
    }

    private static ServerHandshake handshake() {
        return new ServerHandshake(List.of(VENCRYPT, VNC_AUTHENTICATION, NONE), List.of(X509VNC, X509PLAIN, X509NONE, TLSVNC),
                new VncCredentials("alicë", "secret"));
    }

    private static RfbMessage vencrypt() {
        return new RfbMessage().text("RFB 003.008\n").u8(1).u8(19);
    }

    private static RfbMessage offering(String version, long... subtypes) {
        return offering(version, subtypes, 1);
    }

    private static RfbMessage offering(String version, long[] subtypes, int assent) {
        RfbMessage server = new RfbMessage().text("RFB " + version + "\n").u8(2).u8(1).u8(19).u8(0).u8(2).u8(0).u8(subtypes.length);
        for (long subtype : subtypes) {
            server.u32(subtype);
        }
        return server.u8(assent);
    }

    private static RfbMessage chosen(String version, int subtype) {
        return new RfbMessage().text("RFB " + version + "\n").u8(19).u8(0).u8(2).u32(subtype);
    }

    private static RfbMessage inside() {
        return new RfbMessage().u32(0).screen().string("QEMU (desktop)");
    }

    private static byte[] written(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }
}
