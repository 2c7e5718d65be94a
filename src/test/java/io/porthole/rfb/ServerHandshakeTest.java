package io.porthole.rfb;

import static io.porthole.rfb.SecurityType.NONE;
import static io.porthole.rfb.SecurityType.VNC_AUTHENTICATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.RfbMessage;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServerHandshakeTest {

    private static final byte[] CHALLENGE = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final byte[] RESPONSE_TO_SECRET = HexFormat.of().parseHex("ee22539f33a5983ec12f9c2edbc995dd");

    private final ServerHandshake handshake = new ServerHandshake(List.of(VNC_AUTHENTICATION, NONE), "secret".getBytes(UTF_8));
    private final ByteBuffer out = ByteBuffer.allocate(64);

    /** Version and security type × what the server says until it is done × what we say. */
    static Stream<Arguments> handshakes() {
        return Stream.of(
                Arguments.of("3.8 None", version("003.008").u8(1).u8(1).u32(0), version("003.008").u8(1).u8(1)),
                Arguments.of("3.7 None", version("003.007").u8(1).u8(1), version("003.007").u8(1).u8(1)),
                Arguments.of("3.3 None", version("003.003").u32(1), version("003.003").u8(1)),
                Arguments.of("3.8 VNC authentication", version("003.008").u8(1).u8(2).bytes(CHALLENGE).u32(0),
                        version("003.008").u8(2).bytes(RESPONSE_TO_SECRET).u8(1)),
                Arguments.of("3.7 VNC authentication", version("003.007").u8(1).u8(2).bytes(CHALLENGE).u32(0),
                        version("003.007").u8(2).bytes(RESPONSE_TO_SECRET).u8(1)),
                Arguments.of("3.3 VNC authentication", version("003.003").u32(2).bytes(CHALLENGE).u32(0),
                        version("003.003").bytes(RESPONSE_TO_SECRET).u8(1)),
                Arguments.of("Apple's 3.889", version("003.889").u8(4).u8(30).u8(33).u8(36).u8(2).bytes(CHALLENGE).u32(0),
                        version("003.008").u8(2).bytes(RESPONSE_TO_SECRET).u8(1)),
                Arguments.of("3.5 as 3.3", version("003.005").u32(1), version("003.003").u8(1)),
                Arguments.of("our order", version("003.008").u8(3).u8(19).u8(1).u8(2).bytes(CHALLENGE).u32(0),
                        version("003.008").u8(2).bytes(RESPONSE_TO_SECRET).u8(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void handshakeFedWholeIsDone(String name, RfbMessage server, RfbMessage client) throws HandshakeException {
        handshake.receive(ByteBuffer.wrap(withServerInit(server)), out);

        assertDone(client);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void handshakeFedByteByByteIsDoneAtTheLastByteOnly(String name, RfbMessage server, RfbMessage client) throws HandshakeException {
        for (byte single : withServerInit(server)) {
            assertFalse(handshake.isDone());
            handshake.receive(ByteBuffer.wrap(new byte[] {single}), out);
        }

        assertDone(client);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void handshakeFedInAnyTwoPiecesIsDone(String name, RfbMessage server, RfbMessage client) throws HandshakeException {
        byte[] input = withServerInit(server);
        for (int split = 0; split <= input.length; split++) {
            ServerHandshake splitting = new ServerHandshake(List.of(VNC_AUTHENTICATION, NONE), "secret".getBytes(UTF_8));
            ByteBuffer sent = ByteBuffer.allocate(64);
            splitting.receive(ByteBuffer.wrap(input, 0, split), sent);
            splitting.receive(ByteBuffer.wrap(input, split, input.length - split), sent);

            assertTrue(splitting.isDone());
            assertArrayEquals(client.toBytes(), written(sent));
        }
    }

    @Test
    void answersComeAsSoonAsTheirQuestionIsWhole() throws HandshakeException {
        assertAnswer(version("003.008"), version("003.008"));
        assertAnswer(new RfbMessage().u8(2), new RfbMessage());
        assertAnswer(new RfbMessage().u8(1), new RfbMessage());
        assertAnswer(new RfbMessage().u8(2), new RfbMessage().u8(2));
        assertAnswer(new RfbMessage().bytes(CHALLENGE), new RfbMessage().bytes(RESPONSE_TO_SECRET));
        assertAnswer(new RfbMessage().u32(0), new RfbMessage().u8(1));
        assertAnswer(new RfbMessage().screen().string("QEMU (desktop)"), new RfbMessage());
    }

    @Test
    void nothingIsSaidBeforeTheServerSpeaks() throws HandshakeException {
        handshake.receive(ByteBuffer.allocate(0), out);

        assertEquals(0, out.position());
        assertFalse(handshake.isDone());
    }

    @Test
    void whatFollowsTheHandshakeStaysInTheInput() throws HandshakeException {
        byte[] server = version("003.008").u8(1).u8(1).u32(0).screen().string("QEMU (desktop)").u8(2).text("bell and more").toBytes();
        ByteBuffer in = ByteBuffer.wrap(server);

        handshake.receive(in, out);
        handshake.receive(in, out);

        assertEquals("\u0002bell and more", UTF_8.decode(in).toString());
    }

    @Test
    void inputFromTheMiddleOfADirectBufferIsTakenInPlace() throws HandshakeException {
        byte[] server = withServerInit(version("003.008").u8(1).u8(1).u32(0));
        ByteBuffer in = ByteBuffer.allocateDirect(server.length + 20).position(10).put(server).flip().position(10);

        handshake.receive(in, ByteBuffer.allocateDirect(64));

        assertTrue(handshake.isDone());
        assertEquals(0, in.remaining());
    }

    @Test
    void emptyNameEndsTheHandshakeWithoutAFurtherByte() throws HandshakeException {
        handshake.receive(ByteBuffer.wrap(version("003.003").u32(1).screen().u32(0).toBytes()), out);

        assertTrue(handshake.isDone());
        assertEquals("", handshake.desktopName());
    }

    @Test
    void malformedNameIsReplacedForTheLogAndForTheBrowser() throws HandshakeException {
        handshake.receive(ByteBuffer.wrap(version("003.003").u32(1).screen().u32(3).u8('a').u8(0xC3).u8('b').toBytes()), out);

        assertEquals("a\uFFFDb", handshake.desktopName());
        assertArrayEquals(new RfbMessage().screen().string("a\uFFFDb").toBytes(), handshake.serverInit());
    }

    @Test
    void longestNameIsKeptForUsAndCutForTheBrowser() throws HandshakeException {
        String name = "ü".repeat(2048);

        handshake.receive(ByteBuffer.wrap(version("003.003").u32(1).screen().string(name).toBytes()), out);

        assertEquals(name, handshake.desktopName());
        assertArrayEquals(new RfbMessage().screen().string("ü".repeat(50)).toBytes(), handshake.serverInit());
    }

    @Test
    void resultsAreNotThereBeforeItIsDone() {
        assertThrows(IllegalStateException.class, handshake::desktopName);
        assertThrows(IllegalStateException.class, handshake::serverInit);
    }

    private void assertAnswer(RfbMessage question, RfbMessage answer) throws HandshakeException {
        ByteBuffer sent = ByteBuffer.allocate(64);
        handshake.receive(ByteBuffer.wrap(question.toBytes()), sent);
        assertArrayEquals(answer.toBytes(), written(sent));
    }

    private void assertDone(RfbMessage client) {
        assertTrue(handshake.isDone());
        assertArrayEquals(client.toBytes(), written(out));
        assertEquals("QEMU (desktop)", handshake.desktopName());
        assertArrayEquals(new RfbMessage().screen().string("QEMU (desktop)").toBytes(), handshake.serverInit());
    }

    private static byte[] written(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static RfbMessage version(String number) {
        return new RfbMessage().text("RFB " + number + "\n");
    }

    private static byte[] withServerInit(RfbMessage beforeIt) {
        return new RfbMessage().bytes(beforeIt.toBytes()).screen().string("QEMU (desktop)").toBytes();
    }
}
