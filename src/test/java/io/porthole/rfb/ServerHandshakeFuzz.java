package io.porthole.rfb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.RfbMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Any bytes of a VNC server, in any split: {@link ServerHandshake} waits, is done or fails with its own exception, and the split makes no difference. TLS starts where it is awaited. */
public final class ServerHandshakeFuzz {

    /** Bytes that one call may say: the promise of {@link ServerHandshake#receive}. */
    private static final int OUT_BYTES = ServerHandshake.MAX_ANSWER_BYTES;

    /** Version, 255 types, VeNCrypt with 255 subtypes, challenge, result, screen and the longest name, with what counts them; a byte more taken would be a bound that is missing. */
    private static final int LONGEST = 12 + 1 + 255 + 2 + 1 + 1 + 4 * 255 + 1 + 16 + 4 + 24 + 4096;

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
                vencrypt().u8(3).u32(260).u32(261).u32(262).u8(1).bytes(new byte[16]).u32(0).screen().string("QEMU (desktop)").text("rest").toBytes(),
                vencrypt().u8(1).u32(262).u8(1).u32(1).string("Authentication failed").toBytes(),
                vencrypt().u8(1).u32(260).u8(1).u32(0).screen().string("").toBytes(),
                vencrypt().u8(2).u32(256).u32(257).toBytes(),
                vencrypt().u8(1).u32(260).u8(0).toBytes(),
                server("003.003").u32(19).u8(0).u8(2).u8(1).toBytes(),
                new RfbMessage().u8(2).text("SSH-2.0-OpenSSH_9.2\r\n").toBytes());
    }

    private static RfbMessage server(String version) {
        return new RfbMessage().u8(4).text("RFB " + version + "\n");
    }

    private static RfbMessage vencrypt() {
        return server("003.008").u8(1).u8(19).u8(0).u8(2).u8(0);
    }

    private static ServerHandshake handshake() {
        return new ServerHandshake(List.of(SecurityType.VENCRYPT, SecurityType.VNC_AUTHENTICATION, SecurityType.NONE),
                List.of(VeNCryptSubtype.X509VNC, VeNCryptSubtype.X509PLAIN, VeNCryptSubtype.X509NONE), new VncCredentials("portal", "secret"));
    }

    /** @return how many bytes come before TLS; all where it is not awaited */
    private static int bytesBeforeTls(byte[] input) {
        ServerHandshake handshake = handshake();
        try {
            for (int at = 0; at < input.length; at++) {
                handshake.receive(ByteBuffer.wrap(input, at, 1), ByteBuffer.allocate(OUT_BYTES));
                if (handshake.awaitedTls().isPresent()) {
                    return at + 1;
                }
            }
        } catch (HandshakeException e) {
            return input.length;
        }
        return input.length;
    }

    private static HandshakeOutcome outcome(byte[] input, int piece) {
        ServerHandshake handshake = handshake();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int taken = 0;
        int beforeTls = bytesBeforeTls(input);
        try {
            int end;
            for (int at = 0; at < input.length; at = end) {
                end = Math.min(at + piece, at < beforeTls ? beforeTls : input.length);
                ByteBuffer in = ByteBuffer.wrap(input, at, end - at);
                int before = in.remaining();
                receive(handshake, in, said);
                taken += before - in.remaining();
                assertTrue(handshake.isDone() || !in.hasRemaining());
                if (handshake.awaitedTls().isPresent()) {
                    handshake.tlsStarted();
                    receive(handshake, ByteBuffer.allocate(0), said);
                }
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
