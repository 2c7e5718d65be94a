package io.porthole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFramesTest {

    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private final List<String> heard = new ArrayList<>();
    private final ServerFrames frames = new ServerFrames(new ServerFrames.Listener() {
        @Override
        public void payload(ByteBuffer part) {
            while (part.hasRemaining()) {
                payload.write(part.get());
            }
        }

        @Override
        public void ping(ByteBuffer bytes) {
            heard.add("ping " + bytes.remaining());
        }

        @Override
        public void closed() {
            heard.add("closed");
        }
    });

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536})
    void frameOfEachFormOfLengthIsReadInWhateverPieces(int length) throws IOException {
        ByteBuffer stream = ByteBuffer.allocate(2 * (length + 10));
        putFrame(stream, 0x82, length);
        putFrame(stream, 0x82, length);
        stream.flip();

        for (int piece = 1; stream.hasRemaining(); piece++) {
            int limit = stream.limit();
            stream.limit(Math.min(limit, stream.position() + piece));
            frames.read(stream);
            stream.limit(limit);
        }

        assertEquals(2 * length, payload.size());
    }

    @Test
    void controlFramesBetweenFragmentsAreHeard() throws IOException {
        read(0x02, 1, 'a', 0x89, 2, 'p', 'p', 0x80, 1, 'b', 0x88, 0);

        assertEquals("ab", payload.toString());
        assertEquals(List.of("ping 2", "closed"), heard);
    }

    @Test
    void whatAServerMayNotSendIsFound() {
        assertThrows(BrokenStreamException.class, () -> read(0x82, 0x81));
        assertThrows(BrokenStreamException.class, () -> read(0xC2, 1));
        assertThrows(BrokenStreamException.class, () -> read(0x81, 1));
        assertThrows(BrokenStreamException.class, () -> read(0x80, 1));
        assertThrows(BrokenStreamException.class, () -> read(0x89, 126));
        assertThrows(BrokenStreamException.class, () -> read(0x09, 1));
    }

    private void read(int... bytes) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(bytes.length);
        for (int one : bytes) {
            in.put((byte) one);
        }
        frames.read(in.flip());
    }

    private static void putFrame(ByteBuffer out, int first, int length) {
        out.put((byte) first);
        if (length < 126) {
            out.put((byte) length);
        } else if (length < 65_536) {
            out.put((byte) 126).putShort((short) length);
        } else {
            out.put((byte) 127).putLong(length);
        }
        out.put(new byte[length]);
    }
}
