package io.porthole.recording;

import java.util.concurrent.atomic.AtomicLong;

/** What all recordings together keep in memory until the disk has it. There is a bound for each of them, but there may be many. */
final class RecordingMemory {

    private static final int PART_OF_HEAP = 8;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

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

    boolean isUsedUp() {
        return taken.get() >= most;
    }
}
