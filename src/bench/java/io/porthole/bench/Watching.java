package io.porthole.bench;

/** Looks at what comes, and notes how old it is. */
record Watching(Demand demand, Latencies ages) implements LoadConsole.Activity {

    @Override
    public void updated(int sequence, long time) {
        ages.add(System.nanoTime() - time);
    }
}
