package io.porthole.bench;

import java.util.EnumMap;
import java.util.Map;

/** How long an input takes to show, while other consoles move pictures. */
record LatencyTest(int typists, int watchers) implements BenchTest {

    private static final int EVENTS_A_SECOND = 25;
    private static final int ANSWER_BYTES = 1024;
    private static final int UPDATES_A_SECOND = 25;
    private static final int UPDATE_BYTES = 64 * 1024;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return typists + " consoles send " + EVENTS_A_SECOND + " pointer events a second, each answered by an update of 1 KiB, beside " + watchers
                + " that get " + UPDATES_A_SECOND + " updates of 64 KiB a second; from the event's sending to its update";
    }

    @Override
    public Map<Figure, Double> measure(Stage stage, Target target) throws InterruptedException {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        Latencies answers = new Latencies();
        Latencies ages = new Latencies();
        try (Load.Group watching = stage.opened(target, watchers, () -> new Watching(Demand.timed(UPDATE_BYTES, UPDATES_A_SECOND), ages));
                Load.Group typing = stage.opened(target, typists, () -> new Typing(stage.load().loop, answers, EVENTS_A_SECOND, ANSWER_BYTES))) {
            Stage.sleep(stage.settle());
            typing.call(() -> {
                answers.clear();
                ages.clear();
                return null;
            });
            Window window = stage.windowNow(target, watching);
            typing.call(() -> {
                figures.put(Figure.P50, answers.micros(0.5));
                figures.put(Figure.P99, answers.micros(0.99));
                figures.put(Figure.UPDATE_P99, ages.micros(0.99));
                return null;
            });
            window.tellCores(figures, target);
        }
        return figures;
    }
}
