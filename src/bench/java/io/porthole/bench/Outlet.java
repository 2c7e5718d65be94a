package io.porthole.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** What goes out over one socket: messages first, then what a source has; each is whole before the next begins. */
final class Outlet {

    /** Has more to send, or null when it has nothing now. */
    interface Source {
        Parts next();
    }

    /** One socket's turn; then the others have theirs. */
    private static final int TURN_BYTES = 512 * 1024;

    private final Line line;
    private final SelectionKey key;
    private final Deque<ByteBuffer> messages = new ArrayDeque<>(1);
    private Parts current;
    private Source source;
    private Random cuts;
    private long written;

    Outlet(Line line, SelectionKey key) {
        this.line = line;
        this.key = key;
    }

    void source(Source more) {
        source = more;
    }

    /** From now on writes are cut at any byte. */
    void cutBy(Random random) {
        cuts = random;
    }

    /** Bytes that the socket took. */
    long written() {
        return written;
    }

    boolean isEmpty() {
        return current == null && messages.isEmpty();
    }

    void send(ByteBuffer message) throws IOException {
        messages.add(message);
        pump();
    }

    /** Writes until nothing is left, the socket is full or the turn is over. */
    void pump() throws IOException {
        long turn = 0;
        while (turn < TURN_BYTES) {
            if (current == null) {
                current = next();
            }
            if (current == null) {
                wantWrites(!line.flush());
                return;
            }
            long now = current.write(line, cuts);
            written += now;
            turn += now;
            if (current.isOut()) {
                current = null;
            } else if (cuts == null || now == 0) {
                break;
            }
        }
        wantWrites(true);
    }

    private Parts next() {
        ByteBuffer message = messages.poll();
        if (message != null) {
            return new Parts(message);
        }
        return source == null ? null : source.next();
    }

    private void wantWrites(boolean wanted) {
        int interest = key.interestOps();
        int wish = wanted ? interest | SelectionKey.OP_WRITE : interest & ~SelectionKey.OP_WRITE;
        if (wish != interest) {
            key.interestOps(wish);
        }
    }
}
