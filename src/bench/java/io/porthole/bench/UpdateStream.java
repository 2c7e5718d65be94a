package io.porthole.bench;

import java.nio.ByteBuffer;

/** The updates that a client asked for: FramebufferUpdate with one raw rectangle (RFC 6143, 7.6.1), whose place is the sequence number. */
final class UpdateStream implements Outlet.Source {

    /** The message, the rectangle, and as its first pixels the time. */
    static final int HEAD = 16 + Long.BYTES;
    /** So many updates in one system call. */
    private static final int BATCH = 4;
    private static final int BYTES_A_PIXEL = 4;

    private final int updateBytes;
    private final long firstTime;
    private final long period;
    private final ByteBuffer heads = ByteBuffer.allocateDirect(BATCH * HEAD);
    private final Parts parts;
    private int sequence;
    private long owed;

    /** @param period nanoseconds between two updates, so that an update's time is when it was due; 0: its time is when it is made */
    UpdateStream(Pattern pattern, int updateBytes, long firstTime, long period) {
        this.updateBytes = updateBytes;
        this.firstTime = firstTime;
        this.period = period;
        ByteBuffer[] buffers = new ByteBuffer[2 * BATCH];
        for (int i = 0; i < BATCH; i++) {
            buffers[2 * i] = heads.slice(i * HEAD, HEAD);
            buffers[2 * i + 1] = pattern.view();
        }
        parts = new Parts(buffers);
    }

    void owe(long more) {
        owed += more;
    }

    /** The number of the next update, which is how many were begun. */
    int sequence() {
        return sequence;
    }

    @Override
    public Parts next() {
        int batch = (int) Math.min(BATCH, owed);
        if (batch == 0) {
            return null;
        }
        long now = System.nanoTime();
        for (int i = 0; i < batch; i++) {
            putHead(parts.get(2 * i).clear(), period == 0 ? now : firstTime + sequence * period);
            Pattern.point(parts.get(2 * i + 1), sequence, 0, updateBytes - Long.BYTES);
            sequence++;
        }
        owed -= batch;
        return parts.again(2 * batch);
    }

    private void putHead(ByteBuffer head, long time) {
        head.putShort((short) 0).putShort((short) 1);
        head.putInt(sequence).putShort((short) (updateBytes / BYTES_A_PIXEL)).putShort((short) 1).putInt(0);
        head.putLong(time).flip();
    }
}
