package io.porthole.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.xnio.IoFuture;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

import io.porthole.console.RelayEnd;

/**
 * Asks whether a VNC server's machine can still be reached: with a connection that is closed at once, because the machine accepts it by itself, however busy the
 * VNC server is.
 */
final class ReachabilityProbe {

    private final InetSocketAddress address;
    private final XnioIoThread thread;
    private final Duration timeout;
    private final Step.Guard guard;
    private IoFuture<StreamConnection> connecting;
    private XnioExecutor.Key deadline;

    ReachabilityProbe(InetSocketAddress address, XnioIoThread thread, Duration timeout, Step.Guard guard) {
        this.address = address;
        this.thread = thread;
        this.timeout = timeout;
        this.guard = guard;
    }

    /** One of the two is told, unless this is stopped before. */
    void ask(Runnable reachable, Ending unreachable) {
        deadline = thread.executeAfter(() -> answered(() -> unreachable.because(RelayEnd.NODE_TIMEOUT, "nothing comes from " + address + " any more")),
                timeout.toMillis(), TimeUnit.MILLISECONDS);
        connecting = thread.openStreamConnection(address, opened -> {
            IoUtils.safeClose(opened);
            answered(reachable);
        }, OptionMap.EMPTY);
        connecting.addNotifier((future, nothing) -> {
            if (future.getStatus() == IoFuture.Status.FAILED) {
                thread.execute(() -> answered(() -> unreachable.because(ConnectFailure.endFor(future.getException()), address + ": " + future.getException())));
            }
        }, null);
    }

    /** Called on the I/O thread, for the first answer and those that come too late. */
    private void answered(Runnable told) {
        if (deadline != null) {
            stop();
            guard.run(told::run);
        }
    }

    void stop() {
        if (deadline != null) {
            deadline.remove();
            deadline = null;
            connecting.cancel();
        }
    }
}
