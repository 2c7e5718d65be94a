package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes the bytes of RFB messages in RFC 6143's own terms. */
public final class RfbMessage {

    private static final int CUT_TEXT_HEADER_BYTES = 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public RfbMessage u8(int value) {
        bytes.write(value);
        return this;
    }

    public RfbMessage u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    /** @param value 0 to 0xFFFFFFFF */
    public RfbMessage u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public RfbMessage bytes(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    /** Text without its length. */
    public RfbMessage text(String value) {
        return bytes(value.getBytes(UTF_8));
    }

    /** A reason or name: its length in bytes as U32, then the text. */
    public RfbMessage string(String value) {
        return u32(value.getBytes(UTF_8).length).text(value);
    }

    /** The screen's part of ServerInit, before the name: 800 × 600 points of 32 bits in true colour (RFC 6143, 7.3.2 and 7.4). */
    public RfbMessage screen() {
        u16(800).u16(600);
        u8(32).u8(24).u8(0).u8(1);
        u16(255).u16(255).u16(255);
        u8(16).u8(8).u8(0);
        return u8(0).u8(0).u8(0);
    }

    /** FramebufferUpdate of the whole screen in one colour, as a single rectangle of RRE (RFC 6143, 7.6.1 and 7.7.3). */
    public RfbMessage filledScreen(int colour) {
        return u8(0).u8(0).u16(1).u16(0).u16(0).u16(800).u16(600).u32(2).u32(0).u32(colour);
    }

    // ---- what a viewer sends after the handshake (RFC 6143, 7.5)

    public RfbMessage setEncodings(int... encodings) {
        u8(2).u8(0).u16(encodings.length);
        for (int encoding : encodings) {
            u32(Integer.toUnsignedLong(encoding));
        }
        return this;
    }

    /** For the whole screen, what changed in it. */
    public RfbMessage updateRequest() {
        return u8(3).u8(1).u16(0).u16(0).u16(800).u16(600);
    }

    /** The key goes down. */
    public RfbMessage keyEvent(int keysym) {
        return u8(4).u8(1).u16(0).u32(keysym);
    }

    /** The left button is down. */
    public RfbMessage pointerEvent(int x, int y) {
        return u8(5).u8(1).u16(x).u16(y);
    }

    public RfbMessage cutText(byte[] text) {
        return u8(6).u8(0).u16(0).u32(text.length).bytes(text);
    }

    /** SetDesktopSize with one screen of that size (rfbproto, 7.6.2). */
    public RfbMessage setDesktopSize(int width, int height) {
        return u8(251).u8(0).u16(width).u16(height).u8(1).u8(0).u32(0).u16(0).u16(0).u16(width).u16(height).u32(0);
    }

    /** Asks the VM to shut down (rfbproto, 7.6.6, xvp). */
    public RfbMessage xvpShutdown() {
        return u8(250).u8(0).u8(1).u8(2);
    }

    /**
     * A ClientCutText whose text is numbered, so that no piece of it can be lost or moved unseen.
     *
     * @param messageBytes length of the whole message, of which {@value #CUT_TEXT_HEADER_BYTES} are no text
     */
    public RfbMessage numberedCutText(int messageBytes) {
        byte[] text = new byte[messageBytes - CUT_TEXT_HEADER_BYTES];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (i * 31 + i / 251);
        }
        return cutText(text);
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
