package io.porthole.rfb;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The pixel format that a client asks for before its first FramebufferUpdateRequest (RFC 6143, 7.5.1): what the server sends from then on is in it, so that
 * whoever reads that later must be told this one and not the server's own.
 *
 * <p>Its life: it keeps what it is given until the first request for an update, or until it meets what it cannot measure; then it is settled. It belongs to one thread.
 */
public final class RequestedPixelFormat {

    private static final int FORMAT_AT = 4;
    private static final int FORMAT_BYTES = 16;
    /** Where a ServerInit has it, behind width and height. */
    private static final int IN_SERVER_INIT_AT = 4;
    /** A SetEncodings is the longest that comes before a request, and has few entries. */
    private static final int MOST_BYTES = 64 * 1024;

    private byte[] unread = new byte[0];
    private byte[] format;
    private boolean settled;

    /** @param in what the client sent next, from position to limit; its position stays */
    public void read(ByteBuffer in) {
        if (settled) {
            return;
        }
        byte[] all = Arrays.copyOf(unread, unread.length + in.remaining());
        in.duplicate().get(all, unread.length, in.remaining());
        ByteBuffer messages = ByteBuffer.wrap(all);
        try {
            while (!settled && messages.hasRemaining() && takeOne(messages)) {
                // the next one
            }
        } catch (ClientMessageException e) {
            settled = true; // the filter that stands before the server refuses it
        }
        settled |= messages.remaining() > MOST_BYTES;
        unread = settled ? new byte[0] : Arrays.copyOfRange(all, messages.position(), all.length);
    }

    /** Whether the client has asked for an update. */
    public boolean isSettled() {
        return settled;
    }

    /** The same ServerInit as a server would have sent it whose own format is the one asked for. */
    public byte[] in(byte[] serverInit) {
        byte[] changed = serverInit.clone();
        if (format != null) {
            System.arraycopy(format, 0, changed, IN_SERVER_INIT_AT, FORMAT_BYTES);
        }
        return changed;
    }

    private boolean takeOne(ByteBuffer messages) throws ClientMessageException {
        int at = messages.position();
        ClientMessageType type = ClientMessageType.of(messages, at, messages.remaining());
        if (messages.remaining() < type.decidingBytes()) {
            return false;
        }
        int length = type.length(messages, at);
        if (type == ClientMessageType.SET_ENCODINGS) {
            length += Integer.BYTES * Short.toUnsignedInt(messages.getShort(at + 2));
        }
        if (type == ClientMessageType.FRAMEBUFFER_UPDATE_REQUEST || length == ClientMessageType.UNMEASURABLE) {
            settled = true;
            return false;
        }
        if (messages.remaining() < length) {
            return false;
        }
        if (type == ClientMessageType.SET_PIXEL_FORMAT) {
            format = new byte[FORMAT_BYTES];
            messages.get(at + FORMAT_AT, format);
        }
        messages.position(at + length);
        return true;
    }
}
