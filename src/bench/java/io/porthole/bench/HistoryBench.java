package io.porthole.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code bin/bench history} runs once the portal stands: its history's pages with few rows and with very many, and the export of all. */
public final class HistoryBench {

    private static final long FEW = 1_000;
    /** How much slower a page may be. */
    private static final double MOST_RATIO = 1.5;
    /** In which the export of all has to do. */
    private static final double MOST_MEGABYTES = 64;
    private static final long LOOK_MILLIS = 5_000;
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private final Map<String, String> arguments = new HashMap<>();
    private final HistoryPages pages;
    private final ProcessTree portal;
    private final JavaProcess java;

    private HistoryBench(String... given) {
        for (String argument : given) {
            String[] parts = argument.split("=", 2);
            arguments.put(parts[0], parts[1]);
        }
        pages = new HistoryPages(number("portal_port"));
        portal = new ProcessTree(number("portal_pid"));
        java = new JavaProcess(number("portal_pid"));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        new HistoryBench(arguments).run();
    }

    private void run() throws IOException, InterruptedException, SQLException {
        long start = System.nanoTime();
        long visits = number("visits");
        int requests = number("requests");
        HistoryFilling filling = new HistoryFilling(new HistoryDatabase(arguments.get("database"), "porthole", System.getenv("PORTHOLE_DATABASE_PASSWORD")));
        pages.signIn(arguments.get("user"), arguments.get("password"));
        filling.fill(1, FEW);
        Map<String, HistoryPages.Times> few = pages.measure(FEW, requests, requests);
        Memory small = exported();
        say("measured with " + FEW + " visits; now " + visits + ", after " + Report.number((System.nanoTime() - start) / 1e9) + " s");
        filling.fill(FEW + 1, visits);
        Map<String, HistoryPages.Times> many = pages.measure(visits, requests, requests / 3);
        say("measured with " + visits + " visits; now the export, after " + Report.number((System.nanoTime() - start) / 1e9) + " s");
        Memory large = exported();
        String report = report(few, many, visits, requests, small, large, (System.nanoTime() - start) / 1e9);
        Files.writeString(Path.of(arguments.get("out")), Files.readString(Path.of(arguments.get("machine"))).replaceAll("(?m)^", "- ").replaceAll("- $", "") + report);
        say(report);
    }

    /**
     * An export of all.
     *
     * @param heap megabytes that were held at most, after a collection; pss, those of the process
     */
    private record Memory(long lines, long bytes, double seconds, double heapBefore, double heap, double pssBefore, double pss) {
    }

    private Memory exported() throws IOException, InterruptedException {
        double heapBefore = heldMegabytes();
        double pssBefore = portal.pssMegabytes();
        double[] most = {heapBefore, pssBefore};
        AtomicBoolean over = new AtomicBoolean();
        Thread looks = new Thread(() -> {
            try {
                while (!over.get()) {
                    most[0] = Math.max(most[0], heldMegabytes());
                    most[1] = Math.max(most[1], portal.pssMegabytes());
                    Thread.sleep(LOOK_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "memory");
        looks.start();
        long start = System.nanoTime();
        long[] counted;
        try {
            counted = pages.export();
        } finally {
            over.set(true);
            looks.interrupt();
            looks.join();
        }
        return new Memory(counted[1], counted[0], (System.nanoTime() - start) / 1e9, heapBefore, most[0], pssBefore, most[1]);
    }

    /** What is alive at one moment: what is asked after a collection would count the garbage that was made since. */
    private double heldMegabytes() throws InterruptedException {
        Matcher total = TOTAL.matcher(java.ask("GC.class_histogram"));
        if (!total.find()) {
            throw new IllegalStateException("GC.class_histogram tells no total");
        }
        return Double.parseDouble(total.group(1)) / (1 << 20);
    }

    private String report(Map<String, HistoryPages.Times> few, Map<String, HistoryPages.Times> many, long visits, int requests, Memory small, Memory large, double seconds) {
        Table table = new Table(List.of("page, ms", "p50 of few", "p50 of many", "p99 of few", "p99 of many", "p99 many / few", ""));
        few.forEach((page, before) -> {
            HistoryPages.Times after = many.get(page);
            double ratio = after.p99() / before.p99();
            table.add(List.of(page, tenths(before.p50()), tenths(after.p50()), tenths(before.p99()), tenths(after.p99()), hundredths(ratio), ratio <= MOST_RATIO ? "must" : "**short**"));
        });
        Table exports = new Table(List.of("export of all", "events", "MB", "s", "heap held before, MB", "at most", "process before, MB", "at most", ""));
        for (Memory memory : List.of(small, large)) {
            exports.add(List.of("JSON lines", String.valueOf(memory.lines()), tenths(memory.bytes() / 1e6), tenths(memory.seconds()), tenths(memory.heapBefore()), tenths(memory.heap()),
                    tenths(memory.pssBefore()), tenths(memory.pss()), memory.heap() - memory.heapBefore() <= MOST_MEGABYTES ? "must" : "**short**"));
        }
        return "- few: " + FEW + " visits and " + FEW * HistoryFilling.EVENTS_EACH + " events; many: " + visits + " and " + visits * HistoryFilling.EVENTS_EACH + "; "
                + requests + " requests of each page, one after the other; " + Report.number(seconds) + " s in all\n"
                + "- must: p99 with many at most " + MOST_RATIO + " times that with few; an export holds at most " + (int) MOST_MEGABYTES + " MB of the heap\n\n" + table + "\n" + exports;
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String hundredths(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private int number(String name) {
        return Integer.parseInt(arguments.get(name));
    }

    private static void say(String words) {
        System.out.println(words);
    }
}
