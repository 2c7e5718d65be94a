package io.porthole.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/**
 * Lets what was written go out by itself, as it does from a plain socket. Undertow's TLS takes a whole record and keeps what the socket had no room for until
 * somebody flushes; whoever thinks that a write without a rest is done would leave the last key pressed in there.
 */
final class FlushingSinkConduit extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private boolean resumed;
    private boolean draining;

    /** @param channel whose conduit this is going to be */
    FlushingSinkConduit(ConduitStreamSinkChannel channel) {
        super(channel.getConduit());
        next.setWriteReadyHandler(new Drain(new WriteReadyHandler.ChannelListenerHandler<>(channel)));
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int written = next.write(source);
        drain();
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long written = next.write(sources, offset, length);
        drain();
        return written;
    }

    @Override
    public void resumeWrites() {
        resumed = true;
        next.resumeWrites();
    }

    @Override
    public void suspendWrites() {
        resumed = false;
        if (!draining) {
            next.suspendWrites();
        }
    }

    @Override
    public void wakeupWrites() {
        resumed = true;
        next.wakeupWrites();
    }

    @Override
    public boolean isWriteResumed() {
        return resumed;
    }

    private void drain() throws IOException {
        draining = !next.flush();
        if (draining) {
            next.resumeWrites();
        } else if (!resumed) {
            next.suspendWrites();
        }
    }

    private final class Drain implements WriteReadyHandler {

        private final WriteReadyHandler owner;

        Drain(WriteReadyHandler owner) {
            this.owner = owner;
        }

        @Override
        public void writeReady() {
            try {
                drain();
            } catch (IOException e) {
                owner.forceTermination(); // the reader of this connection sees its end, and says so
                return;
            }
            if (resumed) {
                owner.writeReady();
            }
        }

        @Override
        public void forceTermination() {
            owner.forceTermination();
        }

        @Override
        public void terminated() {
            owner.terminated();
        }
    }
}
