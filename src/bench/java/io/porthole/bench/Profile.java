package io.porthole.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time of a JVM goes: the CPU of its threads by kind, user and kernel apart, from /proc; and of what runs as Java, the
 * code that the samples of JDK Flight Recorder show. The recorder takes no sample in a system call, so the kernel's part is the first table's.
 */
final class Profile {

    private static final int MOST_ROWS = 12;
    private static final double TICKS_A_SECOND = 100;
    private static final int USER_TIME = 11;
    /** Whose code it is; the first that fits counts. */
    private static final Map<String, String> OWNERS = owners();

    private final JavaProcess process;
    private final Path recording;
    private final Map<String, long[]> before;

    private Profile(JavaProcess process, Path recording) {
        this.process = process;
        this.recording = recording;
        this.before = ticks();
    }

    static Profile start(JavaProcess process, Path recording) throws InterruptedException {
        process.ask("JFR.start", "name=bench", "settings=profile");
        return new Profile(process, recording.toAbsolutePath());
    }

    /** Ends it. @return Markdown */
    String finish(String title) throws IOException, InterruptedException {
        Map<String, long[]> after = ticks();
        process.ask("JFR.stop", "name=bench", "filename=" + recording);
        StringBuilder out = new StringBuilder("\n**Where the time goes: ").append(title).append("**\n\n");
        appendThreads(out, after);
        appendSamples(out);
        return out.toString();
    }

    // ---- threads

    /** User and kernel ticks of all threads, by kind. */
    private Map<String, long[]> ticks() {
        Map<String, long[]> byKind = new TreeMap<>();
        for (Path task : ProcessTree.tasks(process.pid())) {
            String[] stat = ProcessTree.stat(task.resolve("stat"));
            if (stat.length > 0) {
                long[] sum = byKind.computeIfAbsent(kind(task), kind -> new long[2]);
                sum[0] += Long.parseLong(stat[USER_TIME]);
                sum[1] += Long.parseLong(stat[USER_TIME + 1]);
            }
        }
        return byKind;
    }

    private static String kind(Path task) {
        String name;
        try {
            name = Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return "other threads"; // it has ended
        }
        if (name.startsWith("default I/O") || name.startsWith("default Accept")) {
            return "I/O threads";
        }
        if (name.startsWith("default task")) {
            return "worker threads";
        }
        if (name.startsWith("G1 ") || name.startsWith("GC ") || name.startsWith("VM Thread")) {
            return "garbage collection";
        }
        return name.matches("C[12] Compiler.*") ? "compilation" : "other threads";
    }

    private void appendThreads(StringBuilder out, Map<String, long[]> after) {
        after.forEach((kind, ticks) -> {
            long[] was = before.getOrDefault(kind, new long[2]);
            ticks[0] = Math.max(0, ticks[0] - was[0]);
            ticks[1] = Math.max(0, ticks[1] - was[1]);
        });
        double all = Math.max(1, after.values().stream().mapToLong(ticks -> ticks[0] + ticks[1]).sum());
        out.append("| CPU by thread | share | in the kernel | as program |\n|---|---|---|---|\n");
        after.entrySet().stream().sorted(Comparator.comparingLong(entry -> -entry.getValue()[0] - entry.getValue()[1])).forEach(entry -> {
            long[] ticks = entry.getValue();
            out.append("| ").append(entry.getKey()).append(" | ").append(percent((ticks[0] + ticks[1]) / all)).append(" | ")
                    .append(percent(ticks[1] / all)).append(" | ").append(percent(ticks[0] / all)).append(" |\n");
        });
        out.append("\nIn all ").append(Report.number(all / TICKS_A_SECOND)).append(" CPU seconds.\n");
    }

    // ---- samples

    private void appendSamples(StringBuilder out) throws IOException {
        Map<String, Integer> byOwner = new LinkedHashMap<>();
        Map<String, Integer> byMethod = new LinkedHashMap<>();
        int samples = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    List<RecordedFrame> frames = event.getStackTrace().getFrames();
                    byOwner.merge(owner(frames), 1, Integer::sum);
                    byMethod.merge(method(frames.get(0)), 1, Integer::sum);
                    samples++;
                }
            }
        }
        appendShares(out, "Java code, by the nearest frame that is not the JDK's", byOwner, samples);
        appendShares(out, "top frame", byMethod, samples);
        out.append("\n").append(samples).append(" samples.\n");
    }

    private static void appendShares(StringBuilder out, String title, Map<String, Integer> counts, int all) {
        out.append("\n| ").append(title).append(" | share |\n|---|---|\n");
        counts.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(MOST_ROWS)
                .forEach(entry -> out.append("| ").append(entry.getKey()).append(" | ").append(percent(entry.getValue() / (double) all)).append(" |\n"));
    }

    private static String owner(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            String name = frame.getMethod().getType().getName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.") && !name.startsWith("com.sun.")) {
                return OWNERS.entrySet().stream().filter(owner -> name.startsWith(owner.getKey())).map(Map.Entry::getValue).findFirst()
                        .orElseGet(() -> name.replaceAll("^((?:[^.]+\\.){1,2}[^.]+).*", "$1"));
            }
        }
        return "the JDK alone";
    }

    private static String method(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return "`" + type.replaceAll("\\b(\\w)\\w*\\.", "$1.") + "." + frame.getMethod().getName() + "`";
    }

    private static Map<String, String> owners() {
        Map<String, String> owners = new LinkedHashMap<>();
        owners.put("io.porthole.proxy.", "Porthole: relay");
        owners.put("io.porthole.", "Porthole: the rest");
        owners.put("io.undertow.websockets", "Undertow: WebSocket");
        owners.put("io.undertow.", "Undertow: HTTP and servlets");
        owners.put("org.wildfly.extension.undertow.", "Undertow: HTTP and servlets");
        owners.put("org.xnio.", "XNIO");
        owners.put("org.hibernate.", "Hibernate");
        owners.put("org.postgresql.", "PostgreSQL's driver");
        owners.put("org.jboss.jca.", "connection pool");
        owners.put("com.arjuna.", "transactions");
        owners.put("org.wildfly.transaction.", "transactions");
        owners.put("org.jboss.weld.", "CDI (Weld)");
        owners.put("org.wildfly.security.", "Elytron");
        owners.put("org.jboss.logmanager.", "logging");
        owners.put("org.jboss.threads.", "thread pools");
        owners.put("org.libvirt.", "libvirt");
        owners.put("com.sun.jna.", "libvirt");
        return owners;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
