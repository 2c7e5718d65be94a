package io.porthole.bench;

import java.util.Map;

/** The same updates to consoles that are recorded and to others that are not. */
record RecordTest(String name, String description, int consoles, Demand demand) implements BenchTest {

    private static final int CONSOLES = 60;
    private static final int UPDATES_A_SECOND = 30;

    /** 118 MB/s. */
    static RecordTest asFastAsANetwork() {
        return new RecordTest("record", CONSOLES + " consoles get " + UPDATES_A_SECOND + " updates of 64 KiB a second, as much as a network of 1 Gbit/s carries; recorded and not",
                CONSOLES, Demand.timed(DownTest.UPDATE_BYTES, UPDATES_A_SECOND));
    }

    static RecordTest asFastAsTheMachine(int consoles) {
        return new RecordTest("record-flood", "the VNC server sends updates of 64 KiB to " + consoles
                + " consoles as fast as they are taken; recorded and not, on cores that all are busy either way", consoles, Demand.flood(DownTest.UPDATE_BYTES));
    }

    @Override
    public boolean isFor(Target target) {
        return target.isPorthole() && target.tls() == null;
    }

    @Override
    public Map<Figure, Double> measure(Stage stage, Target target) throws InterruptedException {
        return DownTest.measure(stage, target, consoles, demand);
    }
}
