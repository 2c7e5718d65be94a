package io.porthole.proxy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What {@link FrameParser} must find in a whole input, written down a second time from RFC 6455, 5: frame after frame, with no thought of buffers. */
final class ReferenceFrames {

    private static final int PROTOCOL_ERROR = 1002;
    private static final int UNSUPPORTED_DATA = 1003;

    private final byte[] input;
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private final List<String> heard = new ArrayList<>();
    private int at;
    private boolean inMessage;
    private boolean closed;
    private int closeCode;

    ReferenceFrames(byte[] input) {
        this.input = input;
        boolean whole = true;
        while (whole && !closed && closeCode == 0) {
            whole = frame();
        }
    }

    byte[] payload() {
        return payload.toByteArray();
    }

    List<String> heard() {
        return heard;
    }

    /** 0 where nothing is wrong. */
    int closeCode() {
        return closeCode;
    }

    /** @return whether the frame was there whole */
    private boolean frame() {
        if (input.length - at < 2) {
            return false;
        }
        boolean last = (u8(0) & 0x80) != 0;
        int opcode = u8(0) & 0x0F;
        int form = u8(1) & 0x7F;
        closeCode = failureOfFirstBytes(last, opcode, form);
        int lengthBytes = form == 126 ? 2 : form == 127 ? 8 : 0;
        int headerBytes = 2 + lengthBytes + 4;
        if (closeCode != 0 || input.length - at < headerBytes) {
            return false;
        }
        long length = form < 126 ? form : length(lengthBytes);
        if (length < 0 || form == 126 && length < 126 || form == 127 && length < 65_536) {
            closeCode = PROTOCOL_ERROR;
            return false;
        }
        return body(last, opcode, headerBytes, length);
    }

    private int failureOfFirstBytes(boolean last, int opcode, int form) {
        boolean reserved = (u8(0) & 0x70) != 0;
        boolean masked = (u8(1) & 0x80) != 0;
        if (reserved || !masked) {
            return PROTOCOL_ERROR;
        }
        return switch (opcode) {
            case 0 -> inMessage ? 0 : PROTOCOL_ERROR;
            case 1 -> UNSUPPORTED_DATA;
            case 2 -> inMessage ? PROTOCOL_ERROR : 0;
            case 8, 9, 10 -> last && form <= 125 ? 0 : PROTOCOL_ERROR;
            default -> PROTOCOL_ERROR;
        };
    }

    private boolean body(boolean last, int opcode, int headerBytes, long length) {
        int there = (int) Math.min(length, input.length - at - headerBytes);
        byte[] body = new byte[there];
        for (int i = 0; i < there; i++) {
            body[i] = (byte) (u8(headerBytes + i) ^ u8(headerBytes - 4 + i % 4));
        }
        if (opcode < 8) {
            inMessage = !last;
            payload.writeBytes(body);
        }
        if (there < length) {
            return false;
        }
        if (opcode == 9) {
            heard.add("ping " + HexFormat.of().formatHex(body));
        } else if (opcode == 8) {
            heard.add("closed");
            closed = true;
        }
        at += headerBytes + there;
        return true;
    }

    private long length(int bytes) {
        long length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | u8(2 + i);
        }
        return length;
    }

    private int u8(int offset) {
        return input[at + offset] & 0xFF;
    }
}
