package io.porthole.rfb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.RfbMessage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RequestedPixelFormatTest {

    private static final byte[] FORMAT = {16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0};
    private static final byte[] SET_PIXEL_FORMAT = new RfbMessage().bytes(new byte[4]).bytes(FORMAT).toBytes();
    private static final byte[] SET_ENCODINGS = {2, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0, 16};
    private static final byte[] REQUEST = {3, 0, 0, 0, 0, 0, 2, 0, 1, 0};
    private static final byte[] SERVER_INIT = new byte[30];

    private final RequestedPixelFormat format = new RequestedPixelFormat();

    @Test
    void whoAsksForNoneGetsTheServersOwn() {
        read(SET_ENCODINGS, REQUEST);

        assertTrue(format.isSettled());
        assertArrayEquals(SERVER_INIT, format.in(SERVER_INIT));
    }

    @Test
    void theOneAskedForTakesThePlaceOfTheServersOwn() {
        read(SET_ENCODINGS, SET_PIXEL_FORMAT, REQUEST);

        byte[] changed = format.in(SERVER_INIT);
        assertArrayEquals(FORMAT, Arrays.copyOfRange(changed, 4, 20));
        assertEquals(SERVER_INIT.length, changed.length);
    }

    @Test
    void howItIsSplitMakesNoDifference() {
        byte[] all = new RfbMessage().bytes(SET_ENCODINGS).bytes(SET_PIXEL_FORMAT).bytes(REQUEST).toBytes();
        for (byte one : all) {
            ByteBuffer in = ByteBuffer.wrap(new byte[] {one});
            format.read(in);
            assertEquals(1, in.remaining(), "it only looks");
        }

        assertTrue(format.isSettled());
        assertArrayEquals(FORMAT, Arrays.copyOfRange(format.in(SERVER_INIT), 4, 20));
    }

    @Test
    void theLastOneBeforeTheFirstRequestCounts() {
        byte[] other = SET_PIXEL_FORMAT.clone();
        other[4] = 8;
        read(other, SET_PIXEL_FORMAT, REQUEST, other);

        assertArrayEquals(FORMAT, Arrays.copyOfRange(format.in(SERVER_INIT), 4, 20));
    }

    @Test
    void nothingIsSettledBeforeTheRequest() {
        read(SET_PIXEL_FORMAT, SET_ENCODINGS);

        assertFalse(format.isSettled());
    }

    @Test
    void whatCannotBeMeasuredEndsTheLooking() {
        read(new byte[] {(byte) 200, 1, 2, 3}, SET_PIXEL_FORMAT);

        assertTrue(format.isSettled());
        assertArrayEquals(SERVER_INIT, format.in(SERVER_INIT));
    }

    private void read(byte[]... messages) {
        for (byte[] message : messages) {
            format.read(ByteBuffer.wrap(message));
        }
    }
}
