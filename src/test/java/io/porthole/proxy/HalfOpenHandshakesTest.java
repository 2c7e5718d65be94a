package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.DirectMemory;
import io.porthole.testing.FakeVncServer;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RfbMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Five hundred handshakes that all hang at the same moment, one after each byte of either side's half, and that nobody gives up meanwhile (THREATS 27): they hold no
 * thread, no processor time and no buffer of the relay. How each is ended and recorded is HalfOpenHandshakesIT's.
 */
class HalfOpenHandshakesTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration WATCHED = Duration.ofSeconds(1);
    /** The longest that the settings allow; all is done long before. */
    private static final Map<String, String> PATIENT = Map.of("vnc_handshake_timeout", "60s");
    private static final int EACH_SIDE = 250;
    private static final String DESKTOP = "QEMU (desktop)";
    /** Version, security types, result and ServerInit. */
    private static final int SERVERS_HALF = 12 + 2 + 4 + 24 + DESKTOP.length();
    private static final byte[] BROWSERS_HALF = browsersHalf();
    /** One thread that spins takes 1; the timers of 500 consoles are in this. */
    private static final double MOST_PROCESSORS = 0.1;
    /** What Java's sockets keep outside of the heap for the threads of the fake VNC servers: a page each, and what one that waits for messages reads at a time. */
    private static final long FAKES_BYTES = 2L * EACH_SIDE * 4096 + EACH_SIDE * 65_536L;
    /** Of the relay's; a buffer each would be 32 MB. */
    private static final long MOST_BYTES = 1_000_000;

    private final List<FakeVncServer> servers = new ArrayList<>();
    private final List<RawWebSocket> browsers = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (RawWebSocket browser : browsers) {
            browser.close();
        }
        servers.forEach(FakeVncServer::close);
    }

    @Test
    void fiveHundredThatHangAtOnceHoldNoThreadNoTimeAndNoBuffer() throws Exception {
        try (RelayUnderTest relay = RelayUnderTest.to(0, PATIENT)) {
            FakeVncServer whole = start(new FakeVncServer());
            assertRelays(relay, whole); // what it needs once, it has
            int threads = relay.threads();
            long direct = DirectMemory.bytes();

            browsersThatStop(relay, whole);
            serversThatStop(relay);

            assertEquals(2 * EACH_SIDE, openConnections() - 1);
            Duration before = relay.processorTime();
            long start = System.nanoTime();
            Thread.sleep(WATCHED.toMillis()); // it is the rest that is measured
            double processors = (double) relay.processorTime().minus(before).toNanos() / (System.nanoTime() - start);
            assertTrue(processors < MOST_PROCESSORS, processors + " processors");
            assertEquals(threads, relay.threads());
            long buffers = DirectMemory.bytes() - direct;
            assertTrue(buffers < FAKES_BYTES + MOST_BYTES, buffers + " bytes of buffers");
            assertEquals(2 * EACH_SIDE, openConnections() - 1);
            assertFalse(relay.hasEnded());
            assertRelays(relay, whole);
        }
    }

    private void browsersThatStop(RelayUnderTest relay, FakeVncServer vnc) throws Exception {
        relay.leadTo(vnc.port());
        int accepted = vnc.connectionsAccepted();
        for (int i = 0; i < EACH_SIDE; i++) {
            RawWebSocket browser = relay.connect();
            browsers.add(browser);
            browser.sendRaw(Arrays.copyOf(BROWSERS_HALF, i % BROWSERS_HALF.length));
            vnc.awaitReady(accepted + i + 1, LIMIT);
        }
    }

    private void serversThatStop(RelayUnderTest relay) throws Exception {
        for (int bytes = 0; bytes < SERVERS_HALF; bytes++) {
            FakeVncServer vnc = start(new FakeVncServer().stopAfter(bytes));
            relay.leadTo(vnc.port());
            for (int i = bytes; i < EACH_SIDE; i += SERVERS_HALF) {
                browsers.add(relay.connect());
                vnc.awaitAccepted(i / SERVERS_HALF + 1, LIMIT);
            }
        }
    }

    /** One that does not stop, which stays open. */
    private void assertRelays(RelayUnderTest relay, FakeVncServer vnc) throws Exception {
        relay.leadTo(vnc.port());
        int number = vnc.connectionsAccepted();
        RawWebSocket browser = relay.connect().shakeHands();
        browsers.add(browser);
        byte[] key = new RfbMessage().keyEvent('a').toBytes();
        browser.sendBinary(key);
        vnc.awaitAccepted(number + 1, LIMIT);
        assertArrayEquals(key, vnc.connections().get(number).awaitReceived(key.length, LIMIT));
    }

    private FakeVncServer start(FakeVncServer vnc) {
        servers.add(vnc.name(DESKTOP).start());
        return vnc;
    }

    private long openConnections() {
        return servers.stream().flatMap(vnc -> vnc.connections().stream()).filter(connection -> connection.isOpen()).count();
    }

    /** All bytes of its frames. */
    private static byte[] browsersHalf() {
        RfbMessage half = new RfbMessage();
        RawWebSocket.viewerMessages().forEach(message -> half.bytes(RawWebSocket.binaryFrame(message)));
        return half.toBytes();
    }
}
