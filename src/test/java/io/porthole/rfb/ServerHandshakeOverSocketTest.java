package io.porthole.rfb;

import static io.porthole.rfb.SecurityType.NONE;
import static io.porthole.rfb.SecurityType.VNC_AUTHENTICATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.porthole.rfb.HandshakeException.Kind;
import io.porthole.testing.FakeVncServer;
import io.porthole.testing.FakeVncServer.Step;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake with a server that has a script of its own, so that a common mistake of ours shows; and what that fake can do for other tests. */
class ServerHandshakeOverSocketTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SILENCE_MILLIS = 200;

    private final FakeVncServer server = new FakeVncServer().name("QEMU (desktop)");
    private final ServerHandshake handshake = new ServerHandshake(List.of(VNC_AUTHENTICATION, NONE), "secret".getBytes(UTF_8));

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"003.003", "003.007", "003.008", "003.889"})
    void consoleWithoutPasswordOpens(String version) throws Exception {
        try (Socket socket = connect(server.version(version))) {
            shakeHands(socket);

            assertEquals("QEMU (desktop)", handshake.desktopName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"003.003", "003.007", "003.008", "003.889"})
    void rightPasswordIsAccepted(String version) throws Exception {
        try (Socket socket = connect(server.version(version).password("secret"))) {
            shakeHands(socket);

            assertEquals("QEMU (desktop)", handshake.desktopName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"003.003", "003.007", "003.008"})
    void wrongPasswordIsRefused(String version) throws Exception {
        try (Socket socket = connect(server.version(version).password("another"))) {
            HandshakeException failure = assertThrows(HandshakeException.class, () -> shakeHands(socket));

            assertEquals(Kind.AUTHENTICATION_FAILED, failure.kind());
        }
    }

    @Test
    void consoleIsAlwaysShared() throws Exception {
        try (Socket socket = connect(server)) {
            shakeHands(socket);

            assertEquals(1, server.connections().get(0).sharedFlag());
        }
    }

    @Test
    void bothDirectionsAreOpenAfterTheHandshake() throws Exception {
        try (Socket socket = connect(server.echo())) {
            shakeHands(socket);
            server.send("screen".getBytes(UTF_8));
            assertEquals("screen", new String(socket.getInputStream().readNBytes(6), UTF_8));

            socket.getOutputStream().write("keys".getBytes(UTF_8));

            assertEquals("keys", new String(socket.getInputStream().readNBytes(4), UTF_8));
            assertArrayEquals("keys".getBytes(UTF_8), server.awaitReceived(4, LIMIT));
        }
    }

    @Test
    void connectionsAreCountedAndTheirEndIsSeen() throws Exception {
        try (Socket first = connect(server); Socket second = new Socket(first.getInetAddress(), server.port())) {
            server.awaitAccepted(2, LIMIT);
            server.awaitOpen(2, LIMIT);
            second.shutdownOutput();
            server.awaitOpen(1, LIMIT);
            shakeHands(first);
            server.awaitReady(1, LIMIT);

            server.closeConnections();

            assertEquals(-1, first.getInputStream().read());
            server.awaitOpen(0, LIMIT);
            assertEquals(2, server.connectionsAccepted());
        }
    }

    @Test
    void resetIsSeenAsSuch() throws Exception {
        try (Socket socket = connect(server)) {
            shakeHands(socket);
            server.resetConnections();

            assertThrows(SocketException.class, () -> socket.getInputStream().read());
        }
    }

    @Test
    void serverThatStoppedReadingTakesTheRestLater() throws Exception {
        try (Socket socket = connect(server.stopReading())) {
            shakeHands(socket);
            socket.getOutputStream().write(new byte[100_000]);
            assertEquals(0, server.received().length);

            server.resumeReading();

            assertEquals(100_000, server.awaitReceived(100_000, LIMIT).length);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "VENCRYPT.*", mode = EnumSource.Mode.MATCH_NONE)
    void serverThatClosesAtAStepEndsTheInput(Step step) throws Exception {
        try (Socket socket = connect(server.password("secret").closeAt(step))) {
            assertThrows(EOFException.class, () -> shakeHands(socket));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "VENCRYPT.*", mode = EnumSource.Mode.MATCH_NONE)
    void serverThatFallsSilentAtAStepLeavesTheDeadlineToTheCaller(Step step) throws Exception {
        try (Socket socket = connect(server.password("secret").silentAt(step))) {
            socket.setSoTimeout(SILENCE_MILLIS);

            assertThrows(SocketTimeoutException.class, () -> shakeHands(socket));
        }
    }

    @Test
    void garbageInsteadOfAGreetingIsNotRfb() throws Exception {
        try (Socket socket = connect(server.sendInsteadAt(Step.PROTOCOL_VERSION, "220 smtp.example ESMTP\r\n".getBytes(UTF_8)))) {
            assertEquals(Kind.NOT_RFB, assertThrows(HandshakeException.class, () -> shakeHands(socket)).kind());
        }
    }

    private static Socket connect(FakeVncServer server) throws IOException {
        server.start();
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port());
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    private void shakeHands(Socket socket) throws IOException, HandshakeException {
        byte[] buffer = new byte[4096];
        while (!handshake.isDone()) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                throw new EOFException();
            }
            ByteBuffer out = ByteBuffer.allocate(64);
            handshake.receive(ByteBuffer.wrap(buffer, 0, count), out);
            socket.getOutputStream().write(out.array(), 0, out.position());
        }
    }
}
