package io.porthole.compute.libvirt;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.libvirt.Connect;
import org.libvirt.LibvirtException;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.NodeSweep;
import io.porthole.compute.NodeVersions;
import io.porthole.compute.NodeWatcher;

/**
 * Asks a compute node for a sign of life, every {@link #INTERVAL}. Without a connection that means to make one and to
 * read all its domains; with one, a small question. When the answer fails or does not come in time the connection is given
 * up, the watcher is told why, and the next heartbeat tries again. Between heartbeats libvirt's events tell of changes.
 */
final class NodeHeartbeat {

    /** A node that went away is known as such within two of these and one deadline: under 15 s. */
    private static final Duration INTERVAL = Duration.ofSeconds(4);
    /** A full reading of a large node may take long, and hurts nobody meanwhile. */
    private static final Duration SWEEP_DEADLINE = Duration.ofMinutes(2);
    /** A heartbeat that hung for so long is given up; its thread stays lost until libvirt lets it go. */
    private static final Duration GIVE_UP = Duration.ofSeconds(30);

    private final ComputeNode node;
    private final ComputeSettings settings;
    private final NodeWatcher watcher;
    private final ScheduledExecutorService schedule;
    private final NodeCalls calls;
    private final NodeNews news;
    private final NodeConnection connection;
    private final AtomicInteger generation = new AtomicInteger();

    private volatile ScheduledFuture<?> beats;
    /** System.nanoTime() when the heartbeat under way began; 0 when none is. */
    private volatile long beatStarted;
    private volatile long nextSweep;
    private volatile NodeSweep lastSweep;

    NodeHeartbeat(ComputeNode node, ComputeSettings settings, NodeWatcher watcher, ScheduledExecutorService schedule, NodeCalls calls, NodeNews news,
            NodeConnection connection) {
        this.node = node;
        this.settings = settings;
        this.watcher = watcher;
        this.schedule = schedule;
        this.calls = calls;
        this.news = news;
        this.connection = connection;
    }

    void start() {
        beats = schedule.scheduleAtFixedRate(this::beat, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One more than the regular ones, as soon as the schedule can. */
    void beatNow() {
        schedule.execute(this::beat);
    }

    Optional<NodeSweep> lastSweep() {
        return Optional.ofNullable(lastSweep);
    }

    void stop() {
        beats.cancel(false);
        closeWithoutWaiting(connection.close());
    }

    /** Called by the schedule; never waits. */
    private void beat() {
        if (connection.isClosed() || stillBeating()) {
            return;
        }
        int beat = generation.incrementAndGet();
        beatStarted = System.nanoTime();
        calls.start(GIVE_UP, () -> signOfLife(beat)).whenComplete((sweepDue, failure) -> {
            if (beat == generation.get()) {
                beatStarted = 0;
            }
            if (failure != null) {
                lost(beat, LibvirtFailure.of(node.name(), failure).getMessage());
            } else if (sweepDue) {
                sweep(beat);
            }
        });
    }

    /** A heartbeat that is late means that the node is not there for its users, whatever it will say later. */
    private boolean stillBeating() {
        long started = beatStarted;
        if (started == 0) {
            return false;
        }
        long waited = System.nanoTime() - started;
        if (waited > settings.callTimeout().toNanos()) {
            watcher.nodeUnreachable(node, node.name() + " does not answer within " + settings.callTimeout().toSeconds() + " s");
            nextSweep = 0;
        }
        return waited < GIVE_UP.toNanos();
    }

    /** @return whether the domains are to be read again */
    private boolean signOfLife(int beat) throws LibvirtException, ComputeException {
        Connect current = connection.current();
        if (current == null) {
            Connect opened = connection.open();
            if (beat != generation.get() || !connection.keep(opened)) {
                opened.close();
                return false;
            }
            return true;
        }
        current.numOfDomains();
        return System.nanoTime() - nextSweep > 0;
    }

    private void sweep(int beat) {
        nextSweep = System.nanoTime() + settings.sweepInterval().toNanos();
        Connect current = connection.current();
        if (current == null) {
            return;
        }
        calls.start(SWEEP_DEADLINE, () -> {
            long start = System.nanoTime();
            NodeVersions versions = LibvirtVersions.of(current);
            news.all(current);
            lastSweep = new NodeSweep(Instant.now(), Duration.ofNanos(System.nanoTime() - start), versions);
            return null;
        }).whenComplete((nothing, failure) -> {
            if (failure != null) {
                lost(beat, LibvirtFailure.of(node.name(), failure).getMessage());
            }
        });
    }

    private void lost(int beat, String reason) {
        if (connection.isClosed() || beat != generation.get()) {
            return;
        }
        Connect dead = connection.giveUp();
        watcher.nodeUnreachable(node, reason);
        closeWithoutWaiting(dead);
    }

    private void closeWithoutWaiting(Connect given) {
        if (given != null) {
            calls.start(GIVE_UP, given::close);
        }
    }
}
