package io.porthole.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * Reads a browser's WebSocket frames and hands on what they carry. It reads on only while its reader has room, and after a
 * Close frame no more.
 */
final class BrowserFrames {

    /** What becomes of what the browser sends. */
    interface Reader {

        /** Something came, whatever it is. */
        void heard();

        /** Takes the buffer over. What it holds stands between position and limit, and may be nothing. */
        void payload(ByteBuffer payload) throws IOException;

        void ping(byte[] payload);

        void closed();

        /** The connection ended without a Close frame. */
        void ended();

        void broken(FrameException why);

        /** Whether more may be read now. */
        boolean hasRoom();
    }

    /** A console that had so many bytes at a time, or more in its last read, leaves the thread to the others. */
    private static final int TURN_BYTES = 256 * 1024;

    private final ConduitStreamSourceChannel browser;
    private final RelayBuffers.Pool pool;
    private final Reader reader;
    private final FrameParser parser;
    private boolean sustained;
    private boolean closed;

    BrowserFrames(ConduitStreamSourceChannel browser, RelayBuffers.Pool pool, Reader reader) {
        this.browser = browser;
        this.pool = pool;
        this.reader = reader;
        this.parser = new FrameParser(new FrameParser.ControlFrames() {
            @Override
            public void ping(byte[] payload) {
                reader.ping(payload);
            }

            @Override
            public void closed() {
                closed = true;
            }
        });
    }

    /** The browser sent something, or there is room again for what it sent before. */
    void read() throws IOException {
        int turn = 0;
        do {
            if (!reader.hasRoom()) {
                browser.suspendReads();
                return;
            }
            ByteBuffer in = sustained ? pool.takeSustained() : pool.take();
            int read = pool.read(browser, in);
            if (read <= 0) {
                pool.giveBack(in);
                sustained = false;
                if (read < 0) {
                    reader.ended();
                }
                return;
            }
            reader.heard();
            turn += read;
            sustained = !in.hasRemaining();
            take(in.flip().position(RelayBuffers.HEADROOM));
        } while (sustained && turn < TURN_BYTES && !closed);
        if (!reader.hasRoom()) {
            browser.suspendReads();
        }
    }

    private void take(ByteBuffer in) throws IOException {
        try {
            parser.parse(in);
        } catch (FrameException e) {
            pool.giveBack(in);
            reader.broken(e);
            return;
        }
        reader.payload(in);
        if (closed) {
            browser.suspendReads();
            reader.closed();
        }
    }

    /** There is room again, or the browser may speak for the first time. */
    void goOn() throws IOException {
        if (!closed) {
            browser.resumeReads();
            read();
        }
    }

    boolean closed() {
        return closed;
    }
}
