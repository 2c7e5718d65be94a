package io.porthole.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** All browsers, in one thread. */
final class Load implements AutoCloseable {

    private static final int IN_BYTES = 256 * 1024;

    final Loop loop = new Loop("bench-load");
    final Problems problems;
    /** The next: on the loop's thread only. */
    final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
    final Pattern pattern = new Pattern();
    final Pattern masked = new Pattern(ClientFrames.KEY);

    Load(Problems problems) throws IOException {
        this.problems = problems;
    }

    /** Consoles that are opened together, so many at a time, and counted together. All but the constructor's caller is on the loop's thread. */
    final class Group implements AutoCloseable {

        private final Target target;
        private final int atATime;
        private final Supplier<? extends LoadConsole.Activity> activities;
        private final List<LoadConsole> consoles = new ArrayList<>();
        private final Latencies setUps = new Latencies();
        private final CountDownLatch allOpened = new CountDownLatch(1);
        private int wanted;
        private int shakingHands;
        private int open;
        private CountDownLatch allGone = new CountDownLatch(0);

        private Group(Target target, int wanted, int atATime, Supplier<? extends LoadConsole.Activity> activities) {
            this.target = target;
            this.wanted = wanted;
            this.atATime = atATime;
            this.activities = activities;
        }

        /** @return whether all are through their handshake, or failed, within that time */
        boolean awaitOpened(Duration limit) throws InterruptedException {
            return allOpened.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        /** @return whether all have ended within that time */
        boolean awaitGone(Duration limit) throws InterruptedException {
            CountDownLatch latch = loop.call(() -> allGone);
            return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        <T> T call(Supplier<T> question) {
            return loop.call(question);
        }

        Latencies setUps() {
            return setUps;
        }

        List<LoadConsole> consoles() {
            return consoles;
        }

        /** Opens no more than there are. */
        void enough() {
            wanted = consoles.size();
            settle();
        }

        private void openMore() {
            while (consoles.size() < wanted && shakingHands < atATime) {
                try {
                    shakingHands++;
                    open++;
                    if (open == 1) {
                        allGone = new CountDownLatch(1);
                    }
                    consoles.add(new LoadConsole(Load.this, this, target, consoles.size(), activities.get()));
                } catch (IOException e) {
                    problems.add(target.name() + ": no socket: " + e.getMessage());
                    wanted = consoles.size();
                    gone(false);
                }
            }
            settle();
        }

        private void settle() {
            if (shakingHands == 0 && consoles.size() >= wanted) {
                allOpened.countDown();
            }
            if (open == 0) {
                allGone.countDown();
            }
        }

        void running(long nanos) {
            setUps.add(nanos);
            shakingHands--;
            // Not at once: it would nest one console's opening in another's message.
            loop.execute(this::openMore);
        }

        void gone(boolean wasRunning) {
            open--;
            if (!wasRunning) {
                shakingHands--;
            }
            loop.execute(this::openMore);
        }

        /** Ends what is still open, without a word. */
        @Override
        public void close() {
            loop.call(() -> {
                wanted = 0;
                List.copyOf(consoles).forEach(LoadConsole::gone);
                return null;
            });
        }
    }

    Group open(Target target, int count, int atATime, Supplier<? extends LoadConsole.Activity> activities) {
        Group group = new Group(target, count, atATime, activities);
        loop.execute(group::openMore);
        return group;
    }

    @Override
    public void close() {
        loop.close();
    }
}
