package io.porthole.compute.libvirt;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.Stream;
import org.libvirt.event.LifecycleListener;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.ConsoleAddress;
import io.porthole.compute.ConsoleLocation;
import io.porthole.compute.InstanceId;
import io.porthole.compute.NodeSweep;
import io.porthole.compute.NodeVersions;
import io.porthole.compute.NodeWatcher;
import io.porthole.compute.PowerAction;

/**
 * One compute node and the connection to its libvirt.
 *
 * <p>Its life: every {@link #HEARTBEAT} it is asked for a sign of life. Without a connection that means to make one and to
 * read all its domains; with one, a small question. When the answer fails or does not come in time the connection is given
 * up, the watcher is told why, and the next heartbeat tries again. Between heartbeats libvirt's events tell of changes.
 */
final class LibvirtNode {

    /** A node that went away is known as such within two of these and one deadline: under 15 s. */
    static final Duration HEARTBEAT = Duration.ofSeconds(4);
    /** libvirt's own keep-alive, so that a dead connection ends the calls that hang on it: seconds, and tries. */
    private static final int KEEP_ALIVE_SECONDS = 5;
    private static final int KEEP_ALIVE_TRIES = 2;
    /** A full reading of a large node may take long, and hurts nobody meanwhile. */
    private static final Duration SWEEP_DEADLINE = Duration.ofMinutes(2);
    /** A heartbeat that hung for so long is given up; its thread stays lost until libvirt lets it go. */
    private static final Duration GIVE_UP = Duration.ofSeconds(30);

    private static final int SCREENSHOT_PART_BYTES = 64 * 1024;
    /** A screen of 3840 × 2160 as a pixmap, and a little. */
    private static final int MOST_SCREENSHOT_BYTES = 25 * 1024 * 1024;
    /** So many pictures may hang, of VMs whose QEMU does not answer libvirt; the node's other threads are for consoles and power. */
    private static final int MOST_SCREENSHOTS = 2;

    private final ComputeNode node;
    private final ComputeSettings settings;
    private final NodeWatcher watcher;
    private final ScheduledExecutorService schedule;
    private final NodeCalls calls;
    private final NodeNews news;
    private final SharedLooks<InstanceId, ConsoleLocation> consoles;
    private final LastDescriptions descriptions = new LastDescriptions();
    private final AtomicInteger generation = new AtomicInteger();
    /** Given back by the call itself: one that hangs keeps its place after its deadline, as it keeps its thread. */
    private final Semaphore screenshots = new Semaphore(MOST_SCREENSHOTS);

    /** The same for questions of who it is. */
    private final Semaphore meetings = new Semaphore(1);

    private volatile ScheduledFuture<?> heartbeats;
    /** Changed under this, so that of two that were made at the same time one is kept and the other closed. */
    private volatile Connect connection;
    private volatile boolean closed;
    /** System.nanoTime() when the heartbeat under way began; 0 when none is. */
    private volatile long beatStarted;
    private volatile long nextSweep;
    private volatile NodeSweep lastSweep;

    LibvirtNode(ComputeNode node, ComputeSettings settings, NodeWatcher watcher, ScheduledExecutorService schedule, ThreadFactory threads) {
        this.node = node;
        this.settings = settings;
        this.watcher = watcher;
        this.schedule = schedule;
        this.calls = new NodeCalls(node.name(), threads);
        this.news = new NodeNews(node, watcher, calls);
        this.consoles = new SharedLooks<>(id -> calls.start(settings.callTimeout(), () -> locate(id)));
    }

