package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.console.RelayEnd;
import io.porthole.testing.FakeVncServer;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RawWebSocket.Frame;
import io.porthole.testing.RfbMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends that neither side has caused: the portal's own decisions, and faults of ours. */
class ConsoleRelayEndTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final byte[] KEY = new RfbMessage().keyEvent('a').toBytes();

    private final FakeVncServer vnc = new FakeVncServer().name("QEMU (desktop)").echo().start();

    @AfterEach
    void closeVncServer() {
        vnc.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"IDLE_TIMEOUT", "SESSION_TIMEOUT", "CUT_BY_ADMINISTRATOR", "SIGNED_OUT", "RIGHT_REVOKED", "INSTANCE_STOPPED", "PORTAL_STOPPING"})
    void browserIsToldWhyThePortalEndsItsConsole(RelayEnd why) throws Exception {
        try (RelayUnderTest relay = RelayUnderTest.to(vnc.port(), Map.of()); RawWebSocket browser = relay.connect().shakeHands()) {
            relay.endAll(why);

            assertEnds(why, browser);
            assertEquals(why, relay.end());
            vnc.awaitOpen(0, LIMIT);
        }
    }

    @Test
    void faultOfOursEndsItsConsoleAndNoOther() throws Exception {
        try (RelayUnderTest relay = RelayUnderTest.to(vnc.port(), Map.of()); RawWebSocket other = relay.connect().shakeHands()) {
            assertEchoes(other);
            relay.failWhenEstablished();
            try (RawWebSocket browser = relay.connect().shakeHands()) {
                assertEnds(RelayEnd.INTERNAL_ERROR, browser);
            }
            assertEquals(RelayEnd.INTERNAL_ERROR, relay.end());
            vnc.awaitOpen(1, LIMIT);
            assertEchoes(other);
        }
    }

    private static void assertEchoes(RawWebSocket browser) throws IOException {
        browser.sendBinary(KEY);
        assertArrayEquals(KEY, browser.readBytes(KEY.length));
    }

    /** The socket used to be closed at once: unread input reset it, and the reset overtook the Close frame. */
    @Test
    void browserThatGoesOnTypingIsToldOfAFaultOfOurs() throws Exception {
        byte[] input = new RfbMessage().numberedCutText(900).toBytes();
        try (RelayUnderTest relay = RelayUnderTest.to(vnc.port(), Map.of())) {
            relay.failWhenEstablished();
            try (RawWebSocket browser = relay.connect()) {
                Thread typist = new Thread(() -> typeUntilItEnds(browser, input));
                typist.start();

                assertEquals(4014, browser.readClose().closeCode());
                browser.close();
                typist.join(LIMIT.toMillis());
            }
        }
    }

    private static void typeUntilItEnds(RawWebSocket browser, byte[] input) {
        try {
            for (byte[] message : RawWebSocket.viewerMessages()) {
                browser.sendBinary(message);
            }
            while (true) {
                browser.sendBinary(input);
            }
        } catch (IOException e) {
            // the end of the console
        }
    }

    private static void assertEnds(RelayEnd why, RawWebSocket browser) throws IOException {
        Frame close = browser.readClose();
        assertEquals(CloseCode.of(why), close.closeCode());
        assertEquals(why.name(), close.closeReason());
        browser.sendClose(close.closeCode());
        assertTrue(browser.endsNow());
    }
}
