package io.porthole.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the WebSocket frames of a server apart (RFC 6455, 5.2), is strict about their form and hands on what they carry. */
final class ServerFrames {

    /** Hears what the frames carry, in their order. */
    interface Listener {
        /** All that remains is payload; it need not be read. */
        void payload(ByteBuffer part) throws IOException;

        void ping(ByteBuffer payload) throws IOException;

        void closed() throws IOException;
    }

    private static final int LONGEST_CONTROL = 125;

    private final Head head = new Head(10);
    private final ByteBuffer control = ByteBuffer.allocate(LONGEST_CONTROL);
    private final Listener listener;

    private boolean inFrame;
    private boolean inMessage;
    private int opcode;
    private long left;

    ServerFrames(Listener listener) {
        this.listener = listener;
        head.expect(2);
    }

    /** Reads all of the buffer. */
    void read(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            if (!inFrame) {
                if (head.fill(in)) {
                    begin();
                }
                continue;
            }
            int length = (int) Math.min(left, in.remaining());
            int limit = in.limit();
            int end = in.position() + length;
            in.limit(end);
            if (opcode < ClientFrames.CLOSE) {
                listener.payload(in);
            } else {
                control.put(in);
            }
            in.limit(limit).position(end);
            left -= length;
            endIfComplete();
        }
    }

    private void begin() throws IOException {
        int form = head.bytes().get(1) & 0x7F;
        if (head.length() == 2) {
            check(head.bytes().get(0), head.bytes().get(1));
            if (form > LONGEST_CONTROL) {
                head.extend(form == 126 ? 4 : 10);
                return;
            }
        }
        left = form == 126 ? head.bytes().getShort(2) & 0xFFFF : form == 127 ? head.bytes().getLong(2) : form;
        head.expect(2);
        inFrame = true;
        endIfComplete();
    }

    private void check(byte first, byte second) throws IOException {
        opcode = first & 0x0F;
        boolean last = first < 0;
        require((first & 0x70) == 0, "reserved bits are set");
        require(second >= 0, "a masked frame from a server");
        require(opcode != 1 && (opcode <= ClientFrames.BINARY || opcode >= ClientFrames.CLOSE && opcode <= ClientFrames.PONG), "an opcode of no use here");
        if (opcode < ClientFrames.CLOSE) {
            require(inMessage == (opcode == ClientFrames.CONTINUATION), "a continuation out of place");
            inMessage = !last;
        } else {
            require(last && (second & 0x7F) <= LONGEST_CONTROL, "a control frame in pieces or too long");
            control.clear();
        }
    }

    private void endIfComplete() throws IOException {
        if (left > 0) {
            return;
        }
        inFrame = false;
        if (opcode == ClientFrames.PING) {
            listener.ping(control.flip());
        } else if (opcode == ClientFrames.CLOSE) {
            listener.closed();
        }
    }

    private static void require(boolean condition, String otherwise) throws BrokenStreamException {
        if (!condition) {
            throw new BrokenStreamException(otherwise);
        }
    }
}
