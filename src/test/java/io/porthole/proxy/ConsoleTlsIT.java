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
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.Arrays;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consoles over wss, whose TLS WildFly ends: the relay works below the WebSocket, and so above TLS. */
@ArquillianTest
@RunAsClient
class ConsoleTlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bytesGoBothWays(String version) throws Exception {
        try (RawWebSocket console = upgrade().overTls(version).connect().shakeHands()) {
            byte[] pressed = new RfbMessage().keyEvent('a').pointerEvent(400, 300).toBytes();
            console.sendBinary(pressed);
            assertArrayEquals(pressed, vm.vnc().awaitReceived(pressed.length, LIMIT));

            vm.vnc().send("pixels".getBytes(US_ASCII));
            assertArrayEquals("pixels".getBytes(US_ASCII), console.readBytes(6));
        }
    }

    /** Once the socket is full, a record of TLS is left half written: it must go on by itself. */
    @Test
    void aBrowserThatReadsLateGetsEverything() throws Exception {
        byte[] bytes = new byte[30_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >>> 8);
        }
        try (RawWebSocket console = upgrade().overTls("TLSv1.3").connect().shakeHands()) {
            vm.vnc().awaitReady(1, LIMIT);
            Thread sender = new Thread(() -> vm.vnc().send(bytes));
            sender.start();
            sender.join(Duration.ofSeconds(1).toMillis());
            assertTrue(sender.isAlive(), "the VNC server waits for the browser");

            assertArrayEquals(bytes, console.readBytes(bytes.length));
            sender.join();
        }
    }

    @Test
    void theLastBytesAreFollowedByTheClose() throws Exception {
        try (RawWebSocket console = upgrade().overTls("TLSv1.3").connect().shakeHands()) {
            vm.vnc().awaitReady(1, LIMIT);
            byte[] last = new byte[300_000];
            Arrays.fill(last, (byte) 7);
            vm.vnc().send(last);
            vm.vnc().closeConnections();

            assertArrayEquals(last, console.readBytes(last.length));
            RawWebSocket.Frame close = console.readData();
            assertEquals(RawWebSocket.CLOSE, close.opcode());
            console.sendClose(close.closeCode());
            assertTrue(console.endsNow());
        }
    }

    private RawRequest upgrade() throws Exception {
        return RawRequest.upgrade("/websockify?token=" + Browser.signedInAs(Account.WORKER).bearerToken(vm));
    }
}
