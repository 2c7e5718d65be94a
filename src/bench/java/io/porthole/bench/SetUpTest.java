package io.porthole.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How many consoles can be opened in a second. */
record SetUpTest(int atATime) implements BenchTest {

    /** Ends a measurement early: each leaves a port behind that cannot be used for a while. */
    private static final int MOST = 4_000;

    /** Leaves as soon as it is there. */
    private static final class Visit implements LoadConsole.Activity {

        @Override
        public Demand demand() {
            return Demand.quiet();
        }

        @Override
        public void running(LoadConsole console) throws IOException {
            console.leave();
        }
    }

    @Override
    public String name() {
        return "set-up";
    }

    @Override
    public String description() {
        return "TCP, the WebSocket's upgrade and the RFB handshake up to ServerInit, " + atATime + " at a time, closed again; Porthole checks a token in PostgreSQL each time";
    }

    /** Each console runs much code once: it takes ten thousand of them until most of it is compiled, as it is on a portal that has been up for a while. */
    @Override
    public Duration warmUp() {
        return Duration.ofSeconds(20);
    }

    @Override
    public Map<Figure, Double> measure(Stage stage, Target target) throws InterruptedException {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        try (Load.Group group = stage.load().open(target, MOST, atATime, Visit::new)) {
            Window.Moment before = Window.now(stage, target, group);
            long setUpsBefore = group.call(() -> group.setUps().count());
            group.awaitOpened(stage.time());
            long setUps = group.call(() -> group.setUps().count()) - setUpsBefore;
            Window window = Window.between(before, Window.now(stage, target, group));
            group.call(() -> {
                group.enough();
                figures.put(Figure.SET_UPS, setUps / window.seconds());
                figures.put(Figure.P99, group.setUps().micros(0.99));
                return null;
            });
            if (target.processes() != null && setUps > 0) {
                figures.put(Figure.CPU_PER_SET_UP, window.cpu() * 1e3 / setUps);
            }
            window.tellCores(figures, target);
            if (!group.awaitGone(stage.time().plusSeconds(5))) {
                stage.problems().add(target.name() + ": not all consoles were closed");
            }
        }
        return figures;
    }
}
