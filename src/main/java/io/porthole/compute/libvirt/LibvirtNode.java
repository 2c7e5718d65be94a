package io.porthole.compute.libvirt;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.NodeWatcher;

/** One compute node that is watched: what is done with it has a class of its own for each purpose, and all of these share its connection and its threads. */
final class LibvirtNode {

    private final NodeCalls calls;
    private final NodeHeartbeat heartbeat;
    private final NodeMeeting meeting;
    private final DomainConsoles consoles;
    private final DomainPower power;
    private final DomainScreens screens;

    LibvirtNode(ComputeNode node, ComputeSettings settings, NodeWatcher watcher, ScheduledExecutorService schedule, ThreadFactory threads) {
        calls = new NodeCalls(node.name(), threads);
        NodeNews news = new NodeNews(node, watcher, calls);
        NodeConnection connection = new NodeConnection(node, settings.callTimeout(), news);
        heartbeat = new NodeHeartbeat(node, settings, watcher, schedule, calls, news, connection);
        meeting = new NodeMeeting(node.name(), settings.callTimeout(), calls, connection, heartbeat);
        consoles = new DomainConsoles(node, settings.callTimeout(), calls, connection);
        power = new DomainPower(settings, schedule, calls, connection);
        screens = new DomainScreens(settings.callTimeout(), calls, connection);
    }

    void start() {
        heartbeat.start();
    }

    NodeHeartbeat heartbeat() {
        return heartbeat;
    }

    NodeMeeting meeting() {
        return meeting;
    }

    DomainConsoles consoles() {
        return consoles;
    }

    DomainPower power() {
        return power;
    }

    DomainScreens screens() {
        return screens;
    }

    void close() {
        heartbeat.stop();
        calls.close();
    }
}
