package io.porthole.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.xnio.XnioIoThread;

/** The buffers of the relays: a pool for each I/O thread, used by that thread only and so without a lock. */
@ApplicationScoped
public class RelayBuffers {

    /** What one read of either socket may bring. 64 KiB kept 16 streams fair; larger ones were quicker by little. */
    static final int SIZE = Frames.HEADROOM + 64 * 1024;
    /** A pool keeps so many, enough for every relay that has a write pending; more are left to the garbage collector. */
    private static final int MOST_KEPT = 64;

    private final Map<XnioIoThread, Pool> pools = new ConcurrentHashMap<>();

    Pool of(XnioIoThread thread) {
        return pools.computeIfAbsent(thread, owner -> new Pool());
    }

    /** Confined to one I/O thread. */
    static final class Pool {

        private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

        ByteBuffer take() {
            ByteBuffer buffer = free.pollFirst();
            return buffer == null ? ByteBuffer.allocateDirect(SIZE) : buffer.clear();
        }

        void giveBack(ByteBuffer buffer) {
            if (buffer.isDirect() && free.size() < MOST_KEPT) {
                free.addFirst(buffer);
            }
        }
    }
}
