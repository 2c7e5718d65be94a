package io.porthole.bench;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What every test stands on.
 *
 * @param settle runs before the figures are read
 * @param time for which they are read
 */
record Stage(Load load, PatternVncServer server, Problems problems, Duration settle, Duration time) {

    /** Room for what a browser leaves behind: a relay that ends late would be measured in the next test. */
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(20);
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(120);
    private static final int AT_A_TIME = 16;
    private static final long POLL_MILLIS = 20;

    /** Opens them all. @return them, as far as they could be opened; the problems tell of the others */
    Load.Group opened(Target target, int count, Supplier<? extends LoadConsole.Activity> activities) throws InterruptedException {
        Load.Group group = load.open(target, count, AT_A_TIME, activities);
        if (!group.awaitOpened(OPEN_WITHIN)) {
            problems.add(target.name() + ": not all of " + count + " consoles opened within " + OPEN_WITHIN.toSeconds() + " s");
        }
        return group;
    }

    /** Lets it run, then reads what it did and cost. */
    Window window(Target target, Load.Group group) throws InterruptedException {
        sleep(settle);
        return windowNow(target, group);
    }

    Window windowNow(Target target, Load.Group group) throws InterruptedException {
        Window.Moment before = Window.now(this, target, group);
        sleep(time);
        return Window.between(before, Window.now(this, target, group));
    }

    /** Waits until nothing of the last test is left. */
    void awaitQuiet(Target target) throws InterruptedException {
        long end = System.nanoTime() + QUIET_WITHIN.toNanos();
        while (server.open() > 0) {
            if (System.nanoTime() > end) {
                problems.add(target.name() + ": " + server.open() + " consoles still open at the VNC server");
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }
}
