package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.DirectMemory;
import io.porthole.testing.FakeVncServer;
import io.porthole.testing.Patience;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RfbMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader that stops costs one buffer, whatever the other side goes on sending, and not a byte more with time (THREATS 35). */
class BackPressureTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int CONSOLES = 12;
    /** What a stalled console may hold: the one buffer of a sustained stream. */
    private static final long MOST_BYTES_EACH = RelayBuffers.HEADROOM + RelayBuffers.SUSTAINED_BYTES;
    /** What Java's sockets keep outside of the heap for each thread that writes to one (NioSocketImpl.MAX_BUFFER_SIZE); here the test's own, on either side. */
    private static final long SOCKET_BYTES_EACH = 131_072;
    /** What belongs to no console: one more buffer for each size. */
    private static final long MOST_BYTES_SHARED = 2L * MOST_BYTES_EACH;
    /** What the fake VNC server and its client keep is in it. */
    private static final int HEAP_BYTES_EACH = 250_000;
    /** Nobody is given up meanwhile. */
    private static final Map<String, String> PATIENT = Map.of("ping_interval", "1h", "vnc_ping_interval", "0");

    private final FakeVncServer vnc = new FakeVncServer().name("QEMU (desktop)").start();

    @AfterEach
    void closeVncServer() {
        vnc.close();
    }

    @Test
    void browsersThatReadNothingCostABufferEach() throws Exception {
        byte[] update = new byte[64_000_000];
        assertBounded(browser -> { }, connection -> vnc.connections().get(connection).send(update));
    }

    @Test
    void vncServersThatReadNothingCostABufferEach() throws Exception {
        vnc.stopReading();
        byte[] input = new RfbMessage().numberedCutText(1000).toBytes();
        RfbMessage many = new RfbMessage();
        for (int i = 0; i < 60; i++) {
            many.bytes(input);
        }
        byte[] frame = many.toBytes();
        assertBounded(browser -> {
            while (true) {
                browser.sendBinary(frame);
            }
        }, connection -> { });
    }

    private interface Sending {
        void over(RawWebSocket browser) throws IOException;
    }

    private interface Updates {
        void over(int connection) throws IOException;
    }

    /** Both senders go on until nothing goes any more; then memory stands still. */
    private void assertBounded(Sending browsers, Updates vncServer) throws Exception {
        List<RawWebSocket> open = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        try (RelayUnderTest relay = RelayUnderTest.to(vnc.port(), PATIENT)) {
            for (int i = 0; i < CONSOLES; i++) {
                open.add(relay.connect().shakeHands());
            }
            vnc.awaitReady(CONSOLES, LIMIT);
            long direct = DirectMemory.bytes();
            long heap = heapBytes();
            for (int i = 0; i < CONSOLES; i++) {
                int number = i;
                senders.add(start(() -> browsers.over(open.get(number))));
                senders.add(start(() -> vncServer.over(number)));
            }
            relay.awaitStandstill(LIMIT);
            long stalled = DirectMemory.bytes();

            assertEquals(CONSOLES, senders.stream().filter(Thread::isAlive).count(), "senders that wait");
            assertTrue(stalled - direct <= CONSOLES * (MOST_BYTES_EACH + SOCKET_BYTES_EACH) + MOST_BYTES_SHARED, (stalled - direct) + " bytes of buffers");
            assertTrue(heapBytes() - heap <= CONSOLES * HEAP_BYTES_EACH, (heapBytes() - heap) + " bytes on the heap");
            relay.awaitStandstill(LIMIT);
            assertEquals(stalled, DirectMemory.bytes(), "more with time");
        } finally {
            for (RawWebSocket browser : open) {
                browser.close();
            }
        }
        for (Thread sender : senders) {
            sender.join(LIMIT.toMillis());
        }
    }

    private static Thread start(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException | UncheckedIOException e) {
                // the end of the test
            }
        });
        thread.start();
        return thread;
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
