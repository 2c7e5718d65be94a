package io.porthole.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The HTTP answer that begins a WebSocket (RFC 6455, 4.1), and the request for it. */
final class UpgradeAnswer {

    /** The pair that RFC 6455, 1.3 computes. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final int LONGEST = 8 * 1024;

    /** The blank line that ends an HTTP head. */
    private static final int END = 0x0D0A_0D0A;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int lastFour;

    static ByteBuffer request(String path, int port) {
        return ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY
                + "\r\nSec-WebSocket-Protocol: binary\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads no byte behind it. @return whether it is whole; then it agrees to the WebSocket */
    boolean read(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            byte next = in.get();
            lastFour = lastFour << Byte.SIZE | next & 0xFF;
            bytes.write(next);
            if (bytes.size() > LONGEST) {
                throw new BrokenStreamException("an HTTP answer without end");
            }
            if (lastFour == END) {
                check(bytes.toString(StandardCharsets.ISO_8859_1));
                return true;
            }
        }
        return false;
    }

    private static void check(String answer) throws BrokenStreamException {
        String status = answer.lines().findFirst().orElse("");
        if (!status.startsWith("HTTP/1.1 101 ")) {
            throw new BrokenStreamException("HTTP: " + status);
        }
        if (!answer.contains(ACCEPT)) {
            throw new BrokenStreamException("a wrong Sec-WebSocket-Accept");
        }
        if (answer.toLowerCase(Locale.ROOT).contains("permessage-deflate")) {
            throw new BrokenStreamException("a compression that nobody asked for");
        }
    }
}