    void start() {
        heartbeats = schedule.scheduleAtFixedRate(this::heartbeat, 0, HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Called by the schedule; never waits. */
    private void heartbeat() {
        if (closed || stillBeating()) {
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
        Connect current = connection;
        if (current == null) {
            Connect opened = open();
            if (beat != generation.get() || !keep(opened)) {
                opened.close();
                return false;
            }
            return true;
        }
        current.numOfDomains();
        return System.nanoTime() - nextSweep > 0;
    }

    private synchronized boolean keep(Connect opened) {
        if (closed || connection != null) {
            return false;
        }
        connection = opened;
        return true;
    }

    private synchronized Connect giveUp() {
        Connect given = connection;
        connection = null;
        return given;
    }

    NodeVersions versions() throws ComputeException {
        return calls.within(settings.callTimeout(), () -> {
            if (!meetings.tryAcquire()) {
                throw new ComputeException(Kind.NODE_UNREACHABLE, node.name() + " does not answer: an earlier question still hangs");
            }
            try {
                return versions(met());
            } finally {
                meetings.release();
            }
        });
    }

    /** What is opened here is what everybody needs too: the next heartbeat comes at once and finds it. */
    private Connect met() throws LibvirtException, ComputeException {
        Connect current = connection;
        if (current != null) {
            return current;
        }
        Connect opened = open();
        if (!keep(opened)) {
            opened.close();
            throw new ComputeException(Kind.FAILED, node.name() + " was met by somebody else meanwhile: ask again");
        }
        schedule.execute(this::heartbeat);
        return opened;
    }

    private static NodeVersions versions(Connect current) throws LibvirtException {
        return new NodeVersions(dotted(current.getLibVersion()), hypervisor(current));
    }

    /** A libvirt that finds no emulator at the moment, as while one is upgraded, knows no version, and all else goes on. */
    private static String hypervisor(Connect current) throws LibvirtException {
        String type = current.getType();
        try {
            return type + " " + dotted(current.getVersion());
        } catch (LibvirtException e) {
            return type;
        }
    }

    /** libvirt's own way to write a version as one number. */
    private static String dotted(long version) {
        return version / 1_000_000 + "." + version / 1_000 % 1_000 + "." + version % 1_000;
    }

    Optional<NodeSweep> lastSweep() {
        return Optional.ofNullable(lastSweep);
    }

    private Connect open() throws LibvirtException, ComputeException {
        NodeReachability.check(node, settings.callTimeout());
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

    private void sweep(int beat) {
        nextSweep = System.nanoTime() + settings.sweepInterval().toNanos();
        Connect current = connection;
        if (current == null) {
            return;
        }
        calls.start(SWEEP_DEADLINE, () -> {
            long start = System.nanoTime();
            NodeVersions versions = versions(current);
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
        if (closed || beat != generation.get()) {
            return;
        }
        Connect dead = giveUp();
        watcher.nodeUnreachable(node, reason);
        if (dead != null) {
            calls.start(GIVE_UP, dead::close);
        }
    }

    ConsoleLocation console(InstanceId id) throws ComputeException {
        if (!node.vncEnabled()) {
            throw new ComputeException(Kind.NO_VNC, "VNC is switched off for " + node.name() + " (vnc_enabled)");
        }
        return calls.await(settings.callTimeout(), consoles.at(id));
    }

    private ConsoleLocation locate(InstanceId id) throws LibvirtException, ComputeException {
        Domain domain = domain(id);
        try {
            DomainXml xml = descriptions.read(id, domain.getXMLDesc(NodeNews.WITH_SECRETS));
            if (!xml.isActive()) {
                throw new ComputeException(Kind.INSTANCE_NOT_READY, id + " is off");
            }
            if (!xml.hasVnc()) {
                throw new ComputeException(Kind.NO_VNC, id + " has no <graphics type='vnc'>");
            }
            int port = xml.vncPort().orElseThrow(() -> new ComputeException(Kind.INSTANCE_NOT_READY, id + " has no VNC port yet"));
            return new ConsoleLocation(xml.name(), address(id, port, xml));
        } finally {
            domain.free();
        }
    }

    private ConsoleAddress address(InstanceId id, int port, DomainXml xml) throws ComputeException {
        return new ConsoleAddress(node.serverProxyclientAddress(), port, VncPasswords.of(node, id, xml), node.vncUsername(), node.vencryptServerName());
    }

    void power(InstanceId id, PowerAction action) throws ComputeException {
        calls.within(settings.callTimeout(), () -> {
            Domain domain = domain(id);
            try {
                if (domain.isActive() == (action == PowerAction.START ? 1 : 0)) {
                    throw new ComputeException(Kind.WRONG_STATE, id + (action == PowerAction.START ? " runs already" : " is off"));
                }
                switch (action) {
                    case START -> domain.create();
                    case STOP -> stop(domain, id);
                    case RESTART -> domain.reboot(0);
                    case REBOOT -> domain.reset();
                }
            } finally {
                domain.free();
            }
            return null;
        });
    }

    private void stop(Domain domain, InstanceId id) throws LibvirtException {
        if (settings.shutdownTimeout().isZero()) {
            domain.destroy();
            return;
        }
        int run = domain.getID();
        domain.shutdown();
        schedule.schedule(() -> calls.start(settings.callTimeout(), () -> {
            cutPower(id, run);
            return null;
        }), settings.shutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Only the run that was asked to stop: the same instance started again has another number in libvirt. */
    private void cutPower(InstanceId id, int run) throws LibvirtException, ComputeException {
        Domain domain = domain(id);
        try {
            if (domain.isActive() == 1 && domain.getID() == run) {
                domain.destroy();
            }
        } finally {
            domain.free();
        }
    }

    byte[] screenshot(InstanceId id) throws ComputeException {
        return calls.within(settings.callTimeout(), () -> {
            if (!screenshots.tryAcquire()) {
                throw new ComputeException(Kind.FAILED, "earlier pictures still hang");
            }
            try {
                return screenshotNow(id);
            } finally {
                screenshots.release();
            }
        });
    }

    private byte[] screenshotNow(InstanceId id) throws LibvirtException, ComputeException {
        Domain domain = domain(id);
        try {
            if (domain.isActive() == 0) {
                throw new ComputeException(Kind.INSTANCE_NOT_READY, id + " is off");
            }
            return screenshot(domain);
        } finally {
            domain.free();
        }
    }

    private byte[] screenshot(Domain domain) throws LibvirtException, ComputeException {
        Stream stream = domain.getConnect().streamNew(0);
        try {
            domain.screenshot(stream, 0);
            ByteArrayOutputStream picture = new ByteArrayOutputStream();
            byte[] part = new byte[SCREENSHOT_PART_BYTES];
            for (int read = stream.receive(part); read > 0; read = stream.receive(part)) {
                picture.write(part, 0, read);
                if (picture.size() > MOST_SCREENSHOT_BYTES) {
                    stream.abort();
                    throw new ComputeException(Kind.FAILED, "the screen is larger than " + MOST_SCREENSHOT_BYTES + " bytes");
                }
            }
            stream.finish();
            return picture.toByteArray();
        } finally {
            stream.free();
        }
    }

    private Domain domain(InstanceId id) throws LibvirtException, ComputeException {
        Connect current = connection;
        if (current == null) {
            throw new ComputeException(Kind.NODE_UNREACHABLE, node.name() + " is not connected");
        }
        return current.domainLookupByUUIDString(id.toString());
    }

    void close() {
        closed = true;
        heartbeats.cancel(false);
        Connect current = giveUp();
        if (current != null) {
            calls.start(GIVE_UP, current::close);
        }
        calls.close();
    }
}
