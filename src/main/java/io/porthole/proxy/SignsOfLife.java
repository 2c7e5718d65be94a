package io.porthole.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * Finds out that a peer has vanished without a word, as one does whose machine died or whose network drops packets: TCP alone says so after hours, or after a
 * quarter of an hour when something is on its way.
 *
 * <p>Its life: the peer is HEARD; it is ASKED after it was quiet for the interval; it is SILENT when nothing comes in time after that, and then it is watched no more.
 */
final class SignsOfLife {

    /** Whose life is in question. */
    interface Peer {

        /** Whether its silence means nothing now, because it is not listened to or cannot be asked. */
        boolean isExcused();

        void ask() throws IOException;

        void isSilent();
    }

    private final XnioIoThread thread;
    private final Duration interval;
    private final Duration timeout;
    private final Peer peer;
    private final Step.Guard guard;
    private XnioExecutor.Key timer;
    private long heardNanos;
    private boolean asked;

    /** @param interval zero if it is never asked */
    SignsOfLife(XnioIoThread thread, Duration interval, Duration timeout, Peer peer, Step.Guard guard) {
        this.thread = thread;
        this.interval = interval;
        this.timeout = timeout;
        this.peer = peer;
        this.guard = guard;
    }

    void watch() {
        heard();
        if (!interval.isZero()) {
            lookAfter(interval);
        }
    }

    void heard() {
        heardNanos = System.nanoTime();
        asked = false;
    }

    void stop() {
        if (timer != null) {
            timer.remove();
            timer = null;
        }
    }

    private void look() throws IOException {
        timer = null;
        if (peer.isExcused()) {
            heard();
        }
        Duration rest = interval.minusNanos(System.nanoTime() - heardNanos);
        if (asked) {
            peer.isSilent();
        } else if (rest.isNegative() || rest.isZero()) {
            asked = true;
            lookAfter(timeout);
            peer.ask();
        } else {
            lookAfter(rest);
        }
    }

    private void lookAfter(Duration time) {
        timer = thread.executeAfter(() -> guard.run(this::look), time.toMillis() + 1, TimeUnit.MILLISECONDS);
    }
}
