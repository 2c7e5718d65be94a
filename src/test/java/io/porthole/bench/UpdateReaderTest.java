package io.porthole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class UpdateReaderTest {

    private static final int BYTES = 400;

    private final Pattern pattern = new Pattern();
    private final List<Integer> seen = new ArrayList<>();
    private final UpdateReader reader = new UpdateReader(pattern, (sequence, time) -> seen.add(sequence));

    @Test
    void updatesAreReadHoweverTheyAreCut() throws IOException {
        ByteBuffer stream = updates(3);
        while (stream.hasRemaining()) {
            reader.read(ByteBuffer.wrap(new byte[] {stream.get()}));
        }

        assertEquals(List.of(0, 1, 2), seen);
        assertEquals(3, reader.whole());
    }

    @Test
    void updateThatIsNotWholeIsNotCounted() throws IOException {
        ByteBuffer stream = updates(2);
        reader.read(stream.limit(stream.limit() - 1));

        assertEquals(1, reader.whole());
    }

    @Test
    void changedByteIsFound() {
        ByteBuffer stream = updates(1);
        stream.put(stream.limit() - 1, (byte) ~stream.get(stream.limit() - 1));

        assertThrows(BrokenStreamException.class, () -> reader.read(stream));
    }

    @Test
    void missingUpdateIsFound() {
        ByteBuffer stream = updates(2);

        assertThrows(BrokenStreamException.class, () -> reader.read(stream.position(stream.limit() / 2)));
    }

    @Test
    void missingByteIsFoundAtTheNextUpdateAtTheLatest() {
        ByteBuffer stream = updates(2);
        ByteBuffer cut = ByteBuffer.allocate(stream.remaining() - 1);
        cut.put(stream.slice(0, BYTES - 1)).put(stream.slice(BYTES, stream.limit() - BYTES)).flip();

        assertThrows(BrokenStreamException.class, () -> reader.read(cut));
    }

    /** One after the other, as one batch at a time. */
    private ByteBuffer updates(int count) {
        UpdateStream stream = new UpdateStream(pattern, BYTES, 0, 0);
        ByteBuffer out = ByteBuffer.allocate(count * (UpdateStream.HEAD + BYTES - Long.BYTES));
        for (int i = 0; i < count; i++) {
            stream.owe(1);
            Parts parts = stream.next();
            out.put(parts.get(0)).put(parts.get(1));
        }
        return out.flip();
    }
}
