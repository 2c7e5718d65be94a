package io.porthole.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.ComputeNodesUnderTest;
import io.porthole.testing.FakeVncServer.Step;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RawWebSocket.Frame;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** VNC servers that cannot be reached or misbehave: the browser hears a close code of its own and not one byte of RFB before it. */
@ArquillianTest
@RunAsClient
class ConsoleVncServerIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ComputeNodesUnderTest nodes = PortalUnderTest.nodes();

    @Test
    void aClosedPortRefuses() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().close();

        assertFails(4033, "NODE_REFUSED", vm);
    }

    /** A listener whose queue is full lets packets vanish, as a firewall does. */
    @Test
    void aPortThatPacketsDoNotReachIsGivenUpInTime() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().close();
        InetAddress here = InetAddress.getByName("127.0.0.1");
        List<Socket> queue = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(vm.vnc().port(), 1, here)) {
            fill(full, queue);

            assertFails(4002, "NODE_TIMEOUT", vm);
        } finally {
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }

    private static void fill(ServerSocket full, List<Socket> queue) throws IOException {
        while (queue.size() < 16) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IOException("The queue of a listener does not fill on this system");
    }

    /** All at once, for each of them has the whole of its time. */
    @Test
    void aServerThatFallsSilentIsGivenUpInTime() throws Exception {
        Map<Step, VmUnderTest> silent = new EnumMap<>(Step.class);
        for (Step step : List.of(Step.PROTOCOL_VERSION, Step.SECURITY_TYPES, Step.CHALLENGE, Step.SECURITY_RESULT, Step.SERVER_INIT)) {
            VmUnderTest vm = step == Step.CHALLENGE ? nodes.freshSecuredVm() : nodes.freshVm();
            vm.vnc().silentAt(step);
            silent.put(step, vm);
        }
        ExecutorService threads = Executors.newFixedThreadPool(silent.size());
        try {
            Map<Step, Future<?>> givenUp = new EnumMap<>(Step.class);
            silent.forEach((step, vm) -> givenUp.put(step, threads.submit(() -> {
                assertFails(4002, "NODE_TIMEOUT", vm);
                return null;
            })));
            assertAll(givenUp.entrySet().stream().map(each -> () -> assertDoesNotThrow(() -> each.getValue().get(), each.getKey() + " is the silent step")));
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"PROTOCOL_VERSION", "SECURITY_TYPES", "SECURITY_RESULT", "SERVER_INIT"})
    void aServerThatClosesDuringItsHandshakeIsABrokenOne(Step step) throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().closeAt(step);

        assertFails(4003, "VNC_HANDSHAKE_FAILED", vm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "RFB 003.008 ", "RFB 000.000\n", "RFB xxx.yyy\n"})
    void whatIsNoRfbIsABrokenServer(String greeting) throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().sendInsteadAt(Step.PROTOCOL_VERSION, greeting.getBytes(US_ASCII));

        assertFails(4003, "VNC_HANDSHAKE_FAILED", vm);
    }

    @Test
    void aServerThatRefusesWithAReasonIsABrokenOne() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().sendInsteadAt(Step.SECURITY_TYPES, new RfbMessage().u8(0).string("Too many connections\u001b[2J").toBytes());

        assertFails(4003, "VNC_HANDSHAKE_FAILED", vm);
    }

    /** nova bug 2155052. */
    @Test
    void aReasonOfFourGigabytesIsNotWaitedFor() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().sendInsteadAt(Step.SECURITY_TYPES, new RfbMessage().u8(0).u32(0xFFFF_FFFFL).toBytes());

        assertFails(4003, "VNC_HANDSHAKE_FAILED", vm);
    }

    @Test
    void aNameOfFourGigabytesIsNotWaitedFor() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().sendInsteadAt(Step.SERVER_INIT, new RfbMessage().screen().u32(0xFFFF_FFFFL).toBytes());

        assertFails(4003, "VNC_HANDSHAKE_FAILED", vm);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 16, 18, 255})
    void aSecurityTypeThatWeDoNotSpeakIsRefused(int type) throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().securityTypes(type);

        assertFails(4004, "VNC_SECURITY_REFUSED", vm);
    }

    @Test
    void aServerThatWantsAPasswordThatWeDoNotHaveIsRefused() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().password("unknown1");

        assertFails(4004, "VNC_SECURITY_REFUSED", vm);
    }

    @Test
    void aServerThatRefusesOurPasswordIsTold() throws Exception {
        VmUnderTest vm = nodes.freshSecuredVm();
        vm.vnc().password("another1");

        assertFails(4004, "VNC_SECURITY_REFUSED", vm);
    }

    /** CVE-2013-0335, CVE-2014-8750: another VM at the same port. */
    @ParameterizedTest
    @ValueSource(strings = {"QEMU (other)", "QEMU ()", "QEMU (fresh)", "QEMU (fresh-001x)"})
    void theScreenOfAnotherVmIsNotShown(String name) throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().name(name);

        assertFails(4005, "WRONG_INSTANCE", vm);
    }

    @Test
    void aServerThatIsNoQemuMayCallItsScreenAsItLikes() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().name("<img src=x onerror=alert(1)>\r\n\u0000");
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            assertTrue(console.isOpen());
        }
    }

    @Test
    void aSickServerDoesNotTouchTheConsoleOfAnother() throws Exception {
        VmUnderTest well = nodes.freshVm();
        well.vnc().echo();
        Browser worker = Browser.signedInAs(Account.WORKER);
        try (RawWebSocket console = worker.console(well)) {
            for (int i = 0; i < 4; i++) {
                VmUnderTest sick = nodes.freshVm();
                sick.vnc().silentAfterAccept();
                worker.connect(worker.tokenFor(sick));
            }
            byte[] key = new RfbMessage().keyEvent('a').toBytes();
            console.sendBinary(key);

            assertArrayEquals(key, console.readBytes(key.length));
        }
    }

    private static void assertFails(int closeCode, String reason, VmUnderTest vm) throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        long start = System.nanoTime();
        try (RawWebSocket console = worker.connect(worker.token(session))) {
            assertEquals(101, console.answer().status());
            Frame frame = console.read();
            assertEquals(RawWebSocket.CLOSE, frame.opcode(), "the browser hears nothing before the way to the screen is certain");
            assertEquals(closeCode, frame.closeCode());
            assertEquals(reason, frame.closeReason());
            assertTrue(System.nanoTime() - start < LIMIT.toNanos());
            console.sendClose(closeCode);
            assertTrue(console.endsNow());
        }
        RecordedHistory.assertEnded(session, reason);
        vm.vnc().awaitOpen(0, LIMIT);
    }
}
