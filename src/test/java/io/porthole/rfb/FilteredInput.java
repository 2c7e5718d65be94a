package io.porthole.rfb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** What comes out of a {@link ClientMessages} that is fed as the relay feeds it: direct buffers, with no more room before their content than was asked for. */
final class FilteredInput {

    private final ClientMessages messages;
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

    FilteredInput(ClientRights rights) {
        messages = new ClientMessages(rights);
    }

    FilteredInput feed(byte[] input) throws ClientMessageException {
        return feed(input, 0, input.length);
    }

    FilteredInput feed(byte[] input, int from, int bytes) throws ClientMessageException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(ClientMessages.HEADROOM_BYTES + bytes);
        buffer.position(ClientMessages.HEADROOM_BYTES).put(input, from, bytes).position(ClientMessages.HEADROOM_BYTES);
        try {
            messages.filter(buffer);
        } finally {
            byte[] rest = new byte[buffer.remaining()];
            buffer.get(rest);
            passed.writeBytes(rest);
        }
        return this;
    }

    /** Feeds it in pieces of so many bytes; the last may be shorter. */
    FilteredInput feedInPieces(byte[] input, int piece) throws ClientMessageException {
        for (int at = 0; at < input.length; at += piece) {
            feed(input, at, Math.min(piece, input.length - at));
        }
        return this;
    }

    ClientMessages messages() {
        return messages;
    }

    byte[] passed() {
        return passed.toByteArray();
    }
}
