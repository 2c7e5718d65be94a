package io.porthole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

class PatternTest {

    private final Pattern pattern = new Pattern();

    @Test
    void anyPieceOfAMessageMatchesAtItsPlace() {
        ByteBuffer message = bytes(pattern, 7, 0, 70_000);

        assertTrue(pattern.matches(message.duplicate(), 7, 0));
        assertTrue(pattern.matches(message.slice(12_345, 50_000), 7, 12_345));
        assertTrue(pattern.matches(message.slice(69_999, 1), 7, 69_999));
    }

    @Test
    void oneChangedByteIsFound() {
        ByteBuffer message = bytes(pattern, 7, 0, 70_000);
        message.put(69_999, (byte) (message.get(69_999) ^ 1));

        assertFalse(pattern.matches(message, 7, 0));
    }

    @Test
    void messageThatTookTheNextOnesPlaceIsFound() {
        assertFalse(pattern.matches(bytes(pattern, 8, 0, 1_024), 7, 0));
    }

    @Test
    void pieceThatIsMissingOrDoubledIsFound() {
        assertFalse(pattern.matches(bytes(pattern, 7, 1, 1_024), 7, 0));
        assertFalse(pattern.matches(bytes(pattern, 7, 0, 1_024), 7, 1));
    }

    @Test
    void sequenceNumberMayBeAnyInt() {
        assertTrue(pattern.matches(bytes(pattern, -1, 0, 1_024), -1, 0));
    }

    @Test
    void maskedPatternIsThePatternMaskedAtEachOfItsPlaces() {
        Pattern masked = new Pattern(ClientFrames.KEY);
        for (int sequence : new int[] {0, 1, 2, 20_010, 20_011}) {
            ByteBuffer message = bytes(masked, sequence, 0, 1_024);
            ClientFrames.mask(message, 0, 1_024, ClientFrames.KEY);

            assertEquals(bytes(pattern, sequence, 0, 1_024), message);
        }
    }

    private static ByteBuffer bytes(Pattern pattern, int sequence, int from, int length) {
        ByteBuffer view = pattern.view();
        Pattern.point(view, sequence, from, length);
        return ByteBuffer.allocate(length).put(view).flip();
    }
}
