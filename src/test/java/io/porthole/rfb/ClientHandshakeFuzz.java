package io.porthole.rfb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.RfbMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Any bytes of a browser, in any split: {@link ClientHandshake} waits, is done or fails with its own exception, and the split makes no difference. */
public final class ClientHandshakeFuzz {

    private static final byte[] SERVER_INIT = new RfbMessage().screen().string("QEMU (desktop)").toBytes();

    /** Version, security type and ClientInit. */
    private static final int LONGEST = 14;

    private ClientHandshakeFuzz() {
    }

    /** The first byte says how the rest is split. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] input = Arrays.copyOfRange(data, 1, data.length);
        for (boolean atOnce : List.of(false, true)) {
            HandshakeOutcome whole = outcome(input, input.length, atOnce);

            assertTrue(whole.taken() <= LONGEST);
            assertEquals(whole, outcome(input, 1 + (data[0] & 0xFF), atOnce));
            assertEquals(whole, outcome(input, 1, atOnce));
        }
    }

    public static List<byte[]> beginnings() {
        return List.of(browser("003.008").u8(1).u8(1).toBytes(), browser("003.007").u8(1).u8(0).text("input").toBytes(), browser("003.003").u8(1).toBytes(),
                browser("003.008").u8(2).toBytes(), browser("003.005").toBytes(), new RfbMessage().u8(3).text("GET / HTTP/1.1\r\n").toBytes());
    }

    private static RfbMessage browser(String version) {
        return new RfbMessage().u8(4).text("RFB " + version + "\n");
    }

    private static HandshakeOutcome outcome(byte[] input, int piece, boolean atOnce) {
        ClientHandshake handshake = new ClientHandshake(SERVER_INIT, atOnce);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int taken = 0;
        try {
            for (int at = 0; at < input.length; at += piece) {
                ByteBuffer in = ByteBuffer.wrap(input, at, Math.min(piece, input.length - at));
                int before = in.remaining();
                handshake.receive(in).forEach(said::writeBytes);
                taken += before - in.remaining();
                assertTrue(handshake.isDone() || !in.hasRemaining());
            }
        } catch (HandshakeException e) {
            return HandshakeOutcome.failed(new byte[0], e); // what it would have said in the piece within which it failed is lost with it
        }
        return HandshakeOutcome.of(said.toByteArray(), taken, handshake.isDone() ? "done" : "waiting");
    }
}
