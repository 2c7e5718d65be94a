package io.porthole.rfb;

import java.nio.ByteBuffer;

/**
 * The entries of SetEncodings (RFC 6143, 7.5.2), of which it takes out what would make VNC server and page agree on something that is not granted.
 *
 * <p>An entry is taken out by writing {@link #NEUTRAL} over it, so that count, order and length stay. QEMU goes through the list in a switch whose
 * default ignores the entry; TigerVNC takes the first one that it can encode for the preferred one and remembers the others as a set;
 * libvncserver logs an entry that it does not know. So none of them takes the number for anything.
 */
final class EncodingList {

    /** More than the registry has numbers for; noVNC sends 25. QEMU answers some entries at once, each time that they stand in the list. */
    static final int MAX_ENTRIES = 256;

    /** No encoding and no pseudo-encoding of anybody's: "Port" in ASCII. */
    static final int NEUTRAL = 0x506F7274;

    private static final int XVP = -309;
    private static final int EXTENDED_CLIPBOARD = 0xC0A1E5CE;

    /**
     * Always taken out. A server that agreed to it reads a seventh byte after a pointer event whose mask has bit 7 set; one that did not agree reads six,
     * and uses bit 7 as an eighth button. Which of the two it is stands only in what the server sends, which we do not read. Whoever guesses
     * can be made to take a forbidden message for the inside of a harmless one. What it costs: the buttons "back" and "forward".
     */
    private static final int EXTENDED_MOUSE_BUTTONS = -316;

    private final boolean xvp;
    private final boolean extendedClipboard;
    private int left;
    private boolean extendedClipboardAnnounced;

    /**
     * @param xvp whether the server may offer its power messages
     * @param extendedClipboard whether the server may offer the extended clipboard
     */
    EncodingList(boolean xvp, boolean extendedClipboard) {
        this.xvp = xvp;
        this.extendedClipboard = extendedClipboard;
    }

    /** A new list of so many entries takes the place of the one before. */
    void begin(int entries) throws ClientMessageException {
        if (entries > MAX_ENTRIES) {
            throw new ClientMessageException("The browser sent SetEncodings with " + entries + " entries");
        }
        left = entries;
        extendedClipboardAnnounced = false;
    }

    boolean isComplete() {
        return left == 0;
    }

    /** Takes the next entry, which is whole, and overwrites it if it must not pass. */
    void next(ByteBuffer in, int at) {
        left--;
        int encoding = in.getInt(at);
        if (encoding == EXTENDED_CLIPBOARD && extendedClipboard) {
            extendedClipboardAnnounced = true;
        } else if (encoding == EXTENDED_CLIPBOARD || encoding == EXTENDED_MOUSE_BUTTONS || encoding == XVP && !xvp) {
            in.putInt(at, NEUTRAL);
        }
    }

    /** Whether the client may use the extended clipboard, and said in its last list that it wants to. */
    boolean hasExtendedClipboard() {
        return extendedClipboardAnnounced;
    }
}
