package io.porthole.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.xnio.XnioIoThread;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** The buffers of the relays: a pool for each I/O thread, used by that thread only and so without a lock. */
@ApplicationScoped
public class RelayBuffers {

    /** Room before what is read: for a frame's header on the way down, for what the client messages held back on the way up. */
    static final int HEADROOM = 64;
    /** What one read of either socket may bring: 64 KiB and, since pixels like to come by powers of two, the headers of their message beside. */
    static final int USUAL_BYTES = 65 * 1024;
    /** The same for a stream that filled the buffer before: an eighth of the system calls. Why so large: docs/performance.md, "Buffers". */
    static final int SUSTAINED_BYTES = 512 * 1024;
    /** So many of the usual ones are kept for the next; more are left to the garbage collector. */
    private static final int MOST_KEPT = 64;
    /** So many of the large ones exist at a time: consoles whose readers stall by the thousand would otherwise use up what the JVM has outside of its heap. */
    static final int MOST_SUSTAINED = 64;

    private final Map<XnioIoThread, Pool> pools = new ConcurrentHashMap<>();

    Pool of(XnioIoThread thread) {
        return pools.computeIfAbsent(thread, owner -> new Pool());
    }

    /** Confined to one I/O thread. */
    static final class Pool {

        private final ArrayDeque<ByteBuffer> usual = new ArrayDeque<>();
        private final ArrayDeque<ByteBuffer> sustained = new ArrayDeque<>();
        private int sustainedTaken;

        /** @return an empty buffer whose position leaves the headroom free */
        ByteBuffer take() {
            return take(usual, USUAL_BYTES);
        }

        /** @return the same for a sustained stream; one of the usual size while all large ones are taken */
        ByteBuffer takeSustained() {
            if (sustainedTaken == MOST_SUSTAINED) {
                return take();
            }
            ByteBuffer buffer = take(sustained, SUSTAINED_BYTES);
            sustainedTaken++;
            return buffer;
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
            if (buffer.capacity() == HEADROOM + SUSTAINED_BYTES) {
                sustainedTaken--;
                sustained.addFirst(buffer);
            } else if (usual.size() < MOST_KEPT) {
                usual.addFirst(buffer);
            }
        }

        /**
         * Fills what it is given from a socket, and gives it back if that fails.
         *
         * @return as {@link ConduitStreamSourceChannel#read(ByteBuffer)}
         */
        int read(ConduitStreamSourceChannel socket, ByteBuffer into) throws IOException {
            try {
                return socket.read(into);
            } catch (IOException e) {
                giveBack(into);
                throw e;
            }
        }
    }
}
