package io.porthole.compute.libvirt;

import java.time.Duration;
import java.util.concurrent.Semaphore;

import org.libvirt.Connect;
import org.libvirt.LibvirtException;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;
import io.porthole.compute.NodeVersions;

/** Asks a node who it is, for somebody who waits for it, and meets it anew where there is no connection. */
final class NodeMeeting {

    private final String nodeName;
    private final Duration callTimeout;
    private final NodeCalls calls;
    private final NodeConnection connection;
    private final NodeHeartbeat heartbeat;
    /** Given back by the call itself: one that hangs keeps its place after its deadline, as it keeps its thread. */
    private final Semaphore place = new Semaphore(1);

    NodeMeeting(String nodeName, Duration callTimeout, NodeCalls calls, NodeConnection connection, NodeHeartbeat heartbeat) {
        this.nodeName = nodeName;
        this.callTimeout = callTimeout;
        this.calls = calls;
        this.connection = connection;
        this.heartbeat = heartbeat;
    }

    NodeVersions versions() throws ComputeException {
        return calls.within(callTimeout, () -> {
            if (!place.tryAcquire()) {
                throw new ComputeException(Kind.NODE_UNREACHABLE, nodeName + " does not answer: an earlier question still hangs");
            }
            try {
                return LibvirtVersions.of(met());
            } finally {
                place.release();
            }
        });
    }

    /** What is opened here is what everybody needs too: the next heartbeat comes at once and finds it. */
    private Connect met() throws LibvirtException, ComputeException {
        Connect current = connection.current();
        if (current != null) {
            return current;
        }
        Connect opened = connection.open();
        if (!connection.keep(opened)) {
            opened.close();
            throw new ComputeException(Kind.FAILED, nodeName + " was met by somebody else meanwhile: ask again");
        }
        heartbeat.beatNow();
        return opened;
    }
}
