package io.porthole.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** One thread with a selector: serves its members' sockets, what is due at a time, and what other threads ask of it. */
final class Loop implements AutoCloseable {

    /** Whoever has a socket in the loop. */
    interface Member {
        void ready(SelectionKey key);
    }

    private record Timer(long due, Runnable action) {
    }

    private static final long LONGEST_WAIT_MILLIS = 100;
    private static final int FAILED = 3;
    private static final long NANOS_A_MILLI = 1_000_000;

    private final Selector selector;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::due));
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    Loop(String name) throws IOException {
        selector = Selector.open();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        // Whoever waits for the loop would wait for ever.
        thread.setUncaughtExceptionHandler((failed, cause) -> {
            cause.printStackTrace();
            Runtime.getRuntime().halt(FAILED);
        });
        thread.start();
    }

    /** On the loop's thread only. */
    SelectionKey register(SelectableChannel channel, int operations, Member member) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, member);
    }

    /** On the loop's thread only. @param due in System.nanoTime(); up to 1 ms later, the selector's grain */
    void at(long due, Runnable action) {
        timers.add(new Timer(due, action));
    }

    /** Does it on the loop's thread and waits for its answer. */
    <T> T call(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.join();
    }

    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** The CPU time of the loop's thread, in nanoseconds. */
    long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    private void run() {
        try {
            while (!closed) {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                long wait = runTimers();
                if (wait > 0) {
                    selector.select(Loop::serve, wait);
                } else {
                    selector.selectNow(Loop::serve);
                }
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(SelectionKey key) {
        ((Member) key.attachment()).ready(key);
    }

    /** @return for how many milliseconds nothing is due */
    private long runTimers() {
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().due() - now <= 0) {
            timers.poll().action().run();
        }
        if (timers.isEmpty()) {
            return LONGEST_WAIT_MILLIS;
        }
        long nanos = timers.peek().due() - System.nanoTime();
        return Math.min(LONGEST_WAIT_MILLIS, Math.max(0, (nanos + NANOS_A_MILLI - 1) / NANOS_A_MILLI));
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
