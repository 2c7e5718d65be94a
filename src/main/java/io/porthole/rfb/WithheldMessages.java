package io.porthole.rfb;

/** Counts the messages of one console that did not pass, by why. */
final class WithheldMessages {

    private final long[] forLackOf = new long[ClientRight.values().length];
    private long forLength;

    void countForLackOf(ClientRight right) {
        forLackOf[right.ordinal()]++;
    }

    void countForLength() {
        forLength++;
    }

    long forLackOf(ClientRight right) {
        return forLackOf[right.ordinal()];
    }

    long total() {
        long total = forLength;
        for (long count : forLackOf) {
            total += count;
        }
        return total;
    }

    long forLength() {
        return forLength;
    }
}
