package io.porthole.rfb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;

/** The VNC server's description of its screen (RFC 6143, 7.3.2). */
final class ServerInit {

    /** Width, height and pixel format, in bytes: all that stands before the name's length. We only pass it on. */
    static final int SCREEN_BYTES = 20;

    /** QEMU's names are a VM's name and a few letters; no honest name needs more bytes. */
    static final int MAX_NAME_BYTES = 4096;

    /** With this the message, {@value #SCREEN_BYTES} + 4 + 100 bytes, fits into one small WebSocket frame. */
    private static final int MAX_NAME_BYTES_FOR_BROWSER = 100;

    private final byte[] screen;
    private final String desktopName;

    ServerInit(byte[] screen, String desktopName) {
        this.screen = screen.clone();
        this.desktopName = desktopName;
    }

    String desktopName() {
        return desktopName;
    }

    /** The message with a well-formed name of at most 100 bytes, cut where a character ends. */
    byte[] forBrowser() {
        ByteBuffer name = ByteBuffer.allocate(MAX_NAME_BYTES_FOR_BROWSER);
        UTF_8.newEncoder().encode(CharBuffer.wrap(desktopName), name, true);
        name.flip();
        ByteBuffer message = ByteBuffer.allocate(SCREEN_BYTES + Integer.BYTES + name.remaining());
        message.put(screen).putInt(name.remaining()).put(name);
        return message.array();
    }
}
