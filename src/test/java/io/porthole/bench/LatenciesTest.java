package io.porthole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void quantilesOfTheNumbersUpToAMillionAreOffByLessThanTwoPercent() {
        for (int micros = 1; micros <= 1_000; micros++) {
            latencies.add(micros * 1_000L);
        }

        assertEquals(500, latencies.micros(0.5), 500 * 0.02);
        assertEquals(990, latencies.micros(0.99), 990 * 0.02);
        assertEquals(1_000, latencies.micros(1), 1_000 * 0.02);
    }

    @Test
    void everyPowerOfTwoAndItsNeighboursFallWhereTheyBelong() {
        for (int power = 7; power < 62; power++) {
            for (long nanos : new long[] {(1L << power) - 1, 1L << power, (1L << power) + 1}) {
                latencies.clear();
                latencies.add(nanos);
                assertEquals(nanos / 1_000.0, latencies.micros(0.5), nanos / 1_000.0 * 0.016);
            }
        }
    }

    @Test
    void shortTimesAreExact() {
        latencies.add(63);

        assertEquals(0.063, latencies.micros(0.99), 1e-9);
    }

    @Test
    void withoutAnyThereIsNoQuantile() {
        latencies.add(5);
        latencies.clear();

        assertTrue(Double.isNaN(latencies.micros(0.5)));
        assertEquals(0, latencies.count());
    }
}
