package io.porthole.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Whether every byte arrives, in its order, both ways at once, in frames and writes of any form, up to the end. */
record VerifyTest(int consoles) implements BenchTest {

    private static final int MESSAGES = 300;
    private static final int UPDATE_BYTES = 48 * 1024 + 4;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** One console, both ways. */
    private static final class Exchange implements LoadConsole.Activity {

        private final Load load;
        private final Random random;
        private LoadConsole console;
        private ScrambledCutTexts texts;
        private boolean complete;

        Exchange(Load load, long seed) {
            this.load = load;
            this.random = new Random(seed);
        }

        @Override
        public Demand demand() {
            return Demand.finite(UPDATE_BYTES, MESSAGES);
        }

        @Override
        public void running(LoadConsole running) throws IOException {
            console = running;
            texts = new ScrambledCutTexts(load.pattern, console.webSocket(), MESSAGES, random);
            console.outlet().cutBy(random);
            console.outlet().source(texts);
            console.outlet().pump();
        }

        @Override
        public boolean endedWell() {
            complete = console.wholeUpdates() == MESSAGES && texts.isDone() && console.outlet().isEmpty();
            return complete;
        }
    }

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String description() {
        return consoles + " consoles, " + MESSAGES + " messages each way at once: frames cut anywhere, empty ones, a key each, pings between, writes of any size; then the VNC server closes";
    }

    @Override
    public Map<Figure, Double> measure(Stage stage, Target target) throws InterruptedException {
        List<Exchange> exchanges = new ArrayList<>();
        try (Load.Group group = stage.opened(target, consoles, () -> {
            exchanges.add(new Exchange(stage.load(), exchanges.size()));
            return exchanges.get(exchanges.size() - 1);
        })) {
            if (!group.awaitGone(LIMIT)) {
                stage.problems().add(target.name() + ": not complete within " + LIMIT.toSeconds() + " s");
            }
            double complete = group.call(() -> exchanges.stream().filter(exchange -> exchange.complete).count());
            if (complete < consoles) {
                stage.problems().add(target.name() + ": " + (int) complete + " of " + consoles + " complete");
            }
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.CONSOLES, (double) consoles);
            figures.put(Figure.COMPLETE, complete);
            return figures;
        }
    }
}
