package io.porthole.proxy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * Takes the WebSocket frames of a browser apart (RFC 6455, 5.2) and unmasks them in place: the payload of
 * all data frames in a buffer comes to stand in one piece at its beginning. Knows nothing of sockets.
 */
final class FrameParser {

    /** Hears of the control frames, in the order in which they came. */
    interface ControlFrames {
        void ping(byte[] payload);

        void closed();
    }

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LONGEST_CONTROL = 125;
    private static final int LONGEST_HEADER = 14;
    /** Payload of fewer bytes, as every key and pointer event has, is unmasked without two more views of its buffer. */
    private static final int WORTH_VIEWS = 256;

    private final ControlFrames control;
    private final ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER);
    /** Of the control frame that is being read; most consoles never see one. */
    private byte[] controlPayload;

    private boolean inFrame;
    private boolean inMessage;
    private boolean closed;
    private int opcode;
    private int mask;
    private int maskPhase;
    private int controlLength;
    private long payloadLeft;

    FrameParser(ControlFrames control) {
        this.control = control;
    }

    /**
     * Reads all of the buffer. Afterwards its position is where it was, and its limit is the end of the payload found.
     * What follows a Close frame is dropped, as the RFC asks (5.5.1).
     */
    void parse(ByteBuffer buffer) throws FrameException {
        int in = buffer.position();
        int out = in;
        int end = buffer.limit();
        while (in < end && !closed) {
            if (!inFrame) {
                header.put(buffer.get(in++));
                if (header.position() == 2) {
                    check(header.get(0) & 0xFF, header.get(1) & 0xFF);
                }
                if (header.position() > 2 && header.position() == headerLength()) {
                    beginFrame();
                }
                continue;
            }
            int length = (int) Math.min(payloadLeft, end - in);
            if (opcode < CLOSE) {
                unmask(buffer, in, out, length);
                out += length;
            } else {
                collectControl(buffer, in, length);
            }
            in += length;
            payloadLeft -= length;
            endFrameIfComplete();
        }
        buffer.limit(out);
    }

    private int headerLength() {
        return switch (header.get(1) & 0x7F) {
            case 126 -> 8;
            case 127 -> 14;
            default -> 6;
        };
    }

    private void beginFrame() throws FrameException {
        boolean last = (header.get(0) & 0x80) != 0;
        payloadLeft = payloadLength();
        mask = header.getInt(header.position() - Integer.BYTES);
        maskPhase = 0;
        header.clear();
        inFrame = true;
        if (opcode < CLOSE) {
            inMessage = !last;
        } else {
            controlLength = 0;
            controlPayload = new byte[(int) payloadLeft];
        }
        endFrameIfComplete();
    }

    private long payloadLength() throws FrameException {
        int form = header.get(1) & 0x7F;
        long length = switch (form) {
            case 126 -> header.getShort(2) & 0xFFFFL;
            case 127 -> header.getLong(2);
            default -> form;
        };
        require(length >= 0, "the frame's length has its highest bit set");
        require(form < 126 || length > (form == 126 ? 125 : 0xFFFF), "the frame's length takes more bytes than it needs");
        return length;
    }

    /** All that the first two bytes can be wrong in: whoever sends no mask may send nothing more to wait for. */
    private void check(int first, int second) throws FrameException {
        boolean last = (first & 0x80) != 0;
        opcode = first & 0x0F;
        if ((first & 0x70) != 0) {
            throw new FrameException(CloseCode.PROTOCOL_ERROR, "reserved bits are set and no extension was agreed");
        }
        if ((second & 0x80) == 0) {
            throw new FrameException(CloseCode.PROTOCOL_ERROR, "the frame is not masked");
        }
        switch (opcode) {
            case CONTINUATION -> require(inMessage, "a continuation without a beginning");
            case BINARY -> require(!inMessage, "a new message within another");
            case CLOSE, PING, PONG -> require(last && (second & 0x7F) <= LONGEST_CONTROL, "a control frame in pieces or too long");
            case TEXT -> throw new FrameException(CloseCode.UNSUPPORTED_DATA, "RFB travels in binary frames");
            default -> throw new FrameException(CloseCode.PROTOCOL_ERROR, "unknown opcode " + opcode);
        }
    }

    private static void require(boolean condition, String otherwise) throws FrameException {
        if (!condition) {
            throw new FrameException(CloseCode.PROTOCOL_ERROR, otherwise);
        }
    }

    private void collectControl(ByteBuffer buffer, int in, int length) {
        unmask(buffer, in, in, length);
        buffer.get(in, controlPayload, controlLength, length);
        controlLength += length;
    }

    private void endFrameIfComplete() {
        if (!inFrame || payloadLeft > 0) {
            return;
        }
        inFrame = false;
        byte[] payload = controlPayload;
        controlPayload = null;
        if (opcode == PING) {
            control.ping(payload);
        } else if (opcode == CLOSE) {
            closed = true;
            control.closed();
        }
    }

    /** Out never lies behind in, so that a step overwrites only what was read. The buffer is big-endian, as the mask is. */
    private void unmask(ByteBuffer buffer, int in, int out, int length) {
        int turned = Integer.rotateLeft(mask, Byte.SIZE * maskPhase);
        long both = (long) turned << Integer.SIZE | turned & 0xFFFF_FFFFL;
        int done = length < WORTH_VIEWS ? 0 : unmaskLongs(buffer, in, out, length, both);
        for (; done + Long.BYTES <= length; done += Long.BYTES) {
            buffer.putLong(out + done, buffer.getLong(in + done) ^ both);
        }
        for (; done < length; done++) {
            buffer.put(out + done, (byte) (buffer.get(in + done) ^ turned >>> Byte.SIZE * (3 - (done & 3))));
        }
        maskPhase = maskPhase + length & 3;
    }

    /** The same by views of the processor's own byte order: these the JVM's compiler makes several times as fast. @return the bytes done */
    private static int unmaskLongs(ByteBuffer buffer, int in, int out, int length, long both) {
        LongBuffer masked = longs(buffer, in, length);
        LongBuffer plain = longs(buffer, out, length);
        long mask = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? both : Long.reverseBytes(both);
        int count = masked.limit();
        for (int i = 0; i < count; i++) {
            plain.put(i, masked.get(i) ^ mask);
        }
        return count * Long.BYTES;
    }

    private static LongBuffer longs(ByteBuffer buffer, int at, int length) {
        return buffer.slice(at, length).order(ByteOrder.nativeOrder()).asLongBuffer();
    }
}
