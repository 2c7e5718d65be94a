package io.porthole.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a process and all that it started cost, as Linux tells in /proc. */
record ProcessTree(long root) {

    /** Linux tells times to programs in these, whatever its own clock is. */
    private static final double TICKS_A_SECOND = 100;
    /** In /proc/PID/stat after the name: proc(5), utime, stime, cutime, cstime. */
    private static final int USER_TIME = 11;
    private static final int LAST_TIME = 14;

    /** User and system time, that of ended children too. */
    double cpuSeconds() {
        double ticks = 0;
        for (long pid : pids()) {
            String[] stat = stat(Path.of("/proc/" + pid + "/stat"));
            for (int i = USER_TIME; i <= LAST_TIME && i < stat.length; i++) {
                ticks += Long.parseLong(stat[i]);
            }
        }
        return ticks / TICKS_A_SECOND;
    }

    /** The memory that is its own, and its share of what it shares. */
    double pssMegabytes() {
        long kilobytes = 0;
        for (long pid : pids()) {
            for (String line : lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        }
        return kilobytes / 1024.0;
    }

    int threads() {
        int threads = 0;
        for (long pid : pids()) {
            threads += tasks(pid).size();
        }
        return threads;
    }

    boolean isAlive() {
        return ProcessHandle.of(root).isPresent();
    }

    private List<Long> pids() {
        List<Long> pids = new ArrayList<>(List.of(root));
        ProcessHandle.of(root).stream().flatMap(ProcessHandle::descendants).forEach(child -> pids.add(child.pid()));
        return pids;
    }

    static List<Path> tasks(long pid) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.toList();
        } catch (IOException e) {
            return List.of(); // it has ended
        }
    }

    /** @return what follows the name, which may hold blanks; empty when there is no such process any more */
    static String[] stat(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? new String[0] : lines.get(0).substring(lines.get(0).lastIndexOf(')') + 2).split(" ");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // it has ended
        }
    }
}
