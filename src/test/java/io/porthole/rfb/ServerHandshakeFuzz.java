package io.porthole.rfb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.RfbMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Any bytes of a VNC server, in any split: {@link ServerHandshake} waits, is done or fails with its own exception, and the split makes no difference. */
public final class ServerHandshakeFuzz {

    /** Bytes that one call may say: the promise of {@link ServerHandshake#receive}. */
    private static final int OUT_BYTES = 64;

    /** Version, 255 types, challenge, result, screen and the longest name, with what counts them; a byte more taken would be a bound that is missing. */
    private static final int LONGEST = 12 + 1 + 255 + 16 + 4 + 24 + 4096;

    private ServerHandshakeFuzz() {
    }

    /** The first byte says how the rest is split. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] input = Arrays.copyOfRange(data, 1, data.length);
        HandshakeOutcome whole = outcome(input, input.length);

        assertTrue(whole.taken() <= LONGEST);
        assertEquals(whole, outcome(input, 1 + (data[0] & 0xFF)));
        assertEquals(whole, outcome(input, 1));
    }

    public static List<byte[]> beginnings() {
        return List.of(
                server("003.008").u8(2).u8(1).u8(2).bytes(new byte[16]).u32(0).screen().string("QEMU (desktop)").text("rest").toBytes(),
                server("003.008").u8(1).u8(1).u32(0).screen().string("").toBytes(),
                server("003.008").u8(0).string("Too many viewers").toBytes(),
                server("003.008").u8(1).u8(2).bytes(new byte[16]).u32(1).string("Authentication failed").toBytes(),
                server("003.008").u8(3).u8(5).u8(16).u8(255).toBytes(),
                server("003.007").u8(1).u8(1).screen().string("vm").toBytes(),
                server("003.003").u32(1).screen().string("vm").toBytes(),
                server("003.003").u32(2).bytes(new byte[16]).u32(2).toBytes(),
                server("003.003").u32(0).string("No").toBytes(),
                server("003.889").u8(1).u8(1).u32(0).screen().u32(5000).toBytes(),
                new RfbMessage().u8(2).text("SSH-2.0-OpenSSH_9.2\r\n").toBytes());
    }

    private static RfbMessage server(String version) {
        return new RfbMessage().u8(4).text("RFB " + version + "\n");
    }

    private static ServerHandshake handshake() {
        return new ServerHandshake(List.of(SecurityType.VNC_AUTHENTICATION, SecurityType.NONE), "secret".getBytes(UTF_8));
    }

    private static HandshakeOutcome outcome(byte[] input, int piece) {
        ServerHandshake handshake = handshake();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int taken = 0;
        try {
            for (int at = 0; at < input.length; at += piece) {
                ByteBuffer in = ByteBuffer.wrap(input, at, Math.min(piece, input.length - at));
                int before = in.remaining();
                receive(handshake, in, said);
                taken += before - in.remaining();
                assertTrue(handshake.isDone() || !in.hasRemaining());
            }
        } catch (HandshakeException e) {
            return HandshakeOutcome.failed(said.toByteArray(), e);
        }
        return HandshakeOutcome.of(said.toByteArray(), taken, result(handshake));
    }

    private static void receive(ServerHandshake handshake, ByteBuffer in, ByteArrayOutputStream said) throws HandshakeException {
        ByteBuffer out = ByteBuffer.allocate(OUT_BYTES);
        try {
            handshake.receive(in, out);
        } finally {
            said.write(out.array(), 0, out.position());
        }
    }

    private static String result(ServerHandshake handshake) {
        if (!handshake.isDone()) {
            return "waiting";
        }
        assertTrue(handshake.serverInit().length <= ServerInit.SCREEN_BYTES + 4 + 100);
        return "done: " + handshake.desktopName();
    }
}
