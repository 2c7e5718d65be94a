package io.porthole.bench;

import java.util.EnumMap;
import java.util.Map;

/** Updates as fast as they go. */
record DownTest(int consoles) implements BenchTest {

    static final int UPDATE_BYTES = 64 * 1024;

    @Override
    public String name() {
        return "down";
    }

    @Override
    public String description() {
        return "the VNC server sends updates of 64 KiB to " + consoles + " consoles as fast as they are taken";
    }

    @Override
    public Map<Figure, Double> measure(Stage stage, Target target) throws InterruptedException {
        return measure(stage, target, consoles, Demand.flood(UPDATE_BYTES));
    }

    static Map<Figure, Double> measure(Stage stage, Target target, int consoles, Demand demand) throws InterruptedException {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        try (Load.Group group = stage.opened(target, consoles, () -> () -> demand)) {
            Window window = stage.window(target, group);
            figures.put(Figure.MB_PER_SECOND, window.bytesDown() / 1e6 / window.seconds());
            if (target.processes() != null) {
                figures.put(Figure.CPU_PER_GB, window.cpu() / (window.bytesDown() / 1e9));
            }
            window.sharesDown().tell(figures);
            window.tellCores(figures, target);
        }
        return figures;
    }
}
