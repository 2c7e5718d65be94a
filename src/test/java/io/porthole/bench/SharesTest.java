package io.porthole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void equalSharesAreOne() {
        assertEquals(new Shares(1, 1), Shares.between(new long[] {5, 7}, new long[] {15, 17}));
    }

    @Test
    void slowestIsComparedWithTheMeanAndWithTheFastest() {
        assertEquals(new Shares(0.5, 0.25), Shares.between(new long[] {0, 0, 0}, new long[] {10, 10, 40}));
    }

    @Test
    void consoleThatWasNotThereBeganWithNothing() {
        assertEquals(new Shares(0.5, 1.0 / 3), Shares.between(new long[] {90}, new long[] {100, 30}));
    }

    @Test
    void nothingMovedIsNoShareAtAll() {
        assertEquals(new Shares(0, 0), Shares.between(new long[] {3, 4}, new long[] {3, 4}));
    }
}
