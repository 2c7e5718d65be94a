package io.porthole.rfb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.rfb.HandshakeException.Kind;
import io.porthole.testing.RfbMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHandshakeTest {

    private static final byte[] SERVER_INIT = new RfbMessage().screen().string("QEMU (desktop)").toBytes();
    private static final String SERVER_INIT_HEX = HexFormat.of().formatHex(SERVER_INIT);

    private final ClientHandshake handshake = new ClientHandshake(SERVER_INIT, false);

    /** Version × what the browser says × our messages in order, in hexadecimal digits. */
    static Stream<Arguments> handshakes() {
        return Stream.of(
                Arguments.of("3.8", version("003.008").u8(1).u8(1), List.of("0101", "00000000", SERVER_INIT_HEX)),
                Arguments.of("3.8, not shared", version("003.008").u8(1).u8(0), List.of("0101", "00000000", SERVER_INIT_HEX)),
                Arguments.of("3.7", version("003.007").u8(1).u8(1), List.of("0101", SERVER_INIT_HEX)),
                Arguments.of("3.3", version("003.003").u8(1), List.of("00000001", SERVER_INIT_HEX)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void handshakeFedWholeIsDone(String name, RfbMessage browser, List<String> messages) throws HandshakeException {
        assertEquals(messages, hex(handshake.receive(ByteBuffer.wrap(browser.toBytes()))));
        assertTrue(handshake.isDone());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void handshakeFedByteByByteIsDoneAtTheLastByteOnly(String name, RfbMessage browser, List<String> messages) throws HandshakeException {
        List<byte[]> sent = new ArrayList<>();
        for (byte single : browser.toBytes()) {
            assertFalse(handshake.isDone());
            sent.addAll(handshake.receive(ByteBuffer.wrap(new byte[] {single})));
        }

        assertEquals(messages, hex(sent));
        assertTrue(handshake.isDone());
    }

    @Test
    void greetingIsThreeEight() {
        assertEquals(1, handshake.greeting().size());
        assertEquals("RFB 003.008\n", new String(handshake.greeting().get(0), UTF_8));
    }

    @Test
    void answersComeAsSoonAsTheirQuestionIsWhole() throws HandshakeException {
        assertEquals(List.of(), hex(handshake.receive(ByteBuffer.allocate(0))));
        assertEquals(List.of("0101"), hex(handshake.receive(ByteBuffer.wrap(version("003.008").toBytes()))));
        assertEquals(List.of("00000000"), hex(handshake.receive(ByteBuffer.wrap(new byte[] {1}))));
        assertEquals(List.of(SERVER_INIT_HEX), hex(handshake.receive(ByteBuffer.wrap(new byte[] {0}))));
    }

    @Test
    void whatFollowsClientInitStaysInTheInput() throws HandshakeException {
        ByteBuffer in = ByteBuffer.wrap(version("003.008").u8(1).u8(1).text("input of the user").toBytes());

        handshake.receive(in);

        assertEquals(List.of(), handshake.receive(in));
        assertEquals("input of the user", UTF_8.decode(in).toString());
    }

    @Test
    void everyMessageFitsIntoASmallWebSocketFrame() throws HandshakeException {
        byte[] longest = new ServerInit(new byte[ServerInit.SCREEN_BYTES], "x".repeat(4096)).forBrowser();

        for (byte[] message : new ClientHandshake(longest, false).receive(ByteBuffer.wrap(version("003.008").u8(1).u8(1).toBytes()))) {
            assertTrue(message.length < 126);
        }
    }

    @Test
    void serverInitIsACopyOfItsOwn() throws HandshakeException {
        byte[] given = SERVER_INIT.clone();
        ClientHandshake copying = new ClientHandshake(given, false);
        given[0] = 99;

        assertArrayEquals(SERVER_INIT, copying.receive(ByteBuffer.wrap(version("003.003").u8(1).toBytes())).get(1));
    }

    @Test
    void browserThatTakesAllAtOnceIsToldNothingMore() throws HandshakeException {
        ClientHandshake atOnce = new ClientHandshake(SERVER_INIT, true);
        ByteBuffer in = ByteBuffer.wrap(version("003.008").u8(1).u8(1).text("input of the user").toBytes());

        assertEquals(List.of(HexFormat.of().formatHex("RFB 003.008\n".getBytes(UTF_8)), "0101", "00000000", SERVER_INIT_HEX), hex(atOnce.greeting()));
        assertEquals(List.of(), atOnce.receive(in));
        assertTrue(atOnce.isDone());
        assertEquals("input of the user", UTF_8.decode(in).toString());
    }

    @Test
    void browserThatTakesAllAtOnceIsNotDoneBeforeItHasAnsweredAll() throws HandshakeException {
        ClientHandshake atOnce = new ClientHandshake(SERVER_INIT, true);
        for (byte single : version("003.008").u8(1).toBytes()) {
            atOnce.receive(ByteBuffer.wrap(new byte[] {single}));
            assertFalse(atOnce.isDone());
        }
        atOnce.receive(ByteBuffer.wrap(new byte[] {1}));

        assertTrue(atOnce.isDone());
    }

    /** Version × security type that do not go with what was sent. */
    @ParameterizedTest
    @CsvSource({"003.003, 1, VERSION_UNSUPPORTED", "003.007, 1, VERSION_UNSUPPORTED", "003.009, 1, VERSION_UNSUPPORTED", "003.008, 2, NO_ACCEPTABLE_SECURITY"})
    void browserThatTakesAllAtOnceMayAnswerInOneWayOnly(String version, int type, Kind kind) {
        ByteBuffer in = ByteBuffer.wrap(version(version).u8(type).u8(1).toBytes());

        assertEquals(kind, assertThrows(HandshakeException.class, () -> new ClientHandshake(SERVER_INIT, true).receive(in)).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "RFB 003.008\r\n", "RFB three.8\n\n"})
    void browserThatDoesNotSpeakRfbIsRefused(String text) {
        assertEquals(Kind.NOT_RFB, failure(new RfbMessage().text(text)).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"003.002", "003.005", "003.889", "004.001"})
    void versionThatWeDidNotGreetWithIsUnsupported(String version) {
        assertEquals(Kind.VERSION_UNSUPPORTED, failure(version(version)).kind());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5, 7, 16, 19, 255})
    void typeThatWasNotOfferedIsRefused(int number) {
        HandshakeException failure = failure(version("003.008").u8(number).u8(1));

        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, failure.kind());
        assertEquals("The browser chose security type " + number + ", which was not offered", failure.getMessage());
    }

    @Test
    void failedHandshakeFailsAgainWhateverFollows() {
        failure(version("003.008").u8(2));

        failure(new RfbMessage().u8(1).u8(1));
        assertFalse(handshake.isDone());
    }

    private HandshakeException failure(RfbMessage browser) {
        return assertThrows(HandshakeException.class, () -> handshake.receive(ByteBuffer.wrap(browser.toBytes())));
    }

    private static RfbMessage version(String number) {
        return new RfbMessage().text("RFB " + number + "\n");
    }

    private static List<String> hex(List<byte[]> messages) {
        return messages.stream().map(HexFormat.of()::formatHex).toList();
    }
}
