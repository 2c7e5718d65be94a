package io.porthole.rfb;

import static io.porthole.rfb.ClientRight.CLIPBOARD_FROM_SERVER;
import static io.porthole.rfb.ClientRight.CLIPBOARD_TO_SERVER;
import static io.porthole.rfb.ClientRight.INPUT;
import static io.porthole.rfb.ClientRight.POWER;
import static io.porthole.rfb.ClientRight.RESIZE;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The messages that a VNC client may send after ClientInit, with their length and the rights that they need: those of RFC 6143, 7.5, and of the
 * community's rfbproto those that noVNC, TigerVNC's viewer or QEMU's clients send. QEMU, TigerVNC and x11vnc end a connection that sends any other.
 *
 * <p>Not among them: FixColourMapEntries (1), which RFC 6143 dropped, and gii (253), whose Version message rfbproto gives a length that contradicts its content.
 */
enum ClientMessageType {
    SET_PIXEL_FORMAT(0, 20),
    /** Its entries are looked at one by one: {@link EncodingList}. */
    SET_ENCODINGS(2, 4, (in, at) -> 4),
    FRAMEBUFFER_UPDATE_REQUEST(3, 10),
    KEY_EVENT(4, 8, INPUT),
    /** Always 6 bytes, because the form of 7 is never agreed: {@link EncodingList}. */
    POINTER_EVENT(5, 6, INPUT),
    /** Whichever of the next two its length says. */
    CLIENT_CUT_TEXT(6, 8, (in, at) -> ClientMessageType.CUT_TEXT_HEADER_BYTES),
    CUT_TEXT(6, 8, ClientMessageType::cutTextBytes, INPUT, CLIPBOARD_TO_SERVER),
    /** With a negative length (rfbproto, ClientCutText). It needs both directions, because its offers and requests belong together. */
    EXTENDED_CUT_TEXT(6, 8, ClientMessageType::cutTextBytes, INPUT, CLIPBOARD_TO_SERVER, CLIPBOARD_FROM_SERVER),
    ENABLE_CONTINUOUS_UPDATES(150, 10),
    CLIENT_FENCE(248, 9, ClientMessageType::fenceBytes),
    XVP(250, 4, INPUT, POWER),
    SET_DESKTOP_SIZE(251, 8, (in, at) -> 8 + 16 * Byte.toUnsignedInt(in.get(at + 6)), INPUT, RESIZE),
    /** Whichever of the next two its second byte says. */
    QEMU(255, 2, (in, at) -> 2),
    QEMU_KEY_EVENT(255, 2, (in, at) -> 12, INPUT),
    QEMU_AUDIO(255, 4, ClientMessageType::audioBytes),
    UNKNOWN(-1, 1, (in, at) -> ClientMessageType.UNMEASURABLE);

    /** Length of a message whose end cannot be known. */
    static final int UNMEASURABLE = -1;

    /** rfbproto: what a fence carries is at most 64 bytes; TigerVNC skips more, others need not. */
    private static final int MAX_FENCE_BYTES = 64;

    /** Type, padding and length. */
    static final int CUT_TEXT_HEADER_BYTES = 8;

    /** The flags that an extended ClientCutText begins with; less made QEMU's length wrap around (CVE-2022-3165). */
    private static final int CUT_TEXT_FLAGS_BYTES = 4;

    private static final ClientMessageType[] BY_NUMBER = byNumber();

    /** Tells a message's whole length in bytes from its deciding bytes. */
    private interface Length {
        int of(ByteBuffer in, int at) throws ClientMessageException;
    }

    private final int number;
    private final int decidingBytes;
    private final Length length;
    private final ClientRight[] needs;

    ClientMessageType(int number, int bytes, ClientRight... needs) {
        this(number, 1, (in, at) -> bytes, needs);
    }

    ClientMessageType(int number, int decidingBytes, Length length, ClientRight... needs) {
        this.number = number;
        this.decidingBytes = decidingBytes;
        this.length = length;
        this.needs = needs;
    }

    /**
     * The type of the message that begins there.
     *
     * @param available bytes of it that are there, at least one
     */
    static ClientMessageType of(ByteBuffer in, int at, int available) {
        ClientMessageType type = BY_NUMBER[Byte.toUnsignedInt(in.get(at))];
        if (available < type.decidingBytes) {
            return type;
        }
        return switch (type) {
            case CLIENT_CUT_TEXT -> in.getInt(at + 4) < 0 ? EXTENDED_CUT_TEXT : CUT_TEXT;
            case QEMU -> qemuType(in.get(at + 1));
            default -> type;
        };
    }

    private static ClientMessageType qemuType(byte subType) {
        return switch (subType) {
            case 0 -> QEMU_KEY_EVENT;
            case 1 -> QEMU_AUDIO;
            default -> UNKNOWN;
        };
    }

    /** What is known of a message that we do not know, whose deciding bytes are there. */
    static String describe(ByteBuffer in, int at) {
        int number = Byte.toUnsignedInt(in.get(at));
        if (number != QEMU.number) {
            return "type " + number;
        }
        int subType = Byte.toUnsignedInt(in.get(at + 1));
        return "type " + number + ", sub-type " + subType + (subType == 1 ? ", operation " + Short.toUnsignedInt(in.getShort(at + 2)) : "");
    }

    /** So many bytes of a message must be there before its length and its fate are certain. */
    int decidingBytes() {
        return decidingBytes;
    }

    /** @return bytes of the whole message, of SetEncodings without its entries; or {@link #UNMEASURABLE} */
    int length(ByteBuffer in, int at) throws ClientMessageException {
        return length.of(in, at);
    }

    ClientRight[] needs() {
        return needs;
    }

    /** What a person does at keyboard and mouse, as opposed to what the page sends by itself. */
    boolean isInput() {
        return this == KEY_EVENT || this == POINTER_EVENT || this == QEMU_KEY_EVENT || this == CUT_TEXT;
    }

    private static int cutTextBytes(ByteBuffer in, int at) throws ClientMessageException {
        int declared = in.getInt(at + 4);
        long bytes = Math.abs((long) declared);
        if (declared < 0 && bytes < CUT_TEXT_FLAGS_BYTES) {
            throw new ClientMessageException("The browser sent an extended ClientCutText of " + bytes + " bytes, which has no room for its flags");
        }
        if (bytes > ClientRights.MAX_SKIPPED_CUT_TEXT_BYTES) {
            throw new ClientMessageException("The browser announced a ClientCutText of " + bytes + " bytes");
        }
        return CUT_TEXT_HEADER_BYTES + (int) bytes;
    }

    private static int fenceBytes(ByteBuffer in, int at) throws ClientMessageException {
        int bytes = Byte.toUnsignedInt(in.get(at + 8));
        if (bytes > MAX_FENCE_BYTES) {
            throw new ClientMessageException("The browser sent a ClientFence with " + bytes + " bytes");
        }
        return 9 + bytes;
    }

    private static int audioBytes(ByteBuffer in, int at) {
        return switch (in.getShort(at + 2)) {
            case 0, 1 -> 4; // enable, disable
            case 2 -> 10;   // set format
            default -> UNMEASURABLE;
        };
    }

    /** The first of those that share a number stands for them. */
    private static ClientMessageType[] byNumber() {
        ClientMessageType[] types = new ClientMessageType[256];
        Arrays.fill(types, UNKNOWN);
        for (ClientMessageType type : values()) {
            if (type != UNKNOWN && types[type.number] == UNKNOWN) {
                types[type.number] = type;
            }
        }
        return types;
    }
}
