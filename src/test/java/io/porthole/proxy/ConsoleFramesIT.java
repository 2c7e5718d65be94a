package io.porthole.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RawWebSocket.Frame;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket frames as browsers send them and as they must not (RFC 6455, 5; THREATS 36). */
@ArquillianTest
@RunAsClient
class ConsoleFramesIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int FINAL = 0x80;
    private static final byte[] INPUT = new RfbMessage().keyEvent('a').toBytes();

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    // ---- frames in any shape

    @Test
    void aFrameThatComesTogetherWithTheUpgradeIsNotLost() throws Exception {
        Browser browser = Browser.signedInAs(Account.WORKER);
        byte[] version = RawWebSocket.binaryFrame(RawWebSocket.viewerMessages().get(0));
        for (int vms = 0; vms < 5; vms++) {
            String token = browser.bearerToken(PortalUnderTest.nodes().freshVm());
            for (int i = 0; i < 10; i++) {
                try (RawWebSocket console = RawRequest.upgrade("/websockify?token=" + token).connect(version)) {
                    assertArrayEquals("RFB 003.008\n\1\1".getBytes(US_ASCII), console.readBytes(14));
                }
            }
        }
    }

    @Test
    void aWholeHandshakeAndInputThatComeTogetherWithTheUpgradeArrive() throws Exception {
        vm.vnc().echo();
        RfbMessage early = new RfbMessage();
        RawWebSocket.viewerMessages().forEach(message -> early.bytes(RawWebSocket.binaryFrame(message)));
        early.bytes(RawWebSocket.binaryFrame(INPUT));
        String token = Browser.signedInAs(Account.WORKER).bearerToken(vm);

        try (RawWebSocket console = RawRequest.upgrade("/websockify?token=" + token).connect(early.toBytes())) {
            assertArrayEquals(INPUT, vm.vnc().awaitReceived(INPUT.length, LIMIT));
            assertTrue(console.isOpen());
        }
    }

    @Test
    void oneFrameMayHoldTheWholeHandshakeAndMore() throws Exception {
        try (RawWebSocket console = connect()) {
            console.sendBinary(new RfbMessage().text("RFB 003.008\n\1\1").bytes(INPUT).toBytes());

            assertArrayEquals(INPUT, vm.vnc().awaitReceived(INPUT.length, LIMIT));
        }
    }

    /** A pong used to take the waiting buffer along, and nobody read on from the VNC server: consoles stood still under load. */
    @Test
    void pingsIntoAFloodOfUpdatesDoNotStopIt() throws Exception {
        int updates = 16 * 1024 * 1024;
        try (RawWebSocket console = console()) {
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> vm.vnc().send(new byte[updates]));
            int arrived = 0;
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (arrived < updates) {
                assertTrue(System.nanoTime() < deadline, "stands still after " + arrived + " bytes");
                console.send(RawWebSocket.PING, new byte[] {1});
                Frame frame = console.readData();
                arrived += frame.opcode() == RawWebSocket.BINARY ? frame.payload().length : 0;
            }
            assertEquals(updates, arrived);
            flood.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void framesOfOneByteArrive() throws Exception {
        byte[] messages = new RfbMessage().cutText("one byte in each frame".getBytes(US_ASCII)).keyEvent('a').pointerEvent(400, 300).toBytes();
        try (RawWebSocket console = console()) {
            for (byte one : messages) {
                console.sendBinary(new byte[] {one});
            }
            assertArrayEquals(messages, vm.vnc().awaitReceived(messages.length, LIMIT));
        }
    }

    @Test
    void segmentsOfOneByteArrive() throws Exception {
        byte[] message = new RfbMessage().numberedCutText(206).toBytes();
        byte[] frames = new RfbMessage().bytes(RawWebSocket.binaryFrame(new byte[0])).bytes(RawWebSocket.binaryFrame(Arrays.copyOf(message, 3)))
                .bytes(RawWebSocket.binaryFrame(Arrays.copyOfRange(message, 3, 203)))
                .bytes(RawWebSocket.binaryFrame(Arrays.copyOfRange(message, 203, 206))).toBytes();
        try (RawWebSocket console = console()) {
            for (byte one : frames) {
                console.sendRaw(new byte[] {one});
            }
            assertArrayEquals(message, vm.vnc().awaitReceived(206, LIMIT));
        }
    }

    @Test
    void fragmentsOfAMessageArriveWithPingsBetweenThem() throws Exception {
        byte[] message = new RfbMessage().numberedCutText(9).toBytes();
        try (RawWebSocket console = console()) {
            console.sendRaw(RawWebSocket.frame(RawWebSocket.BINARY, Arrays.copyOf(message, 4)));
            console.send(RawWebSocket.PING, "between".getBytes(US_ASCII));
            console.sendRaw(RawWebSocket.frame(RawWebSocket.CONTINUATION, new byte[0]));
            console.sendRaw(RawWebSocket.frame(FINAL | RawWebSocket.CONTINUATION, Arrays.copyOfRange(message, 4, 9)));

            assertArrayEquals(message, vm.vnc().awaitReceived(9, LIMIT));
            Frame pong = console.read();
            assertEquals(RawWebSocket.PONG, pong.opcode());
            assertEquals("between", new String(pong.payload(), US_ASCII));
        }
    }

    @Test
    void aPingIsAnsweredWithItsPayload() throws Exception {
        byte[] longest = "p".repeat(125).getBytes(US_ASCII);
        try (RawWebSocket console = console()) {
            console.send(RawWebSocket.PING, new byte[0]);
            console.send(RawWebSocket.PING, longest);

            assertPong(new byte[0], console.read());
            assertPong(longest, console.read());
        }
    }

    @Test
    void aFloodOfPingsEndsNothing() throws Exception {
        vm.vnc().echo();
        byte[] ping = RawWebSocket.frame(FINAL | RawWebSocket.PING, "flood".getBytes(US_ASCII));
        RfbMessage flood = new RfbMessage();
        for (int i = 0; i < 5_000; i++) {
            flood.bytes(ping);
        }
        try (RawWebSocket console = console()) {
            console.sendRaw(flood.toBytes());
            console.sendBinary(INPUT);

            assertArrayEquals(INPUT, vm.vnc().awaitReceived(INPUT.length, LIMIT));
        }
    }

    @Test
    void aPongThatNobodyAskedForIsPassedOver() throws Exception {
        try (RawWebSocket console = console()) {
            console.send(RawWebSocket.PONG, "unasked".getBytes(US_ASCII));
            console.sendBinary(INPUT);

            assertArrayEquals(INPUT, vm.vnc().awaitReceived(INPUT.length, LIMIT));
        }
    }

    // ---- frames that break the protocol

    static Stream<Arguments> brokenFrames() {
        return Stream.of(
                Arguments.of("not masked", 1002, new byte[] {(byte) 0x82, 1, 42, 0, 0, 0, 0, 0}),
                Arguments.of("text", 1003, RawWebSocket.frame(FINAL | RawWebSocket.TEXT, INPUT)),
                Arguments.of("a ping of 126 bytes", 1002, RawWebSocket.frame(FINAL | RawWebSocket.PING, new byte[126])),
                Arguments.of("a Close of 126 bytes", 1002, RawWebSocket.frame(FINAL | RawWebSocket.CLOSE, new byte[126])),
                Arguments.of("a ping in pieces", 1002, RawWebSocket.frame(RawWebSocket.PING, INPUT)),
                Arguments.of("reserved bit 1", 1002, RawWebSocket.frame(0xC0 | RawWebSocket.BINARY, INPUT)),
                Arguments.of("reserved bit 2", 1002, RawWebSocket.frame(0xA0 | RawWebSocket.BINARY, INPUT)),
                Arguments.of("reserved bit 3", 1002, RawWebSocket.frame(0x90 | RawWebSocket.BINARY, INPUT)),
                Arguments.of("opcode 3", 1002, RawWebSocket.frame(FINAL | 3, INPUT)),
                Arguments.of("opcode 11", 1002, RawWebSocket.frame(FINAL | 11, INPUT)),
                Arguments.of("a continuation of nothing", 1002, RawWebSocket.frame(FINAL | RawWebSocket.CONTINUATION, INPUT)),
                Arguments.of("a message within another", 1002, new RfbMessage().bytes(RawWebSocket.frame(RawWebSocket.BINARY, INPUT))
                        .bytes(RawWebSocket.binaryFrame(INPUT)).toBytes()),
                Arguments.of("a length with its highest bit set", 1002, new RfbMessage().u8(0x82).u8(0xFF).u32(0x8000_0000L).u32(0).u32(0).toBytes()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFrames")
    void aBrokenFrameEndsTheConsole(String what, int closeCode, byte[] frame) throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            console.sendRaw(frame);

            assertEquals(closeCode, console.readClose().closeCode());
        }
        RecordedHistory.assertEnded(session, "BROWSER_PROTOCOL_ERROR");
        vm.vnc().awaitOpen(0, LIMIT);
    }

    @Test
    void aHugeFrameIsPassedOnAsItComes() throws Exception {
        try (RawWebSocket console = console()) {
            byte[] message = new RfbMessage().numberedCutText(100_000).toBytes();
            console.sendRaw(new RfbMessage().u8(0x82).u8(0xFF).u32(0x7FFF_FFFFL).u32(0xFFFF_FFFFL).u32(0).bytes(message).toBytes());

            assertArrayEquals(message, vm.vnc().awaitReceived(100_000, LIMIT));
        }
    }

    @Test
    void whatIsNoRfbHandshakeEndsTheConsole() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session))) {
            console.readBytes(12);
            console.sendBinary("GET / HTTP/1.1\r\n".getBytes(US_ASCII));

            assertEquals(1002, console.readClose().closeCode());
        }
        RecordedHistory.assertEnded(session, "BROWSER_PROTOCOL_ERROR");
    }

    /** Types that neither RFC 6143 nor the proxy knows, the first of them dropped by the RFC. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 42, 253, 254})
    void anUnknownMessageEndsTheConsoleAndWhatCameBeforeItArrives(int type) throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            console.sendBinary(INPUT);
            vm.vnc().awaitReceived(INPUT.length, LIMIT);
            console.sendBinary(new RfbMessage().u8(type).bytes(INPUT).toBytes());

            Frame close = console.readClose();
            assertEquals(1002, close.closeCode());
            assertEquals("BROWSER_PROTOCOL_ERROR", close.closeReason());
        }
        RecordedHistory.assertEnded(session, "BROWSER_PROTOCOL_ERROR");
        vm.vnc().awaitOpen(0, LIMIT);
        assertArrayEquals(INPUT, vm.vnc().received());
    }

    @Test
    void aSecurityTypeThatWasNotOfferedEndsTheConsole() throws Exception {
        try (RawWebSocket console = connect()) {
            console.readBytes(12);
            console.sendBinary(RawWebSocket.viewerMessages().get(0));
            console.readBytes(2);
            console.sendBinary(new byte[] {2});

            assertEquals(1002, console.readClose().closeCode());
        }
    }

    @Test
    void aBrowserThatSaysNothingIsGivenUpInTime() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session))) {
            assertEquals(4006, console.readClose().closeCode());
        }
        RecordedHistory.assertEnded(session, "HANDSHAKE_TIMEOUT");
        vm.vnc().awaitOpen(0, LIMIT);
    }

    /** THREATS 27. */
    @Test
    void aHundredBrowsersThatSayNothingDoNotKeepAnotherOut() throws Exception {
        Browser browser = Browser.signedInAs(Account.WORKER);
        List<RawWebSocket> silent = new ArrayList<>();
        for (int vms = 0; vms < 5; vms++) {
            String token = browser.bearerToken(PortalUnderTest.nodes().freshVm());
            for (int i = 0; i < 20; i++) {
                silent.add(RawRequest.upgrade("/websockify?token=" + token).connect());
            }
        }
        try (RawWebSocket console = RawRequest.upgrade("/websockify?token=" + browser.bearerToken(vm)).connect()) {
            console.shakeHands();
            vm.vnc().awaitOpen(1, LIMIT);
        }
        for (RawWebSocket one : silent) {
            assertEquals(4006, one.readClose().closeCode());
            one.close();
        }
    }

    @Test
    void whatFollowsACloseFrameIsNotPassedOn() throws Exception {
        try (RawWebSocket console = console()) {
            console.sendRaw(new RfbMessage().bytes(RawWebSocket.binaryFrame(INPUT)).bytes(RawWebSocket.frame(FINAL | RawWebSocket.CLOSE, new byte[] {3, (byte) 0xE8}))
                    .bytes(RawWebSocket.binaryFrame(new RfbMessage().keyEvent('b').toBytes())).toBytes());
            assertEquals(1000, console.readClose().closeCode());
        }
        vm.vnc().awaitOpen(0, LIMIT);
        assertArrayEquals(INPUT, vm.vnc().received());
    }

    private static void assertPong(byte[] payload, Frame frame) {
        assertEquals(RawWebSocket.PONG, frame.opcode());
        assertArrayEquals(payload, frame.payload());
    }

    private RawWebSocket console() throws Exception {
        return connect().shakeHands();
    }

    private RawWebSocket connect() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        return worker.connect(worker.tokenFor(vm));
    }
}
