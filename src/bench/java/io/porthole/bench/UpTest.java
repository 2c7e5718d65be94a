package io.porthole.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Cut texts as fast as they go; all of them must arrive. */
record UpTest(int consoles) implements BenchTest {

    private static final int TEXT_BYTES = 64 * 1024;
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 10;

    /** Pastes without end. */
    static final class Pasting implements LoadConsole.Activity {

        private final Load load;
        private final Demand demand;
        private CutTexts texts;

        Pasting(Load load, Demand demand) {
            this.load = load;
            this.demand = demand;
        }

        @Override
        public Demand demand() {
            return demand;
        }

        @Override
        public void running(LoadConsole console) throws IOException {
            texts = new CutTexts(console.webSocket() ? load.masked : load.pattern, console.webSocket(), TEXT_BYTES);
            console.outlet().source(texts);
            console.outlet().pump();
        }

        /** @return how many were begun, and so are sent */
        long stop() {
            if (texts == null) {
                return 0;
            }
            texts.stop();
            return texts.sequence();
        }
    }

    @Override
    public String name() {
        return "up";
    }

    @Override
    public String description() {
        return consoles + " consoles send cut texts of 64 KiB as fast as they are taken; counted at the VNC server";
    }

    @Override
    public Map<Figure, Double> measure(Stage stage, Target target) throws InterruptedException {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        Pastes pastes = new Pastes(stage, Demand.quiet());
        try (Load.Group group = stage.opened(target, consoles, pastes::next)) {
            Window window = stage.window(target, group);
            figures.put(Figure.MB_PER_SECOND, window.bytesUp() / 1e6 / window.seconds());
            if (target.processes() != null) {
                figures.put(Figure.CPU_PER_GB, window.cpu() / (window.bytesUp() / 1e9));
            }
            window.sharesUp().tell(figures);
            window.tellCores(figures, target);
            pastes.stopAndAwait(group, target);
        }
        return figures;
    }

    /** All that is pasted in one measurement. */
    static final class Pastes {

        private final List<Pasting> all = new ArrayList<>();
        private final Stage stage;
        private final Demand demand;
        private final long before;

        Pastes(Stage stage, Demand demand) {
            this.stage = stage;
            this.demand = demand;
            this.before = stage.server().counts().cutTexts();
        }

        Pasting next() {
            Pasting pasting = new Pasting(stage.load(), demand);
            all.add(pasting);
            return pasting;
        }

        void stopAndAwait(Load.Group group, Target target) throws InterruptedException {
            long sent = group.call(() -> all.stream().mapToLong(Pasting::stop).sum());
            long end = System.nanoTime() + ARRIVES_WITHIN.toNanos();
            while (stage.server().counts().cutTexts() - before < sent) {
                if (System.nanoTime() > end) {
                    stage.problems().add(target.name() + ": " + (stage.server().counts().cutTexts() - before) + " of " + sent + " cut texts arrived");
                    return;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }
}
