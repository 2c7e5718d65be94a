package io.porthole.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** TLS as its client speaks it. Its arithmetic is done on the loop's thread, and so counts among the load's cores. */
final class TlsLine implements Line {

    /** As much as is read at once: far less than what the reader has room for, so that all of it can be decrypted. */
    private static final int RECORDS = 4;
    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final SocketChannel channel;
    private final SSLEngine engine;
    /** Encrypted: between position and limit is free. */
    private final ByteBuffer received;
    /** Encrypted: between position and limit is what the socket did not take yet. */
    private final ByteBuffer leaving;
    private boolean open;
    private boolean ended;

    TlsLine(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        int record = engine.getSession().getPacketBufferSize();
        received = ByteBuffer.allocate(RECORDS * record);
        leaving = ByteBuffer.allocate(record).limit(0);
    }

    @Override
    public void begin() throws IOException {
        engine.beginHandshake();
        encrypt(NOTHING, 0, 1);
        flush();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public int read(ByteBuffer in) throws IOException {
        int start = in.position();
        int length = channel.read(received);
        received.flip();
        decrypt(in);
        received.compact();
        int decrypted = in.position() - start;
        return decrypted == 0 && (length < 0 || ended) ? -1 : decrypted;
    }

    /** All whole records, and what they ask for in between. */
    private void decrypt(ByteBuffer in) throws IOException {
        while (!ended) {
            HandshakeStatus next = engine.getHandshakeStatus();
            if (next == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (next == HandshakeStatus.NEED_WRAP) {
                if (!flush()) {
                    throw new BrokenStreamException("the socket takes nothing in the handshake");
                }
                encrypt(NOTHING, 0, 1);
            } else if (!decryptOne(in)) {
                break;
            }
        }
        flush();
    }

    /** @return false when no whole record is left */
    private boolean decryptOne(ByteBuffer in) throws IOException {
        SSLEngineResult result = engine.unwrap(received, in);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new BrokenStreamException("no room for what is decrypted");
        }
        ended = result.getStatus() == Status.CLOSED;
        note(result);
        return result.getStatus() == Status.OK;
    }

    @Override
    public long write(ByteBuffer[] buffers, int first, int count) throws IOException {
        long taken = 0;
        while (flush() && Arrays.stream(buffers, first, first + count).anyMatch(ByteBuffer::hasRemaining)) {
            taken += encrypt(buffers, first, count);
        }
        return taken;
    }

    @Override
    public boolean flush() throws IOException {
        if (leaving.hasRemaining()) {
            channel.write(leaving);
        }
        return !leaving.hasRemaining();
    }

    /** One record. */
    private int encrypt(ByteBuffer[] buffers, int first, int count) throws IOException {
        leaving.clear();
        SSLEngineResult result = engine.wrap(buffers, first, count, leaving);
        leaving.flip();
        note(result);
        if (result.getStatus() != Status.OK) {
            throw new BrokenStreamException("TLS: " + result.getStatus());
        }
        return result.bytesConsumed();
    }

    private void note(SSLEngineResult result) {
        open |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }
}
