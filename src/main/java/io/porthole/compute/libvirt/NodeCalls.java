package io.porthole.compute.libvirt;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;

/**
 * The calls to one compute node, each with a deadline, on threads that serve this node only: libvirt's client may wait for
 * ever when packets vanish, and then holds these few threads and nobody else's.
 */
final class NodeCalls {

    /** So many calls may hang before further ones wait in vain. */
    private static final int THREADS = 6;
    /** So many may wait for a thread, each no longer than its deadline; further ones are refused at once. */
    private static final int MOST_WAITING = 500;
    private static final long IDLE_SECONDS = 30;

    private final String nodeName;
    private final ThreadPoolExecutor threads;

    NodeCalls(String nodeName, ThreadFactory factory) {
        this.nodeName = nodeName;
        this.threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /** Starts a call and does not wait; what it throws is the future's failure, and so is a missed deadline. */
    <T> CompletableFuture<T> start(Duration deadline, Callable<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                if (future.isDone()) {
                    return; // nobody waits for it any more
                }
                try {
                    future.complete(call.call());
                } catch (Exception | LinkageError e) {
                    future.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            future.completeExceptionally(new TimeoutException("earlier calls still hang"));
        }
        return future.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Makes a call and waits for it, no longer than the deadline. */
    <T> T within(Duration deadline, Callable<T> call) throws ComputeException {
        return await(deadline, start(deadline, call));
    }

    /** Waits for a call's answer, no longer than the deadline, whatever the call's own is. */
    <T> T await(Duration deadline, CompletableFuture<T> answer) throws ComputeException {
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ComputeException(Kind.NODE_UNREACHABLE, "interrupted while asking " + nodeName, e);
        } catch (ExecutionException e) {
            throw LibvirtFailure.of(nodeName, e.getCause());
        } catch (TimeoutException e) {
            throw LibvirtFailure.of(nodeName, e);
        }
    }

    void close() {
        threads.shutdown();
    }
}
