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

    /** Room before what is read: for a frame's header on the way down, for what the client messages held back on the way up. */
    static final int HEADROOM = 64;
    /** What one read of either socket may bring: 64 KiB and, since pixels like to come by powers of two, the headers of their message beside. */
    static final int USUAL_BYTES = 65 * 1024;
    /** The same for a stream that filled the buffer before: a quarter of the system calls. */
    static final int SUSTAINED_BYTES = 256 * 1024;
    /** A pool keeps so many of each size, enough for every relay that has a write pending; more are left to the garbage collector. */
    private static final int MOST_KEPT = 64;

    private final Map<XnioIoThread, Pool> pools = new ConcurrentHashMap<>();

    Pool of(XnioIoThread thread) {
        return pools.computeIfAbsent(thread, owner -> new Pool());
    }

    /** Confined to one I/O thread. */
    static final class Pool {

        private final ArrayDeque<ByteBuffer> usual = new ArrayDeque<>();
        private final ArrayDeque<ByteBuffer> sustained = new ArrayDeque<>();

        /** @return an empty buffer whose position leaves the headroom free */
        ByteBuffer take() {
            return take(usual, USUAL_BYTES);
        }

        ByteBuffer takeSustained() {
            return take(sustained, SUSTAINED_BYTES);
        }

        private static ByteBuffer take(ArrayDeque<ByteBuffer> free, int bytes) {
            ByteBuffer buffer = free.pollFirst();
            return (buffer == null ? ByteBuffer.allocateDirect(HEADROOM + bytes) : buffer.clear()).position(HEADROOM);
        }

        /** Anything that is none of ours is left to the garbage collector. */
        void giveBack(ByteBuffer buffer) {
            if (!buffer.isDirect()) {
                return;
            }
            ArrayDeque<ByteBuffer> free = buffer.capacity() == HEADROOM + USUAL_BYTES ? usual : sustained;
            if (free.size() < MOST_KEPT) {
                free.addFirst(buffer);
            }
        }
    }
}
