package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.FakeVncServer;
import io.porthole.testing.FakeVncServer.Step;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RfbMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a VNC server says at once after its handshake, unasked and in the same packet: the Bell, its cut text (RFC 6143, 7.6). */
class EarlyServerMessagesTest {

    private static final byte[] BELL_AND_CUT_TEXT = new RfbMessage().u8(2).u8(3).u8(0).u16(0).string("copied before").toBytes();

    @Test
    void reachTheBrowserBehindItsHandshake() throws Exception {
        byte[] withServerInit = new RfbMessage().screen().string("QEMU (desktop)").bytes(BELL_AND_CUT_TEXT).toBytes();
        try (FakeVncServer vnc = new FakeVncServer().sendInsteadAt(Step.SERVER_INIT, withServerInit).start();
                RelayUnderTest relay = RelayUnderTest.to(vnc.port(), Map.of());
                RawWebSocket browser = relay.connect().shakeHands()) {
            assertEquals("QEMU (desktop)", browser.screenName());
            assertArrayEquals(BELL_AND_CUT_TEXT, browser.readBytes(BELL_AND_CUT_TEXT.length));
        }
    }
}
