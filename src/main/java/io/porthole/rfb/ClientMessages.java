package io.porthole.rfb;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Lets pass what a browser's VNC client sends after ClientInit (RFC 6143, 7.5), as far as a person's rights go; docs/client-messages.md has the table.
 *
 * <p>Its life is that of one console: message after message it waits for the few bytes that decide on one, holds them back until then, and counts the message
 * down, which either passes or is skipped. A message that it does not know ends that: it is refused, or from there on everything passes unread.
 *
 * <p>A message that passes is neither copied nor stored, and its body costs nothing. It belongs to one thread.
 */
public final class ClientMessages {

    /** Most bytes that {@link #filter} may put before the buffer's position: those of an earlier buffer that it held back. */
    public static final int HEADROOM_BYTES = HeldBytes.MAX_BYTES;

    private final ClientRights rights;
    private final EncodingList encodings;
    private final HeldBytes held = new HeldBytes();
    private final Compaction kept = new Compaction();
    private final WithheldMessages withheld = new WithheldMessages();
    /** Bytes still to come of the message, or the part of one, that was decided on. */
    private int left;
    private boolean passing;
    private boolean unread;
    private boolean sawInput;
    private boolean wantsUpdates;

    public ClientMessages(ClientRights rights) {
        this.rights = rights;
        boolean extendedClipboard = rights.input() && rights.clipboardToServer() && rights.clipboardFromServer();
        this.encodings = new EncodingList(rights.input() && rights.power(), extendedClipboard);
    }

    /**
     * Filters what stands between position and limit, in place; afterwards what goes to the server stands there, which may be nothing.
     * How the input is split into calls makes no difference. The position may have moved, back by at most {@link #HEADROOM_BYTES}.
     *
     * @param in big-endian, with {@link #HEADROOM_BYTES} before its position that may be overwritten
     * @throws ClientMessageException at a message that must not pass and cannot be skipped; what preceded it stands between position and limit then
     */
    public void filter(ByteBuffer in) throws ClientMessageException {
        sawInput = false;
        if (!in.hasRemaining()) {
            return;
        }
        held.giveBack(in);
        int at = in.position();
        int end = in.limit();
        kept.begin(at);
        try {
            while (at < end && (left > 0 || begin(in, at, end - at))) {
                int taken = Math.min(left, end - at);
                if (passing) {
                    kept.keep(in, at, taken);
                }
                at += taken;
                left -= taken;
            }
        } finally {
            held.hold(in, at, end);
            kept.finish(in);
        }
    }

    /**
     * Whether a key, a pointer event or a plain cut text began in the last call, passed or withheld: what a person does. The page asks for updates by itself,
     * and answers the VM in the extended clipboard. After a message that we do not know all that comes counts, because nothing is read any more.
     */
    public boolean sawInput() {
        return sawInput;
    }

    /**
     * Whether a request for an update may stand between what passed and what comes: no message is under way, and the client asked for updates itself, so that one
     * more does not surprise it. Never once messages pass unread.
     */
    public boolean mayRequestUpdate() {
        return wantsUpdates && !unread && left == 0 && held.isEmpty() && encodings.isComplete();
    }

    /** Messages withheld so far for lack of this right. */
    public long withheld(ClientRight right) {
        return withheld.forLackOf(right);
    }

    /** Messages withheld so far, whatever for. */
    public long withheld() {
        return withheld.total();
    }

    /** Cut texts withheld so far because they are longer than the rights allow. */
    public long withheldForLength() {
        return withheld.forLength();
    }

    /** Decides on what comes next, unless it is not all there. */
    private boolean begin(ByteBuffer in, int at, int available) throws ClientMessageException {
        if (unread) {
            sawInput = true;
            return pass(available);
        }
        if (!encodings.isComplete()) {
            return beginEncoding(in, at, available);
        }
        ClientMessageType type = ClientMessageType.of(in, at, available);
        if (available < type.decidingBytes()) {
            return false;
        }
        int length = type.length(in, at);
        sawInput |= type.isInput();
        wantsUpdates |= type == ClientMessageType.FRAMEBUFFER_UPDATE_REQUEST;
        return switch (type) {
            case SET_ENCODINGS -> beginEncodings(in, at, length);
            case CUT_TEXT, EXTENDED_CUT_TEXT -> decideOnCutText(type, length);
            default -> length == ClientMessageType.UNMEASURABLE ? passUnread(in, at, available) : decide(type, length);
        };
    }

    private boolean beginEncodings(ByteBuffer in, int at, int length) throws ClientMessageException {
        encodings.begin(Short.toUnsignedInt(in.getShort(at + 2)));
        return pass(length);
    }

    private boolean beginEncoding(ByteBuffer in, int at, int available) {
        if (available < Integer.BYTES) {
            return false;
        }
        encodings.next(in, at);
        return pass(Integer.BYTES);
    }

    private boolean decideOnCutText(ClientMessageType type, int length) throws ClientMessageException {
        if (rights.missing(type.needs()).isPresent()) {
            return decide(type, length);
        }
        if (type == ClientMessageType.EXTENDED_CUT_TEXT && !encodings.hasExtendedClipboard()) {
            throw new ClientMessageException("The browser sent an extended ClientCutText, which it had not announced in SetEncodings");
        }
        if (length - ClientMessageType.CUT_TEXT_HEADER_BYTES > rights.maxCutTextBytes()) {
            withheld.countForLength();
            return skip(length);
        }
        return pass(length);
    }

    private boolean decide(ClientMessageType type, int length) {
        Optional<ClientRight> missing = rights.missing(type.needs());
        if (missing.isPresent()) {
            withheld.countForLackOf(missing.get());
            return skip(length);
        }
        return pass(length);
    }

    /** Nothing after a message of unknown length can be told apart, so only who may do everything anyway is trusted with it. */
    private boolean passUnread(ByteBuffer in, int at, int available) throws ClientMessageException {
        if (!rights.unknownMessages() || !rights.hasAll()) {
            throw new ClientMessageException("The browser sent a message that we do not know: " + ClientMessageType.describe(in, at));
        }
        unread = true;
        return begin(in, at, available);
    }

    private boolean pass(int bytes) {
        left = bytes;
        passing = true;
        return true;
    }

    private boolean skip(int bytes) {
        left = bytes;
        passing = false;
        return true;
    }
}
