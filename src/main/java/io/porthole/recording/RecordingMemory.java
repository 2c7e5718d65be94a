package io.porthole.recording;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all recordings together keep in memory until the disk has it. There is a bound for each of them, but there may be many.
 *
 * <p>What was written is lent again: the collector would carry young ones about that wait for the disk, which costs as much as their encryption.
 */
final class RecordingMemory {

    private static final int PART_OF_HEAP = 8;
    /** 16 MiB: what busy screens need, while the disk keeps up. */
    private static final int MOST_SPARE = 64;

    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private final Queue<FbsBlocks> spare = new ArrayBlockingQueue<>(MOST_SPARE);

    /** @param most bytes, beside what each may always keep */
    RecordingMemory(long most) {
        this.most = most;
    }

    static RecordingMemory ofThisServer() {
        return new RecordingMemory(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    void take(int bytes) {
        taken.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Empty ones, for a screen that fills them. */
    FbsBlocks lend() {
        FbsBlocks blocks = spare.poll();
        return blocks == null ? new FbsBlocks() : blocks;
    }

    /** They are written, and nobody holds them any more. */
    void takeBack(FbsBlocks blocks) {
        if (blocks.isGrown()) {
            blocks.clear();
            spare.offer(blocks);
        }
    }

    boolean isUsedUp() {
        return taken.get() >= most;
    }
}
