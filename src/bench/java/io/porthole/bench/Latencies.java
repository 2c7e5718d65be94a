package io.porthole.bench;

import java.util.Arrays;

/** A histogram of times whose buckets grow with them: a quantile is wrong by 1.6 % at most. */
final class Latencies {

    private static final int STEP_BITS = 6;
    private static final int STEPS = 1 << STEP_BITS;

    private final long[] counts = new long[(Long.SIZE - STEP_BITS) * STEPS];
    private long count;

    void add(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        count++;
    }

    void clear() {
        Arrays.fill(counts, 0);
        count = 0;
    }

    long count() {
        return count;
    }

    /** @param quantile 0.5 for the median @return microseconds; not a number when there is none */
    double micros(double quantile) {
        long before = Math.min(count - 1, (long) (quantile * count));
        for (int bucket = 0; bucket < counts.length && count > 0; bucket++) {
            before -= counts[bucket];
            if (before < 0) {
                return middle(bucket) / 1_000;
            }
        }
        return Double.NaN;
    }

    /** Below 64 each number has its own bucket; above, each doubling has 64. */
    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
        return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
    }

    private static double middle(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        long low = (long) (bucket % STEPS + STEPS) << shift;
        return low + (1L << shift) / 2.0;
    }
}
