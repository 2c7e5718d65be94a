package io.porthole.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * One socket's way out: what could not be written at once waits here, in order, and goes on when the socket has room. Its
 * owner adds data only while it is empty, so that at most one buffer waits beside a few control frames.
 */
final class Outlet {

    /** More pings than this unanswered: the RFC allows to answer the latest only (RFC 6455, 5.5.3). */
    private static final int MOST_WAITING = 16;

    private final ConduitStreamSinkChannel sink;
    private final RelayBuffers.Pool pool;
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>(2);

    Outlet(ConduitStreamSinkChannel sink, RelayBuffers.Pool pool) {
        this.sink = sink;
        this.pool = pool;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean hasRoomForControl() {
        return waiting.size() < MOST_WAITING;
    }

    /** Takes the buffer over and writes what goes. @return whether nothing waits */
    boolean write(ByteBuffer buffer) throws IOException {
        waiting.addLast(buffer);
        return flush();
    }

    boolean flush() throws IOException {
        while (!waiting.isEmpty()) {
            ByteBuffer first = waiting.peekFirst();
            while (first.hasRemaining()) {
                if (sink.write(first) == 0) {
                    sink.resumeWrites();
                    return false;
                }
            }
            pool.giveBack(waiting.pollFirst());
        }
        sink.suspendWrites();
        return true;
    }

    void discard() {
        waiting.forEach(pool::giveBack);
        waiting.clear();
    }
}
