package io.porthole.bench;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What Porthole's relay must reach, and what it aims at.
 *
 * @param base the target that it is compared to, Porthole itself with its recorded consoles; null: the figure itself counts
 * @param must the aim lies further in the same direction
 */
record Goal(String measure, String test, Figure figure, String base, double must, double aim) {

    static final List<Goal> ALL = List.of(
            new Goal("downstream throughput / direct TCP", "down", Figure.MB_PER_SECOND, Target.DIRECT, 0.50, 0.70),
            new Goal("downstream throughput / websockify", "down", Figure.MB_PER_SECOND, Target.WEBSOCKIFY, 1.2, 1.8),
            new Goal("CPU per GB downstream / websockify", "down", Figure.CPU_PER_GB, Target.WEBSOCKIFY, 0.65, 0.45),
            new Goal("fairness downstream (slowest / mean)", "down", Figure.SLOWEST_TO_MEAN, null, 0.6, 0.9),
            new Goal("upstream throughput / websockify", "up", Figure.MB_PER_SECOND, Target.WEBSOCKIFY, 2.5, 5),
            new Goal("input to update under load, p50 / direct TCP", "latency", Figure.P50, Target.DIRECT, 2.5, 1.3),
            new Goal("input to update under load, p50 / websockify", "latency", Figure.P50, Target.WEBSOCKIFY, 0.5, 0.25),
            new Goal("input to update under load, p99 / websockify", "latency", Figure.P99, Target.WEBSOCKIFY, 0.5, 0.1),
            new Goal("set-ups per second with a token's check / websockify without", "set-up", Figure.SET_UPS, Target.WEBSOCKIFY, 2.5, 8),
            new Goal("throughput of recorded consoles at 1 Gbit/s / of others", "record", Figure.MB_PER_SECOND, Target.PORTHOLE, 0.7, 0.95),
            new Goal("throughput of recorded consoles on busy cores / of others", "record-flood", Figure.MB_PER_SECOND, Target.PORTHOLE, 0.7, 0.9),
            new Goal("memory per idle console, kB", "memory", Figure.KB_PER_CONSOLE, null, 16, 8),
            // None; but a pool that grows by a thread meanwhile must not count as a thread for each.
            new Goal("threads per idle console", "memory", Figure.THREADS_PER_CONSOLE, null, 0.01, 0.01),
            new Goal("growth per console whose browser stalls, MB", "stall", Figure.BROWSER_STALLS, null, 1, 0.05),
            new Goal("growth per console whose VNC server stalls, MB", "stall", Figure.SERVER_STALLS, null, 1, 0.05),
            new Goal("consoles intact in both directions, of 8", "verify", Figure.COMPLETE, null, 8, 8),
            new Goal("consoles intact over TLS, of 8", "tls-verify", Figure.COMPLETE, null, 8, 8));

    OptionalDouble reached(Results results) {
        String ours = Target.PORTHOLE.equals(base) ? Target.RECORDED : Target.PORTHOLE;
        return base == null ? results.median(test, ours, figure) : results.ratio(test, ours, base, figure);
    }

    String verdict(double reached) {
        return meets(reached, aim) ? "aim" : meets(reached, must) ? "must" : "**short**";
    }

    private boolean meets(double reached, double wanted) {
        return isMoreBetter() ? reached >= wanted : reached <= wanted;
    }

    private boolean isMoreBetter() {
        return aim > must || figure == Figure.COMPLETE;
    }
}
