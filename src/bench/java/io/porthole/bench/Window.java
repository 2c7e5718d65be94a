package io.porthole.bench;

import java.util.Arrays;
import java.util.Map;

/**
 * What was moved between two moments, and what it cost.
 *
 * @param bytesUp as they came to the VNC server
 * @param sharesUp of what the browsers' sockets took
 * @param cpu seconds of all processes between browser and VNC server
 * @param loadCores how much of a core the load itself took; so with the VNC server
 */
record Window(double seconds, double bytesDown, double bytesUp, Shares sharesDown, Shares sharesUp, double cpu, double loadCores, double serverCores) {

    /** The counts of one moment. */
    record Moment(long nanos, long[] received, long[] sent, long bytesUp, double cpu, long loadNanos, long serverNanos) {
    }

    private static final double NANOS_A_SECOND = 1e9;

    static Moment now(Stage stage, Target target, Load.Group group) {
        double cpu = target.processes() == null ? 0 : target.processes().cpuSeconds();
        long[] received = group.call(() -> group.consoles().stream().mapToLong(LoadConsole::received).toArray());
        long[] sent = group.call(() -> group.consoles().stream().mapToLong(console -> console.outlet().written()).toArray());
        return new Moment(System.nanoTime(), received, sent, stage.server().counts().bytesUp(), cpu, stage.load().loop.cpuNanos(),
                stage.server().loop.cpuNanos());
    }

    static Window between(Moment before, Moment after) {
        double seconds = (after.nanos() - before.nanos()) / NANOS_A_SECOND;
        return new Window(seconds, Arrays.stream(after.received()).sum() - Arrays.stream(before.received()).sum(), after.bytesUp() - before.bytesUp(),
                Shares.between(before.received(), after.received()), Shares.between(before.sent(), after.sent()), after.cpu() - before.cpu(),
                (after.loadNanos() - before.loadNanos()) / NANOS_A_SECOND / seconds,
                (after.serverNanos() - before.serverNanos()) / NANOS_A_SECOND / seconds);
    }

    /** Adds what each test tells of its cost. */
    void tellCores(Map<Figure, Double> figures, Target target) {
        if (target.processes() != null) {
            figures.put(Figure.RELAY_CORES, cpu / seconds);
        }
        figures.put(Figure.LOAD_CORES, loadCores);
        figures.put(Figure.SERVER_CORES, serverCores);
    }
}
