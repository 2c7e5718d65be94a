package io.porthole.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a quiet console costs, and whether it still answers. */
record MemoryTest(int consoles) implements BenchTest {

    private static final int HEAVY_CONSOLES = 50;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final Duration SETTLES_IN = Duration.ofSeconds(1);
    private static final int MOST_COLLECTIONS = 8;
    private static final double SETTLED_MEGABYTES = 0.5;
    private static final long POLL_MILLIS = 50;
    private static final int ANSWER_BYTES = 64;

    /** Quiet until it is asked. */
    private static final class Waiting implements LoadConsole.Activity {

        private LoadConsole console;
        private boolean answered;

        @Override
        public Demand demand() {
            return Demand.answers(ANSWER_BYTES);
        }

        @Override
        public void running(LoadConsole running) {
            console = running;
        }

        void ask() {
            if (console == null || !console.isRunning()) {
                return;
            }
            try {
                console.send(Typing.pointerEvent(0));
            } catch (IOException e) {
                console.fail(e.getMessage());
            }
        }

        @Override
        public void updated(int sequence, long time) {
            answered = true;
        }
    }

    /** What is read while all consoles are open and quiet. */
    private interface Reading {
        void read() throws InterruptedException;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String description() {
        return "what all of the relay's processes hold more with " + consoles + " quiet consoles (websockify: " + HEAVY_CONSOLES
                + ") than before, after a GC, once they have had some consoles: their PSS, or of a JVM its live heap if that grew more,"
                + " because its PSS does not grow while it fills a heap that it has already; then an event on each is answered";
    }

    @Override
    public Map<Figure, Double> measure(Stage stage, Target target) throws InterruptedException {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        if (target.processes() == null) {
            return figures;
        }
        int count = target.isHeavy() ? HEAVY_CONSOLES : consoles;
        // A first use makes what stays: pools, classes, threads, compiled code.
        openAndAsk(stage, target, target.isHeavy() ? 2 : Math.max(200, count / 5), null);
        double before = settledMegabytes(target);
        double heapBefore = heapKilobytes(target);
        int threadsBefore = target.processes().threads();
        openAndAsk(stage, target, count, () -> {
            double after = settledMegabytes(target);
            figures.put(Figure.CONSOLES, (double) count);
            double byPss = (after - before) * 1024 / count;
            figures.put(Figure.PSS_KB_PER_CONSOLE, byPss);
            figures.put(Figure.KB_PER_CONSOLE, byPss);
            figures.put(Figure.THREADS_PER_CONSOLE, Math.max(0, target.processes().threads() - threadsBefore) / (double) count);
            if (target.isPorthole()) {
                double byHeap = (heapKilobytes(target) - heapBefore) / count;
                figures.put(Figure.HEAP_KB_PER_CONSOLE, byHeap);
                figures.put(Figure.KB_PER_CONSOLE, Math.max(byPss, byHeap));
            }
            figures.put(Figure.MB_BEFORE, before);
            figures.put(Figure.MB_AFTER, after);
        });
        return figures;
    }

    private static void openAndAsk(Stage stage, Target target, int count, Reading whenQuiet) throws InterruptedException {
        List<Waiting> waiting = new ArrayList<>();
        try (Load.Group group = stage.opened(target, count, () -> {
            waiting.add(new Waiting());
            return waiting.get(waiting.size() - 1);
        })) {
            if (whenQuiet != null) {
                whenQuiet.read();
            }
            group.call(() -> {
                waiting.forEach(Waiting::ask);
                return null;
            });
            long end = System.nanoTime() + ANSWERS_WITHIN.toNanos();
            while (group.call(() -> waiting.stream().filter(one -> one.answered).count()) < count) {
                if (System.nanoTime() > end) {
                    stage.problems().add(target.name() + ": not all of " + count + " quiet consoles answered");
                    break;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
        stage.awaitQuiet(target);
    }

    /** A JVM gives memory back in several steps: the figure counts once it stays. */
    private static double settledMegabytes(Target target) throws InterruptedException {
        double last = Double.MAX_VALUE;
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            Stage.sleep(SETTLES_IN);
            if (target.isPorthole()) {
                new JavaProcess(target.processes().root()).collectGarbage();
            }
            double now = target.processes().pssMegabytes();
            if (Math.abs(now - last) < SETTLED_MEGABYTES) {
                return now;
            }
            last = now;
        }
        return last;
    }

    private static double heapKilobytes(Target target) throws InterruptedException {
        return target.isPorthole() ? new JavaProcess(target.processes().root()).usedKilobytes() : 0;
    }
}
