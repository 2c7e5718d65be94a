package io.porthole.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What a console reads from and writes to: a connected socket as it is, or with TLS over it. Nothing of it blocks. */
interface Line {

    /** Says what has to be said before anything else. */
    default void begin() throws IOException {
    }

    /** Whether that is done, so that messages may go. */
    default boolean isOpen() {
        return true;
    }

    /** All that a turn of the socket brings; nothing is left that the socket would not tell of. @return 0 when that is nothing yet, -1 at the end */
    int read(ByteBuffer in) throws IOException;

    /** @return how many bytes were taken; 0 when the socket is full */
    long write(ByteBuffer[] buffers, int first, int count) throws IOException;

    /** @return whether all that was taken is with the socket; if not, it has to be said again when the socket can be written */
    default boolean flush() throws IOException {
        return true;
    }

    static Line plain(SocketChannel channel) {
        return new Line() {
            @Override
            public int read(ByteBuffer in) throws IOException {
                return channel.read(in);
            }

            @Override
            public long write(ByteBuffer[] buffers, int first, int count) throws IOException {
                return channel.write(buffers, first, count);
            }
        };
    }
}
