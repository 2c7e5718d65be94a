package io.porthole.compute.libvirt;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.libvirt.Library;
import org.libvirt.LibvirtException;

import io.porthole.compute.ComputeDriver;
import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.ConsoleLocation;
import io.porthole.compute.InstanceId;
import io.porthole.compute.NodeSweep;
import io.porthole.compute.NodeVersions;
import io.porthole.compute.NodeWatcher;
import io.porthole.compute.PowerAction;

/** The compute driver for everything that libvirt reaches. */
@ApplicationScoped
public class LibvirtDriver implements ComputeDriver {

    private static final System.Logger LOG = System.getLogger(LibvirtDriver.class.getName());

    private final ComputeSettings settings;
    private final Map<String, LibvirtNode> nodes = new ConcurrentHashMap<>();
    /** Guarded by this. */
    private boolean eventLoopRuns;

    @Resource
    private ManagedThreadFactory threads;
    /** Of our own, for the server's holds its tasks back while it is suspended; null until there is a node. Nothing in it waits. */
    private ScheduledThreadPoolExecutor schedule;

    protected LibvirtDriver() {
        this(null);
    }

    @Inject
    public LibvirtDriver(ComputeSettings settings) {
        this.settings = settings;
    }

    @Override
    public void watch(ComputeNode node, NodeWatcher watcher) {
        startEventLoop();
        LibvirtNode watched = new LibvirtNode(node, settings, watcher, schedule, task -> {
            Thread thread = threads.newThread(task);
            thread.setName("porthole-node-" + node.name());
            return thread;
        });
        nodes.put(node.name(), watched);
        watched.start();
    }

    /** libvirt wants its event loop before the first connection. */
    private synchronized void startEventLoop() {
        if (eventLoopRuns) {
            return;
        }
        eventLoopRuns = true;
        schedule = new ScheduledThreadPoolExecutor(1, threads);
        try {
            Library.initEventLoop();
        } catch (LibvirtException | LinkageError e) {
            LOG.log(System.Logger.Level.ERROR, "libvirt's client library does not start; compute nodes stay unreachable", e);
            return;
        }
        Thread loop = threads.newThread(LibvirtDriver::runEventLoop);
        loop.setName("porthole-libvirt-events");
        loop.start();
    }

    private static void runEventLoop() {
        try {
            Library.runEventLoop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LibvirtException e) {
            LOG.log(System.Logger.Level.ERROR, "libvirt's event loop ended; changes are seen by sweeps only", e);
        }
    }

    @Override
    public ConsoleLocation consoleOf(ComputeNode node, InstanceId id) throws ComputeException {
        return watched(node).consoles().of(id);
    }

    @Override
    public NodeVersions versions(ComputeNode node) throws ComputeException {
        return watched(node).meeting().versions();
    }

    @Override
    public Optional<NodeSweep> lastSweep(ComputeNode node) {
        return Optional.ofNullable(nodes.get(node.name())).flatMap(watched -> watched.heartbeat().lastSweep());
    }

    @Override
    public void power(ComputeNode node, InstanceId id, PowerAction action) throws ComputeException {
        watched(node).power().act(id, action);
    }

    @Override
    public byte[] screenshot(ComputeNode node, InstanceId id) throws ComputeException {
        return watched(node).screens().picture(id);
    }

    @Override
    public void close() {
        nodes.values().forEach(LibvirtNode::close);
        nodes.clear();
        stopEventLoop();
    }

    private synchronized void stopEventLoop() {
        if (!eventLoopRuns) {
            return;
        }
        eventLoopRuns = false;
        schedule.shutdownNow();
        try {
            Library.stopEventLoop();
        } catch (LibvirtException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "libvirt's event loop did not stop by itself", e);
        }
    }

    private LibvirtNode watched(ComputeNode node) throws ComputeException {
        LibvirtNode found = nodes.get(node.name());
        if (found == null) {
            throw new ComputeException(Kind.NODE_UNREACHABLE, node.name() + " is not watched");
        }
        return found;
    }
}
