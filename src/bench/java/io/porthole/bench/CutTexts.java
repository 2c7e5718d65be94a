package io.porthole.bench;

import java.nio.ByteBuffer;

/** ClientCutText messages (RFC 6143, 7.5.6) as fast as they are taken: each with its number and the pattern, masked beforehand for a WebSocket. */
final class CutTexts implements Outlet.Source {

    static final int TYPE = 6;
    /** The message's head, and as its text's first bytes the number. */
    static final int HEAD = 8 + Integer.BYTES;
    private static final int BATCH = 4;

    private final boolean webSocket;
    private final int textBytes;
    private final Parts parts;
    private int sequence;
    private boolean stopped;

    /** @param pattern masked with {@link ClientFrames#KEY} for a WebSocket */
    CutTexts(Pattern pattern, boolean webSocket, int textBytes) {
        this.webSocket = webSocket;
        this.textBytes = textBytes;
        ByteBuffer heads = ByteBuffer.allocateDirect(BATCH * (ClientFrames.LONGEST_HEADER + HEAD));
        ByteBuffer[] buffers = new ByteBuffer[2 * BATCH];
        for (int i = 0; i < BATCH; i++) {
            buffers[2 * i] = heads.slice(i * (ClientFrames.LONGEST_HEADER + HEAD), ClientFrames.LONGEST_HEADER + HEAD);
            buffers[2 * i + 1] = pattern.view();
        }
        parts = new Parts(buffers);
    }

    /** How many were begun. */
    int sequence() {
        return sequence;
    }

    /** What was begun still goes out. */
    void stop() {
        stopped = true;
    }

    @Override
    public Parts next() {
        if (stopped) {
            return null;
        }
        for (int i = 0; i < BATCH; i++) {
            ByteBuffer head = parts.get(2 * i).clear();
            if (webSocket) {
                ClientFrames.putHeader(head, ClientFrames.BINARY, true, 8 + textBytes, ClientFrames.KEY);
            }
            int start = head.position();
            putHead(head, textBytes, sequence);
            if (webSocket) {
                ClientFrames.mask(head, start, head.position(), ClientFrames.KEY);
            }
            head.flip();
            // The head's 12 bytes are a multiple of the key's 4: the pattern begins with the key's first byte.
            Pattern.point(parts.get(2 * i + 1), sequence, 0, textBytes - Integer.BYTES);
            sequence++;
        }
        return parts.again(2 * BATCH);
    }

    static void putHead(ByteBuffer out, int textBytes, int sequence) {
        out.putInt(TYPE << 24).putInt(textBytes).putInt(sequence);
    }
}
