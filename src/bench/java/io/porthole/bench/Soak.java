package io.porthole.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many consoles with a few small updates each, for minutes: does memory stay where it is, and does all arrive? */
record Soak(int consoles, Duration time) {

    private static final int UPDATES_A_SECOND = 5;
    private static final int UPDATE_BYTES = 256;
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Duration FIRST = Duration.ofMinutes(1);
    /** Updates that may still be under way. */
    private static final double ARRIVED = 0.99;

    /** @return Markdown */
    String run(Stage stage, Target target) throws InterruptedException {
        Latencies ages = new Latencies();
        StringBuilder out = new StringBuilder("\n**soak**: ").append(consoles).append(" consoles, ").append(UPDATES_A_SECOND).append(" updates of ")
                .append(UPDATE_BYTES).append(" bytes a second each, ").append(time.toSeconds())
                .append(" s.\n\n| s | updates/s | update's age p99 ms | relay's cores | PSS MB | threads |\n|---|---|---|---|---|---|\n");
        List<Double> memory = new ArrayList<>();
        try (Load.Group group = stage.opened(target, consoles, () -> new Watching(Demand.timed(UPDATE_BYTES, UPDATES_A_SECOND), ages))) {
            for (long second = STEP.toSeconds(); second <= time.toSeconds(); second += STEP.toSeconds()) {
                Window.Moment before = Window.now(stage, target, group);
                long seen = group.call(() -> clear(ages));
                Stage.sleep(STEP);
                Window window = Window.between(before, Window.now(stage, target, group));
                double p99 = group.call(() -> ages.micros(0.99)) / 1_000;
                seen = group.call(ages::count);
                double pss = target.processes().pssMegabytes();
                if (second > FIRST.toSeconds()) {
                    memory.add(pss);
                }
                String row = "| " + second + " | " + Report.number(seen / window.seconds()) + " | " + Report.number(p99) + " | "
                        + Report.number(window.cpu() / window.seconds()) + " | " + Report.number(pss) + " | " + target.processes().threads() + " |";
                System.out.println(row);
                out.append(row).append('\n');
                if (seen < ARRIVED * consoles * UPDATES_A_SECOND * window.seconds()) {
                    stage.problems().add(target.name() + ": only " + seen + " updates came within " + STEP.toSeconds() + " s");
                }
            }
            long open = group.call(() -> group.consoles().stream().filter(LoadConsole::isRunning).count());
            if (open < consoles) {
                stage.problems().add(target.name() + ": " + open + " of " + consoles + " consoles are left");
            }
        }
        stage.awaitQuiet(target);
        return out.append(verdict(memory)).toString();
    }

    private static long clear(Latencies ages) {
        ages.clear();
        return 0;
    }

    private static String verdict(List<Double> memory) {
        if (memory.isEmpty()) {
            return "\nToo short to tell whether memory is flat.\n";
        }
        double first = memory.get(0);
        double last = memory.get(memory.size() - 1);
        double highest = memory.stream().mapToDouble(Double::doubleValue).max().orElse(last);
        return "\nAfter the first minute: " + Report.number(first) + " MB, at the end " + Report.number(last) + " MB ("
                + Report.number((last / first - 1) * 100) + " %), at most " + Report.number(highest) + " MB.\n";
    }
}
