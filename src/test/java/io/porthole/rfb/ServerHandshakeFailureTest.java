package io.porthole.rfb;

import static io.porthole.rfb.SecurityType.NONE;
import static io.porthole.rfb.SecurityType.VENCRYPT;
import static io.porthole.rfb.SecurityType.VNC_AUTHENTICATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.rfb.HandshakeException.Kind;
import io.porthole.testing.RfbMessage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerHandshakeFailureTest {

    private static final List<SecurityType> ANY = List.of(VENCRYPT, VNC_AUTHENTICATION, NONE);
    private static final byte[] CHALLENGE = new byte[16];
    private static final long FOUR_GIB = 0xFFFFFFFFL;

    /** Each step of the handshake failing × what the server says × kind × what the log reads. */
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("not RFB", new RfbMessage().text("SSH-2.0-OpenSSH_9.2\r\n"),
                        Kind.NOT_RFB, "The VNC server does not speak RFB, it said: SSH-2.0-Open"),
                Arguments.of("old version", version("003.002"),
                        Kind.VERSION_UNSUPPORTED, "The VNC server speaks RFB 003.002, which we do not"),
                Arguments.of("3.8 without types", version("003.008").u8(0).string("Too many viewers"),
                        Kind.REFUSED_BY_SERVER, "The VNC server refused the connection: Too many viewers"),
                Arguments.of("3.7 without types", version("003.007").u8(0).string("Too many viewers"),
                        Kind.REFUSED_BY_SERVER, "The VNC server refused the connection: Too many viewers"),
                Arguments.of("3.3 with type 0", version("003.003").u32(0).string("Too many viewers"),
                        Kind.REFUSED_BY_SERVER, "The VNC server refused the connection: Too many viewers"),
                Arguments.of("only unsupported types", version("003.008").u8(4).u8(5).u8(7).u8(16).u8(255),
                        Kind.NO_ACCEPTABLE_SECURITY,
                        "The VNC server offers only the security types 5, 7, 16, 255, and we accept [VENCRYPT, VNC_AUTHENTICATION, NONE]"),
                Arguments.of("3.3 with an unsupported type", version("003.003").u32(FOUR_GIB),
                        Kind.NO_ACCEPTABLE_SECURITY,
                        "The VNC server offers only the security types 4294967295, and we accept [VENCRYPT, VNC_AUTHENTICATION, NONE]"),
                Arguments.of("3.8 wrong password", version("003.008").u8(1).u8(2).bytes(CHALLENGE).u32(1).string("Authentication failed"),
                        Kind.AUTHENTICATION_FAILED,
                        "The VNC server answered VNC_AUTHENTICATION with security result 1: Authentication failed"),
                Arguments.of("3.7 wrong password", version("003.007").u8(1).u8(2).bytes(CHALLENGE).u32(1),
                        Kind.AUTHENTICATION_FAILED, "The VNC server answered VNC_AUTHENTICATION with security result 1"),
                Arguments.of("3.3 too many tries", version("003.003").u32(2).bytes(CHALLENGE).u32(2),
                        Kind.AUTHENTICATION_FAILED, "The VNC server answered VNC_AUTHENTICATION with security result 2"),
                Arguments.of("3.8 None refused", version("003.008").u8(1).u8(1).u32(FOUR_GIB).string("No"),
                        Kind.AUTHENTICATION_FAILED, "The VNC server answered NONE with security result 4294967295: No"),
                Arguments.of("name of 4097 bytes", version("003.008").u8(1).u8(1).u32(0).screen().u32(4097),
                        Kind.MALFORMED, "The VNC server announced a desktop name of 4097 bytes"),
                Arguments.of("name of 4 GiB", version("003.008").u8(1).u8(1).u32(0).screen().u32(FOUR_GIB),
                        Kind.MALFORMED, "The VNC server announced a desktop name of 4294967295 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failureFedWholeIsToldForTheLog(String name, RfbMessage server, Kind kind, String message) {
        HandshakeException failure = failure(server);

        assertEquals(kind, failure.kind());
        assertEquals(message, failure.getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failureFedByteByByteIsTheSame(String name, RfbMessage server, Kind kind, String message) {
        ServerHandshake handshake = handshake();
        HandshakeException failure = assertThrows(HandshakeException.class, () -> {
            for (byte single : server.toBytes()) {
                handshake.receive(ByteBuffer.wrap(new byte[] {single}), ByteBuffer.allocate(64));
            }
        });

        assertEquals(kind, failure.kind());
        assertEquals(message, failure.getMessage());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failedHandshakeFailsAgainWhateverFollows(String name, RfbMessage server, Kind kind, String message) {
        ServerHandshake handshake = handshake();
        assertThrows(HandshakeException.class, () -> handshake.receive(ByteBuffer.wrap(server.toBytes()), ByteBuffer.allocate(64)));

        ByteBuffer out = ByteBuffer.allocate(64);
        byte[] good = version("003.008").u8(1).u8(1).u32(0).screen().string("QEMU (desktop)").toBytes();
        HandshakeException failure = assertThrows(HandshakeException.class, () -> handshake.receive(ByteBuffer.wrap(good), out));

        assertEquals(kind, failure.kind());
        assertEquals(0, out.position());
        assertFalse(handshake.isDone());
    }

    /** Each place where a reason's length is read. */
    static Stream<Arguments> placesOfAReason() {
        return Stream.of(
                Arguments.of(version("003.008").u8(0), Kind.REFUSED_BY_SERVER),
                Arguments.of(version("003.007").u8(0), Kind.REFUSED_BY_SERVER),
                Arguments.of(version("003.003").u32(0), Kind.REFUSED_BY_SERVER),
                Arguments.of(version("003.008").u8(1).u8(1).u32(1), Kind.AUTHENTICATION_FAILED),
                Arguments.of(version("003.008").u8(1).u8(2).bytes(CHALLENGE).u32(1), Kind.AUTHENTICATION_FAILED));
    }

    @ParameterizedTest
    @MethodSource("placesOfAReason")
    void reasonOfFourGibibytesFailsAtOnceAndIsNotRead(RfbMessage server, Kind kind) {
        HandshakeException failure = failure(server.u32(FOUR_GIB));

        assertEquals(kind, failure.kind());
        assertTrue(failure.getMessage().endsWith("with a reason of 4294967295 bytes, which we do not read"), failure.getMessage());
    }

    @ParameterizedTest
    @MethodSource("placesOfAReason")
    void reasonOf257BytesIsNotRead(RfbMessage server, Kind kind) {
        assertEquals(kind, failure(server.u32(257)).kind());
    }

    @ParameterizedTest
    @MethodSource("placesOfAReason")
    void longestReasonIsQuotedWhole(RfbMessage server, Kind kind) {
        HandshakeException failure = failure(server.string("x".repeat(256)));

        assertEquals(kind, failure.kind());
        assertTrue(failure.getMessage().endsWith(": " + "x".repeat(256)), failure.getMessage());
    }

    @ParameterizedTest
    @MethodSource("placesOfAReason")
    void emptyReasonFailsAtOnce(RfbMessage server, Kind kind) {
        assertEquals(kind, failure(server.u32(0)).kind());
    }

    @ParameterizedTest
    @MethodSource("placesOfAReason")
    void reasonCannotForgeALogLine(RfbMessage server, Kind kind) {
        HandshakeException failure = failure(server.string("no\r\nINFO admin signed in\u001b[2J"));

        assertTrue(failure.getMessage().endsWith(": no??INFO admin signed in?[2J"), failure.getMessage());
    }

    @ParameterizedTest
    @MethodSource("placesOfAReason")
    void zeroByteThatQemuEndsItsReasonsWithIsLeftOut(RfbMessage server, Kind kind) {
        HandshakeException failure = failure(server.string("Authentication failed\0"));

        assertTrue(failure.getMessage().endsWith(": Authentication failed"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 7, 16, 255})
    void unknownTypeAloneIsRefused(int number) {
        HandshakeException failure = failure(version("003.008").u8(1).u8(number));

        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, failure.kind());
    }

    @Test
    void twoHundredFiftyFiveUnknownTypesAreRefusedInABoundedMessage() {
        RfbMessage server = version("003.008").u8(255);
        for (int i = 0; i < 255; i++) {
            server.u8(20 + i % 200);
        }

        HandshakeException failure = failure(server);

        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, failure.kind());
        assertTrue(failure.getMessage().length() <= 400);
    }

    @ParameterizedTest
    @CsvSource({"003.008", "003.007"})
    void noneIsRefusedOnceRemovedFromThePreference(String version) {
        ServerHandshake handshake = new ServerHandshake(List.of(VNC_AUTHENTICATION), "secret".getBytes(UTF_8));

        HandshakeException failure = failure(handshake, version(version).u8(1).u8(1));

        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, failure.kind());
    }

    @Test
    void noneDictatedByAThreeThreeServerIsRefusedOnceRemovedFromThePreference() {
        ServerHandshake handshake = new ServerHandshake(List.of(VNC_AUTHENTICATION), "secret".getBytes(UTF_8));

        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, failure(handshake, version("003.003").u32(1)).kind());
    }

    @Test
    void vncAuthenticationWithoutAPasswordIsRefused() {
        ServerHandshake handshake = new ServerHandshake(ANY, null);

        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, failure(handshake, version("003.008").u8(1).u8(2)).kind());
    }

    private static ServerHandshake handshake() {
        return new ServerHandshake(ANY, "secret".getBytes(UTF_8));
    }

    private static HandshakeException failure(RfbMessage server) {
        return failure(handshake(), server);
    }

    private static HandshakeException failure(ServerHandshake handshake, RfbMessage server) {
        HandshakeException failure = assertThrows(HandshakeException.class,
                () -> handshake.receive(ByteBuffer.wrap(server.toBytes()), ByteBuffer.allocate(64)));
        assertFalse(failure.getMessage().contains("secret"));
        return failure;
    }

    private static RfbMessage version(String number) {
        return new RfbMessage().text("RFB " + number + "\n");
    }
}
