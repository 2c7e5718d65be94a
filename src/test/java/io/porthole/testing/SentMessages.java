package io.porthole.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What noVNC has sent to a {@link FakeVncServer} on one connection, message by message (RFC 6143, 7.5, and QEMU's extended key event). */
public final class SentMessages {

    private static final int SET_ENCODINGS = 2;
    private static final int KEY_EVENT = 4;
    private static final int CLIENT_CUT_TEXT = 6;
    private static final int QEMU = 255;

    private final List<ByteBuffer> messages = new ArrayList<>();

    private SentMessages(byte[] received) {
        ByteBuffer bytes = ByteBuffer.wrap(received);
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            int length = bytes.remaining() < 8 ? Integer.MAX_VALUE : length(bytes, start);
            if (length > bytes.remaining()) {
                return;
            }
            messages.add(bytes.slice(start, length));
            bytes.position(start + length);
        }
    }

    /** Those that have come whole by now. */
    public static SentMessages on(FakeVncConnection connection) {
        return new SentMessages(connection.received());
    }

    private static int length(ByteBuffer bytes, int start) {
        return switch (bytes.get(start) & 0xff) {
            case 0 -> 20;
            case SET_ENCODINGS -> 4 + 4 * bytes.getShort(start + 2);
            case 3 -> 10;
            case KEY_EVENT -> 8;
            case 5 -> 6;
            case CLIENT_CUT_TEXT -> 8 + Math.abs(bytes.getInt(start + 4));
            case QEMU -> 12;
            default -> throw new IllegalStateException("message type " + bytes.get(start));
        };
    }

    private List<ByteBuffer> ofType(int type) {
        return messages.stream().filter(message -> (message.get(0) & 0xff) == type).toList();
    }

    /** QEMU's key events: + or - for down or up, the scan code and the keysym. */
    public List<String> extendedKeys() {
        return ofType(QEMU).stream().map(key -> (key.getShort(2) == 1 ? "+" : "-") + Integer.toHexString(key.getInt(8)) + " " + Integer.toHexString(key.getInt(4))).toList();
    }

    /** Key events: + or - for down or up, and the keysym. */
    public List<String> keys() {
        return ofType(KEY_EVENT).stream().map(key -> (key.get(1) == 1 ? "+" : "-") + Integer.toHexString(key.getInt(4))).toList();
    }

    /** Plain ones; those of the extended clipboard (rfbproto, ClientCutText) have a negative length. */
    public List<String> cutTexts() {
        return ofType(CLIENT_CUT_TEXT).stream().filter(text -> text.getInt(4) >= 0).map(text -> new String(text.array(), text.arrayOffset() + 8, text.getInt(4), ISO_8859_1)).toList();
    }

    /** The flags of the extended clipboard's messages. */
    public List<String> clipboardFlags() {
        return ofType(CLIENT_CUT_TEXT).stream().filter(text -> text.getInt(4) < 0).map(text -> Integer.toHexString(text.getInt(8))).toList();
    }

    /** What the client asked for last. */
    public List<Integer> encodings() {
        List<ByteBuffer> all = ofType(SET_ENCODINGS);
        ByteBuffer last = all.get(all.size() - 1);
        List<Integer> encodings = new ArrayList<>();
        for (int i = 4; i < last.limit(); i += 4) {
            encodings.add(last.getInt(i));
        }
        return encodings;
    }
}
