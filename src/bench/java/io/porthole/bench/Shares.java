package io.porthole.bench;

import java.util.Map;

/**
 * How evenly bytes are spread over consoles.
 *
 * @param slowestToMean 1 where all get the same; 0 where one gets nothing
 * @param slowestToFastest likewise
 */
record Shares(double slowestToMean, double slowestToFastest) {

    /** Of what each console moved between two counts; one that was not there at the first began with nothing. */
    static Shares between(long[] before, long[] after) {
        double sum = 0;
        double slowest = Double.MAX_VALUE;
        double fastest = 0;
        for (int i = 0; i < after.length; i++) {
            double bytes = after[i] - (i < before.length ? before[i] : 0);
            sum += bytes;
            slowest = Math.min(slowest, bytes);
            fastest = Math.max(fastest, bytes);
        }
        return sum == 0 ? new Shares(0, 0) : new Shares(slowest * after.length / sum, slowest / fastest);
    }

    void tell(Map<Figure, Double> figures) {
        figures.put(Figure.SLOWEST_TO_MEAN, slowestToMean);
        figures.put(Figure.SLOWEST_TO_FASTEST, slowestToFastest);
    }
}
