package io.porthole.rfb;

import io.porthole.testing.RfbMessage;

/** One of each message that a VNC client sends, padding and content not zero. */
final class ClientMessageBytes {

    static final int EXTENDED_CLIPBOARD = 0xC0A1E5CE;
    static final int XVP = -309;
    static final int EXTENDED_MOUSE_BUTTONS = -316;
    static final int EXTENDED_DESKTOP_SIZE = -308;

    /** Flags of the extended clipboard (rfbproto, ClientCutText). */
    static final int PROVIDE_TEXT = 0x10000001;

    private ClientMessageBytes() {
    }

    static byte[] setPixelFormat() {
        RfbMessage message = new RfbMessage().u8(0).u8(1).u8(2).u8(3).u8(32).u8(24).u8(0).u8(1);
        return message.u16(255).u16(255).u16(255).u8(0).u8(8).u8(16).u8(4).u8(5).u8(6).toBytes();
    }

    static byte[] setEncodings(int... encodings) {
        RfbMessage message = new RfbMessage().u8(2).u8(9).u16(encodings.length);
        for (int encoding : encodings) {
            message.u32(Integer.toUnsignedLong(encoding));
        }
        return message.toBytes();
    }

    static byte[] framebufferUpdateRequest() {
        return new RfbMessage().u8(3).u8(1).u16(0).u16(0).u16(800).u16(600).toBytes();
    }

    static byte[] keyEvent() {
        return new RfbMessage().u8(4).u8(1).u16(0x0404).u32(0x61).toBytes();
    }

    static byte[] pointerEvent() {
        return pointerEvent(1);
    }

    static byte[] pointerEvent(int mask) {
        return new RfbMessage().u8(5).u8(mask).u16(400).u16(300).toBytes();
    }

    static byte[] cutText(int bytes) {
        return new RfbMessage().u8(6).u8(7).u8(8).u8(9).u32(bytes).bytes(body(bytes)).toBytes();
    }

    /** @param bytes flags included, at least 4 */
    static byte[] extendedCutText(int flags, int bytes) {
        return new RfbMessage().u8(6).u8(7).u8(8).u8(9).u32(Integer.toUnsignedLong(-bytes)).u32(Integer.toUnsignedLong(flags)).bytes(body(bytes - 4)).toBytes();
    }

    static byte[] enableContinuousUpdates() {
        return new RfbMessage().u8(150).u8(1).u16(0).u16(0).u16(800).u16(600).toBytes();
    }

    static byte[] clientFence(int bytes) {
        return new RfbMessage().u8(248).u8(4).u8(4).u8(4).u32(0x80000001L).u8(bytes).bytes(body(bytes)).toBytes();
    }

    static byte[] xvp() {
        return new RfbMessage().u8(250).u8(4).u8(1).u8(2).toBytes();
    }

    static byte[] setDesktopSize(int screens) {
        return new RfbMessage().u8(251).u8(4).u16(1024).u16(768).u8(screens).u8(4).bytes(body(16 * screens)).toBytes();
    }

    static byte[] qemuKeyEvent() {
        return new RfbMessage().u8(255).u8(0).u16(1).u32(0x61).u32(0x1e).toBytes();
    }

    static byte[] qemuAudioEnable() {
        return new RfbMessage().u8(255).u8(1).u16(0).toBytes();
    }

    static byte[] qemuAudioDisable() {
        return new RfbMessage().u8(255).u8(1).u16(1).toBytes();
    }

    static byte[] qemuAudioFormat() {
        return new RfbMessage().u8(255).u8(1).u16(2).u8(3).u8(2).u32(44_100).toBytes();
    }

    static byte[] concat(byte[]... messages) {
        RfbMessage all = new RfbMessage();
        for (byte[] message : messages) {
            all.bytes(message);
        }
        return all.toBytes();
    }

    /** Bytes that read as key events to whoever has lost the place. */
    static byte[] body(int bytes) {
        byte[] body = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            body[i] = (byte) (i % 8 == 0 ? 4 : i);
        }
        return body;
    }
}
