package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSourceConduit;

class RelayBuffersTest {

    private final RelayBuffers.Pool pool = new RelayBuffers.Pool();

    @Test
    void buffersComeBackEmptyAndOfTheirSize() {
        ByteBuffer usual = pool.take();
        ByteBuffer sustained = pool.takeSustained();
        usual.put((byte) 1).flip();
        pool.giveBack(usual);
        pool.giveBack(sustained);

        assertSame(usual, pool.take());
        assertSame(sustained, pool.takeSustained());
        assertEquals(RelayBuffers.USUAL_BYTES, usual.remaining());
        assertEquals(RelayBuffers.SUSTAINED_BYTES, sustained.remaining());
    }

    @Test
    void readersThatStallByTheThousandGetTheUsualSize() {
        List<ByteBuffer> stalled = takeAllSustained();

        assertEquals(RelayBuffers.USUAL_BYTES, pool.takeSustained().remaining());

        pool.giveBack(stalled.get(7));
        assertSame(stalled.get(7), pool.takeSustained());
        assertEquals(RelayBuffers.USUAL_BYTES, pool.takeSustained().remaining());
    }

    @Test
    void aConnectionThatIsResetGivesItsBufferBack() throws Exception {
        List<ByteBuffer> stalled = takeAllSustained();
        pool.giveBack(stalled.get(0));

        assertThrows(IOException.class, () -> pool.read(reset(), pool.takeSustained()));

        assertSame(stalled.get(0), pool.takeSustained());
    }

    private List<ByteBuffer> takeAllSustained() {
        List<ByteBuffer> taken = Stream.generate(pool::takeSustained).limit(RelayBuffers.MOST_SUSTAINED).toList();
        assertEquals(List.of(RelayBuffers.SUSTAINED_BYTES), taken.stream().map(ByteBuffer::remaining).distinct().toList());
        return taken;
    }

    private static ConduitStreamSourceChannel reset() {
        Class<StreamSourceConduit> type = StreamSourceConduit.class;
        return new ConduitStreamSourceChannel(null, type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().equals("read")) {
                throw new IOException("Connection reset by peer");
            }
            return null;
        })));
    }
}
