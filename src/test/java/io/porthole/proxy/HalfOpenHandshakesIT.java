package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.FakeVncConnection;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.ServerManagement;
import io.porthole.testing.VmUnderTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/**
 * Five hundred handshakes that stop, one after each byte of either side's half: nova-novncproxy has no time limit there, and CloudStack's proxy spins (THREATS 27).
 * They cost no thread and no processor time, keep nobody out, and each is ended and recorded.
 */
@ArquillianTest
@RunAsClient
class HalfOpenHandshakesIT {

    private static final int EACH_SIDE = 250;
    /** Below {@link PortalUnderTest#CONSOLES_PER_VM}. */
    private static final int ON_ONE_VM = 20;
    private static final int AT_ONCE = 16;
    /** All of them on an idle machine; on a busy one the first are given up before the last have come. */
    private static final int LEAST_AT_ONCE = 50;
    /** Those of the server's pool that decide on the upgrades. */
    private static final int MOST_THREADS_MORE = 32;
    /** Undertow's part and ours of one connection; a buffer of the relay's alone would be 64 KiB. */
    private static final long MOST_BYTES_EACH = 40_000;
    /** A single thread that spins takes 1; the portal's other work and the tests' is in this too. */
    private static final double MOST_PROCESSORS = 0.6;
    private static final Duration WATCHED = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final byte[] BROWSERS_HALF = browsersHalf();

    private final Browser worker = Browser.signedInAs(Account.WORKER);
    private final List<VmUnderTest> waitForBrowser = new ArrayList<>();
    private final List<VmUnderTest> stopThemselves = new ArrayList<>();
    private final Map<VmUnderTest, String> tokens = new HashMap<>();

    HalfOpenHandshakesIT() throws Exception {
        for (int begun = 0; begun < EACH_SIDE; begun += ON_ONE_VM) {
            waitForBrowser.add(PortalUnderTest.nodes().freshVm());
        }
        int serversHalf = serversHalf(waitForBrowser.get(0));
        for (int bytes = 0; bytes < serversHalf; bytes++) {
            VmUnderTest vm = PortalUnderTest.nodes().freshVm();
            vm.vnc().stopAfter(bytes);
            stopThemselves.add(vm);
        }
    }

    @Test
    void fiveHundredHandshakesThatStopCostLittleKeepNobodyOutAndAreAllEnded() throws Exception {
        VmUnderTest another = PortalUnderTest.nodes().freshVm();
        String tokenOfAnother = worker.bearerToken(another);
        List<Callable<RawWebSocket>> all = new ArrayList<>();
        for (int i = 0; i < EACH_SIDE; i++) {
            all.add(opening(tokenOf(waitForBrowser, i), Arrays.copyOf(BROWSERS_HALF, i % BROWSERS_HALF.length)));
            all.add(opening(tokenOf(stopThemselves, i), new byte[0]));
        }
        int threadsBefore = ServerManagement.threads();
        long memoryBefore = ServerManagement.memoryBytes();

        List<RawWebSocket> halfOpen = open(all);
        // what the portal has in hand for a moment beside them is not in all three; what they hold is
        long memory = ServerManagement.memoryBytes();
        double processors = processorsTaken();
        memory = Math.min(memory, ServerManagement.memoryBytes());
        long hanging = hanging(waitForBrowser) + hanging(stopThemselves);
        assertTrue(hanging >= LEAST_AT_ONCE, hanging + " hang at the same time");
        assertOpensAtOnce(another, tokenOfAnother);
        int threads = ServerManagement.threads() - threadsBefore;
        memory = (Math.min(memory, ServerManagement.memoryBytes()) - memoryBefore) / halfOpen.size();

        assertEnded(halfOpen);
        assertTrue(processors < MOST_PROCESSORS, processors + " processors");
        assertTrue(threads < MOST_THREADS_MORE, threads + " threads more");
        assertTrue(memory < MOST_BYTES_EACH, memory + " bytes each");
    }

    private Callable<RawWebSocket> opening(String token, byte[] begun) {
        return () -> {
            RawWebSocket console = RawRequest.upgrade("/websockify?token=" + token).connect();
            console.sendRaw(begun);
            return console;
        };
    }

    private String tokenOf(List<VmUnderTest> vms, int number) throws Exception {
        VmUnderTest vm = vms.get(number % vms.size());
        if (!tokens.containsKey(vm)) {
            tokens.put(vm, worker.bearerToken(vm));
        }
        return tokens.get(vm);
    }

    private static List<RawWebSocket> open(List<Callable<RawWebSocket>> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<RawWebSocket> opened = new ArrayList<>();
            for (Future<RawWebSocket> one : threads.invokeAll(all)) {
                opened.add(one.get());
            }
            return opened;
        } finally {
            threads.shutdownNow();
        }
    }

    private static double processorsTaken() throws Exception {
        Duration before = ServerManagement.processorTime();
        long start = System.nanoTime();
        Thread.sleep(WATCHED.toMillis()); // it is the rest that is measured
        return (double) ServerManagement.processorTime().minus(before).toNanos() / (System.nanoTime() - start);
    }

    private static long hanging(List<VmUnderTest> vms) {
        return vms.stream().mapToLong(vm -> vm.vnc().connections().stream().filter(FakeVncConnection::isOpen).count()).sum();
    }

    private static void assertOpensAtOnce(VmUnderTest vm, String token) throws Exception {
        byte[] key = new RfbMessage().keyEvent('a').toBytes();
        long start = System.nanoTime();
        try (RawWebSocket console = RawRequest.upgrade("/websockify?token=" + token).connect().shakeHands()) {
            console.sendBinary(key);
            assertArrayEquals(key, vm.vnc().awaitReceived(key.length, LIMIT));
        }
        Duration passed = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(passed.compareTo(Duration.ofSeconds(3)) < 0, "it took " + passed);
    }

    private void assertEnded(List<RawWebSocket> halfOpen) throws Exception {
        for (int i = 0; i < halfOpen.size(); i++) {
            assertEquals(i % 2 == 0 ? 4006 : 4002, halfOpen.get(i).readClose().closeCode());
            halfOpen.get(i).close();
        }
        Patience.until("each is recorded", LIMIT, () -> recorded(waitForBrowser, "HANDSHAKE_TIMEOUT") + recorded(stopThemselves, "NODE_TIMEOUT") == halfOpen.size());
        assertEquals(0, hanging(waitForBrowser) + hanging(stopThemselves));
    }

    private static long recorded(List<VmUnderTest> vms, String reason) throws SQLException {
        long count = 0;
        for (VmUnderTest vm : vms) {
            count += PortalUnderTest.database().count("""
                    console_connections c join console_sessions s on s.id = c.session_id
                     where s.instance_id = ? and c.closed_at is not null and c.end_reason = ?""", vm.id(), reason);
        }
        return count;
    }

    /** All bytes of its frames. */
    private static byte[] browsersHalf() {
        RfbMessage half = new RfbMessage();
        RawWebSocket.viewerMessages().forEach(message -> half.bytes(RawWebSocket.binaryFrame(message)));
        return half.toBytes();
    }

    /** How many bytes there are: version, security types, result and ServerInit. */
    private static int serversHalf(VmUnderTest vm) {
        return 12 + 2 + 4 + 24 + ("QEMU (" + vm.name() + ")").length();
    }
}
