package io.porthole.bench;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What a reader costs that stops reading while the other side goes on sending, and whether all is well when it reads again. */
record StallTest(int consoles) implements BenchTest {

    private static final int UPDATE_BYTES = 64 * 1024;
    private static final int PROBES = 8;
    private static final Duration PROBE_EACH = Duration.ofMillis(500);
    private static final Duration SETTLES_IN = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "stall";
    }

    @Override
    public String description() {
        return consoles + " consoles; one side stops reading for 4 s while the other sends: how the relay's PSS grows at most from the quiet consoles (the kernel's socket buffers are not in it), then both go on and no byte may be lost";
    }

    @Override
    public Map<Figure, Double> measure(Stage stage, Target target) throws InterruptedException {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        if (target.processes() == null) {
            return figures;
        }
        browserStalls(stage, target, figures);
        stage.awaitQuiet(target);
        serverStalls(stage, target, figures);
        return figures;
    }

    private void browserStalls(Stage stage, Target target, Map<Figure, Double> figures) throws InterruptedException {
        double before = before(stage, target);
        try (Load.Group group = stage.opened(target, consoles, () -> () -> Demand.flood(UPDATE_BYTES))) {
            read(group, false);
            probe(target, before, figures, Figure.BROWSER_STALLS, Figure.BROWSER_STALLS_LIVE);
            read(group, true);
            Window window = stage.windowNow(target, group);
            if (window.bytesDown() == 0) {
                stage.problems().add(target.name() + ": nothing comes after the browsers' stall");
            }
        }
    }

    private void serverStalls(Stage stage, Target target, Map<Figure, Double> figures) throws InterruptedException {
        double before = before(stage, target);
        UpTest.Pastes pastes = new UpTest.Pastes(stage, Demand.stalledServer());
        try (Load.Group group = stage.opened(target, consoles, pastes::next)) {
            probe(target, before, figures, Figure.SERVER_STALLS, Figure.SERVER_STALLS_LIVE);
            stage.server().readAll();
            pastes.stopAndAwait(group, target);
        }
    }

    /** With the consoles open and quiet, so that a process or a session for each is not taken for the stall's. */
    private double before(Stage stage, Target target) throws InterruptedException {
        Load.Group quiet = stage.opened(target, consoles, () -> Demand::quiet);
        collect(target);
        double before = target.processes().pssMegabytes();
        quiet.close();
        stage.awaitQuiet(target);
        return before;
    }

    private static void read(Load.Group group, boolean wanted) {
        group.call(() -> {
            group.consoles().forEach(console -> console.read(wanted));
            return null;
        });
    }

    private void probe(Target target, double before, Map<Figure, Double> figures, Figure peak, Figure live) throws InterruptedException {
        double highest = before;
        for (int i = 0; i < PROBES; i++) {
            Stage.sleep(PROBE_EACH);
            highest = Math.max(highest, target.processes().pssMegabytes());
        }
        figures.put(Figure.CONSOLES, (double) consoles);
        figures.put(peak, (highest - before) / consoles);
        if (target.isPorthole()) {
            collect(target);
            figures.put(live, (target.processes().pssMegabytes() - before) / consoles);
        }
    }

    private static void collect(Target target) throws InterruptedException {
        Stage.sleep(SETTLES_IN);
        if (target.isPorthole()) {
            new JavaProcess(target.processes().root()).collectGarbage();
        }
    }
}
