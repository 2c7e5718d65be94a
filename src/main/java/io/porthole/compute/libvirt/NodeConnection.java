package io.porthole.compute.libvirt;

import java.time.Duration;

import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.event.LifecycleListener;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.InstanceId;

/**
 * The connection to a compute node's libvirt. There is none before the first contact and after each failure; whoever meets the node opens
 * one, and of two that were opened at the same time one is kept.
 */
final class NodeConnection {

    /** libvirt's own keep-alive, so that a dead connection ends the calls that hang on it: seconds, and tries. */
    private static final int KEEP_ALIVE_SECONDS = 5;
    private static final int KEEP_ALIVE_TRIES = 2;

    private final ComputeNode node;
    private final Duration callTimeout;
    private final NodeNews news;
    /** Changed under this, so that of two that were made at the same time one is kept and the other closed. */
    private volatile Connect connection;
    private volatile boolean closed;

    NodeConnection(ComputeNode node, Duration callTimeout, NodeNews news) {
        this.node = node;
        this.callTimeout = callTimeout;
        this.news = news;
    }

    /** @return null without one */
    Connect current() {
        return connection;
    }

    boolean isClosed() {
        return closed;
    }

    /** It is nobody's yet: whoever opens it keeps it or closes it. */
    Connect open() throws LibvirtException, ComputeException {
        NodeReachability.check(node, callTimeout);
        Connect opened = new Connect(node.libvirtUri());
        // A URI without a daemon behind it (test:///) has no keep-alive and no need of one.
        if (opened.isAlive() && !node.libvirtUri().startsWith("test:")) {
            opened.setKeepAlive(KEEP_ALIVE_SECONDS, KEEP_ALIVE_TRIES);
        }
        LifecycleListener listener = (domain, event) -> {
            news.changed(domain, event);
            return 0;
        };
        opened.addLifecycleListener(listener);
        return opened;
    }

    /** @return whether it is the node's connection now */
    synchronized boolean keep(Connect opened) {
        if (closed || connection != null) {
            return false;
        }
        connection = opened;
        return true;
    }

    /** @return what the caller closes, for that may hang; null without one */
    synchronized Connect giveUp() {
        Connect given = connection;
        connection = null;
        return given;
    }

    /** No connection is kept any more. @return as {@link #giveUp} */
    Connect close() {
        closed = true;
        return giveUp();
    }

    /** What is done with one domain. */
    @FunctionalInterface
    interface DomainCall<T> {
        T with(Domain domain) throws LibvirtException, ComputeException;
    }

    <T> T call(InstanceId id, DomainCall<T> call) throws LibvirtException, ComputeException {
        Connect current = connection;
        if (current == null) {
            throw new ComputeException(Kind.NODE_UNREACHABLE, node.name() + " is not connected");
        }
        Domain domain = current.domainLookupByUUIDString(id.toString());
        try {
            return call.with(domain);
        } finally {
            domain.free();
        }
    }
}
