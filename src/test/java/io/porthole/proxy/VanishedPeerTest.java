package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.console.RelayEnd;
import io.porthole.testing.FakeVncServer;
import io.porthole.testing.Patience;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RawWebSocket.Frame;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A browser or a compute node that vanishes without a word is found in seconds; one that is only quiet or slow is left in peace. */
class VanishedPeerTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Interval, time limit of the answer and that of a connection are a second each. */
    private static final Map<String, String> BOTH = Map.of("ping_interval", "1s", "vnc_ping_interval", "1s", "ping_timeout", "1s", "vnc_connect_timeout", "1s");
    private static final Map<String, String> BROWSER_ONLY = Map.of("ping_interval", "1s", "vnc_ping_interval", "0", "ping_timeout", "1s");
    private static final Map<String, String> VNC_ONLY = Map.of("ping_interval", "1h", "vnc_ping_interval", "1s", "ping_timeout", "1s", "vnc_connect_timeout", "1s");
    private static final byte[] REQUEST = new RfbMessage().u8(3).u8(1).u16(0).u16(0).u16(800).u16(600).toBytes();
    private static final byte[] ONE_PIXEL = new RfbMessage().u8(3).u8(0).u16(0).u16(0).u16(1).u16(1).toBytes();

    private final FakeVncServer vnc = new FakeVncServer().name("QEMU (desktop)").start();

    @AfterEach
    void closeVncServer() {
        vnc.close();
    }

    // ---- the browser

    @Test
    void browserThatAnswersNoPingIsLostInTime() throws Exception {
        try (RelayUnderTest relay = RelayUnderTest.to(vnc.port(), BROWSER_ONLY); RawWebSocket browser = relay.connect().shakeHands()) {
            long start = System.nanoTime();
            assertEquals(RawWebSocket.PING, browser.read().opcode());

            assertEquals(RelayEnd.BROWSER_LOST, relay.end());
            assertBetween(Duration.ofMillis(1900), Duration.ofSeconds(5), start);
        }
    }

    @Test
    void browserThatAnswersPingsStays() throws Exception {
        try (RelayUnderTest relay = RelayUnderTest.to(vnc.port(), BROWSER_ONLY); RawWebSocket browser = relay.connect().shakeHands()) {
            for (int pings = 0; pings < 4; pings++) {
                Frame ping = browser.read();
                assertEquals(RawWebSocket.PING, ping.opcode());
                browser.send(RawWebSocket.PONG, ping.payload());
            }
            assertFalse(relay.hasEnded());
        }
    }

    /** It is not read then, so that its pongs are not heard: that is no fault of its own. */
    @Test
    void browserThatIsNotReadBecauseTheVncServerStallsStays() throws Exception {
        vnc.stopReading();
        byte[] input = new RfbMessage().numberedCutText(1000).toBytes();
        try (RelayUnderTest relay = RelayUnderTest.to(vnc.port(), BROWSER_ONLY); RawWebSocket browser = relay.connect().shakeHands()) {
            Thread typist = new Thread(() -> typeUntilItEnds(browser, input));
            typist.start();
            typist.join(Duration.ofSeconds(5).toMillis());

            assertTrue(typist.isAlive(), "the browser waits for the VNC server");
            assertFalse(relay.hasEnded());
            browser.close();
            typist.join();
        }
    }

    private static void typeUntilItEnds(RawWebSocket browser, byte[] input) {
        try {
            while (true) {
                browser.sendBinary(input);
            }
        } catch (IOException e) {
            // the end of the test
        }
    }

    /** Each time that its socket takes more, what was on its way has arrived. */
    @Test
    void browserThatReadsAHugeUpdateSlowlyStays() throws Exception {
        byte[] update = new byte[40_000_000];
        try (RelayUnderTest relay = RelayUnderTest.to(vnc.port(), BROWSER_ONLY); RawWebSocket browser = relay.connect().shakeHands()) {
            vnc.awaitReady(1, LIMIT);
            Thread sender = new Thread(() -> sendUntilItEnds(update));
            sender.start();
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (System.nanoTime() < end) {
                assertEquals(RawWebSocket.BINARY, browser.read().opcode());
                Thread.sleep(100); // what is slow here is the browser: ten frames a second, at most 5 MB
            }
            assertTrue(sender.isAlive(), "the VNC server waits for the browser");
            assertFalse(relay.hasEnded());
            browser.close();
            sender.join();
        }
    }

    private void sendUntilItEnds(byte[] update) {
        try {
            vnc.send(update);
        } catch (UncheckedIOException e) {
            // the end of the test
        }
    }

    // ---- the compute node

    @Test
    void nodeThatVanishesWhileTheConsoleIsQuietIsFoundInTime() throws Exception {
        try (Wire wire = Wire.to(vnc.port()); RelayUnderTest relay = RelayUnderTest.to(wire.port(), VNC_ONLY); RawWebSocket browser = relay.connect().shakeHands()) {
            browser.sendBinary(REQUEST);
            vnc.awaitReceived(REQUEST.length, LIMIT);
            wire.cut();
            long start = System.nanoTime();

            assertEquals(4002, browser.readClose().closeCode());
            assertEquals(RelayEnd.NODE_TIMEOUT, relay.end());
            assertBetween(Duration.ofMillis(1900), Duration.ofSeconds(6), start);
        }
    }

    @Test
    void nodeWhoseVncPortRefusesByNowIsFoundInTime() throws Exception {
        try (Wire wire = Wire.to(vnc.port()); RelayUnderTest relay = RelayUnderTest.to(wire.port(), VNC_ONLY); RawWebSocket browser = relay.connect().shakeHands()) {
            browser.sendBinary(REQUEST);
            vnc.awaitReceived(REQUEST.length, LIMIT);
            wire.hang();
            wire.refuse();

            assertEquals(4033, browser.readClose().closeCode());
            assertEquals(RelayEnd.NODE_REFUSED, relay.end());
        }
    }

    /** QEMU answers nobody while it saves a snapshot. */
    @Test
    void vncServerThatHangsOnAMachineThatAnswersStays() throws Exception {
        try (Wire wire = Wire.to(vnc.port()); RelayUnderTest relay = RelayUnderTest.to(wire.port(), VNC_ONLY); RawWebSocket browser = relay.connect().shakeHands()) {
            browser.sendBinary(REQUEST);
            vnc.awaitReceived(REQUEST.length, LIMIT);
            wire.hang();

            Patience.until("its machine was asked twice", LIMIT, () -> wire.accepted() >= 3);
            assertFalse(relay.hasEnded());
        }
    }

    @Test
    void vncServerThatAnswersTheQuestionStaysAndItsAnswerIsPassedOn() throws Exception {
        byte[] pixel = new RfbMessage().u8(0).u8(0).u16(1).u16(0).u16(0).u16(1).u16(1).u32(0).u32(0xFFFFFF).toBytes();
        try (Wire wire = Wire.to(vnc.port()); RelayUnderTest relay = RelayUnderTest.to(wire.port(), VNC_ONLY); RawWebSocket browser = relay.connect().shakeHands()) {
            browser.sendBinary(REQUEST);
            for (int questions = 1; questions <= 3; questions++) {
                byte[] received = vnc.awaitReceived(REQUEST.length + questions * ONE_PIXEL.length, LIMIT);
                assertArrayEquals(ONE_PIXEL, Arrays.copyOfRange(received, received.length - ONE_PIXEL.length, received.length));
                vnc.send(pixel);
                assertArrayEquals(pixel, browser.readBytes(pixel.length));
            }
            assertEquals(1, wire.accepted());
            assertFalse(relay.hasEnded());
        }
    }

    /** A client that wants no picture gets none that it would not know what to do with; nor may anything stand within its messages. */
    @Test
    void vncServerIsAskedNothingBeforeTheClientAsksNorWithinAMessageOfIts() throws Exception {
        byte[] begun = Arrays.copyOf(REQUEST, 5);
        try (Wire wire = Wire.to(vnc.port()); RelayUnderTest relay = RelayUnderTest.to(wire.port(), BOTH); RawWebSocket browser = relay.connect().shakeHands()) {
            answerPings(browser, 3);
            browser.sendBinary(REQUEST);
            browser.sendBinary(begun);
            answerPings(browser, 3);

            assertArrayEquals(new RfbMessage().bytes(REQUEST).bytes(begun).toBytes(), vnc.received());
            assertEquals(1, wire.accepted());
        }
    }

    private static void answerPings(RawWebSocket browser, int count) throws Exception {
        for (int pings = 0; pings < count; pings++) {
            assertEquals(RawWebSocket.PING, browser.read().opcode());
            browser.send(RawWebSocket.PONG, new byte[0]);
        }
    }

    private static void assertBetween(Duration least, Duration most, long startNanos) {
        Duration passed = Duration.ofNanos(System.nanoTime() - startNanos);
        assertTrue(passed.compareTo(least) >= 0 && passed.compareTo(most) < 0, "it took " + passed);
    }
}
