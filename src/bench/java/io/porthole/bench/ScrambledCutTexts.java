package io.porthole.bench;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Cut texts of any length in frames of any form: cut within a message, empty, with a key of their own, pings between them.
 * The pings stand between the fragments of one message too, as RFC 6455, 5.4 allows.
 */
final class ScrambledCutTexts implements Outlet.Source {

    private static final int LONGEST_TEXT = 100_000;
    private static final int MOST_FRAGMENTS = 5;

    private final Pattern pattern;
    private final boolean webSocket;
    private final int count;
    private final Random random;
    private final ByteBuffer message = ByteBuffer.allocate(LONGEST_TEXT + CutTexts.HEAD);
    private final ByteBuffer out = ByteBuffer.allocate(LONGEST_TEXT + CutTexts.HEAD + 2 * MOST_FRAGMENTS * (ClientFrames.LONGEST_HEADER + 4));
    private int sequence;

    /** @param pattern not masked */
    ScrambledCutTexts(Pattern pattern, boolean webSocket, int count, Random random) {
        this.pattern = pattern;
        this.webSocket = webSocket;
        this.count = count;
        this.random = random;
    }

    boolean isDone() {
        return sequence == count;
    }

    @Override
    public Parts next() {
        if (isDone()) {
            return null;
        }
        compose();
        out.clear();
        if (webSocket) {
            putFrames(random.nextInt(3) == 0 ? 1 + random.nextInt(MOST_FRAGMENTS) : 1);
        } else {
            out.put(message);
        }
        return new Parts(out.flip());
    }

    private void compose() {
        int textBytes = Integer.BYTES + random.nextInt(random.nextBoolean() ? 200 : LONGEST_TEXT - Integer.BYTES);
        ByteBuffer view = pattern.view();
        Pattern.point(view, sequence, 0, textBytes - Integer.BYTES);
        message.clear();
        CutTexts.putHead(message, textBytes, sequence++);
        message.put(view).flip();
    }

    private void putFrames(int fragments) {
        for (int i = 1; i <= fragments; i++) {
            boolean last = i == fragments;
            int length = last ? message.remaining() : random.nextInt(message.remaining() + 1);
            putFrame(i == 1 ? ClientFrames.BINARY : ClientFrames.CONTINUATION, last, length);
            if (random.nextInt(8) == 0) {
                ClientFrames.putHeader(out, ClientFrames.PING, true, 4, 0);
                out.putInt(sequence);
            }
        }
    }

    private void putFrame(int opcode, boolean last, int length) {
        int key = random.nextInt();
        ClientFrames.putHeader(out, opcode, last, length, key);
        int start = out.position();
        int limit = message.limit();
        out.put(message.limit(message.position() + length));
        message.limit(limit);
        ClientFrames.mask(out, start, out.position(), key);
    }
}
