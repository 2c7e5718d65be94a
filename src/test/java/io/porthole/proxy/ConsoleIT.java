package io.porthole.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.ComputeNodesUnderTest;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way, from the Console button to the VNC server and back. */
@ArquillianTest
@RunAsClient
class ConsoleIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ComputeNodesUnderTest nodes = PortalUnderTest.nodes();

    @Test
    void bytesGoBothWays() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            byte[] pressed = new RfbMessage().keyEvent('a').pointerEvent(400, 300).toBytes();
            console.sendBinary(pressed);
            assertArrayEquals(pressed, vm.vnc().awaitReceived(pressed.length, LIMIT));

            vm.vnc().send("pixels".getBytes(US_ASCII));
            assertArrayEquals("pixels".getBytes(US_ASCII), console.readBytes(6));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 65_535, 65_536, 65_537, 1_000_000})
    void anyNumberOfBytesComesBackAsItWasSent(int count) throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().echo();
        byte[] bytes = beginningOfInput(count);
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            console.sendBinary(bytes);

            assertArrayEquals(bytes, console.readBytes(count));
        }
    }

    /** THREATS 35: who stops reading stops the sender; nothing is lost and nothing is piled up without bound. */
    @Test
    void aBrowserThatReadsLateGetsEverything() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        byte[] bytes = numbered(30_000_000);
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            vm.vnc().awaitReady(1, LIMIT);
            Thread sender = new Thread(() -> vm.vnc().send(bytes));
            sender.start();
            sender.join(Duration.ofSeconds(2).toMillis());
            assertTrue(sender.isAlive(), "the VNC server waits for the browser");

            assertArrayEquals(bytes, console.readBytes(bytes.length));
            sender.join();
        }
    }

    @Test
    void aVncServerThatReadsLateGetsEverything() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().stopReading();
        byte[] bytes = beginningOfInput(30_000_000);
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            Thread sender = new Thread(() -> sendBinary(console, bytes));
            sender.start();
            sender.join(Duration.ofSeconds(2).toMillis());
            assertTrue(sender.isAlive(), "the browser waits for the VNC server");

            vm.vnc().resumeReading();
            assertArrayEquals(bytes, vm.vnc().awaitReceived(bytes.length, Duration.ofSeconds(30)));
            sender.join();
        }
    }

    private static void sendBinary(RawWebSocket console, byte[] bytes) {
        try {
            console.sendBinary(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theConsolePortServesTheSame() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        Browser worker = Browser.signedInAs(Account.WORKER);
        String origin = "http://127.0.0.1:" + PortalUnderTest.consolePort();

        try (RawWebSocket console = worker.upgrade(worker.tokenFor(vm)).replace("Origin", origin).to(PortalUnderTest.consolePort()).connect()) {
            console.shakeHands();
            assertTrue(console.isOpen());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/websockify?token=", "/?token="})
    void aBearerTokenOpensWithoutASignInAndWithoutAnOrigin(String path) throws Exception {
        VmUnderTest vm = nodes.freshVm();
        String token = Browser.signedInAs(Account.WORKER).bearerToken(vm);

        try (RawWebSocket console = RawRequest.upgrade(path + token).connect()) {
            console.shakeHands();
            vm.vnc().awaitReady(1, LIMIT);
        }
    }

    @Test
    void aBearerTokenOpensFromOurOwnPageToo() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        String token = Browser.signedInAs(Account.WORKER).bearerToken(vm);

        try (RawWebSocket console = RawRequest.upgradeFromOurPage("/websockify?token=" + token).connect()) {
            console.shakeHands();
        }
    }

    @Test
    void aBearerTokenOpensAgainUntilItExpires() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        String token = Browser.signedInAs(Account.WORKER).bearerToken(vm);

        for (int i = 0; i < 3; i++) {
            try (RawWebSocket console = RawRequest.upgrade("/websockify?token=" + token).connect()) {
                console.shakeHands();
            }
        }
    }

    @Test
    void theBearerPageAsksNobodyToSignIn() throws Exception {
        assertEquals(200, Browser.anonymous().get("/vnc_auto.html?path=%3Ftoken%3Dx").status());
    }

    @Test
    void oneSessionConnectsAgainWithANewToken() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        Browser worker = Browser.signedInAs(Account.WORKER);
        var session = worker.openConsole(vm);
        worker.connect(worker.token(session)).shakeHands().close();

        try (RawWebSocket again = worker.connect(worker.token(session)).shakeHands()) {
            vm.vnc().awaitAccepted(2, LIMIT);
            assertTrue(again.isOpen());
        }
    }

    // ---- several at once

    @Test
    void twoPeopleShareOneScreen() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        try (RawWebSocket one = Browser.signedInAs(Account.WORKER).console(vm);
                RawWebSocket other = Browser.newSignIn(Account.freshMember("workshop")).console(vm)) {
            vm.vnc().awaitReady(2, LIMIT);
            vm.vnc().send("seen by both".getBytes(US_ASCII));

            assertArrayEquals("seen by both".getBytes(US_ASCII), one.readBytes(12));
            assertArrayEquals("seen by both".getBytes(US_ASCII), other.readBytes(12));
        }
    }

    @Test
    void handshakesAtTheSameTimeDoNotMix() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        List<VmUnderTest> vms = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            vms.add(nodes.freshVm());
            tokens.add(worker.tokenFor(vms.get(i)));
        }

        List<String> names = atOnce(tokens.stream().map(token -> (Callable<String>) () -> {
            try (RawWebSocket console = worker.connect(token)) {
                return console.shakeHands().screenName();
            }
        }).toList());

        assertEquals(vms.stream().map(vm -> "QEMU (" + vm.name() + ")").toList(), names);
    }

    @Test
    void ofFiftyRacingConnectsWithOneTokenOneWins() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        Browser worker = Browser.signedInAs(Account.WORKER);
        String token = worker.tokenFor(vm);

        List<Integer> statuses = atOnce(Collections.nCopies(50, () -> {
            try (RawWebSocket console = worker.connect(token)) {
                if (console.isOpen()) {
                    console.shakeHands();
                }
                return console.answer().status();
            }
        }));

        assertEquals(1, statuses.stream().filter(status -> status == 101).count(), statuses.toString());
        assertEquals(49, statuses.stream().filter(status -> status == 403).count(), statuses.toString());
        assertEquals(1, vm.vnc().connectionsAccepted());
    }

    private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        try {
            List<Future<T>> futures = tasks.stream().map(task -> threads.submit(() -> {
                start.await();
                return task.call();
            })).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whole cut texts, then as much of a key event as there is room for: a message passes as it comes. */
    private static byte[] beginningOfInput(int count) {
        RfbMessage input = new RfbMessage();
        int left = count;
        for (; left > 8; left -= Math.min(left, 1_000_000)) {
            input.numberedCutText(Math.min(left, 1_000_000));
        }
        return input.bytes(Arrays.copyOf(new RfbMessage().keyEvent('a').toBytes(), left)).toBytes();
    }

    private static byte[] numbered(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }
}
