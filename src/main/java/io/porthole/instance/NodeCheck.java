package io.porthole.instance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.compute.ComputeDriver;
import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.ConsoleAddress;

/** Goes the way to a compute node's screens step by step, as a console would, and says where it ends. It leaves before anybody is asked for a password. */
@ApplicationScoped
public class NodeCheck {

    private static final int PATIENCE_MILLIS = 3000;
    private static final int GREETING_BYTES = 12;

    private final InstanceCatalog instances;
    private final ComputeSettings nodes;
    private final ComputeDriver driver;
    private final AuditTrail audit;

    protected NodeCheck() {
        this(null, null, null, null);
    }

    @Inject
    public NodeCheck(InstanceCatalog instances, ComputeSettings nodes, ComputeDriver driver, AuditTrail audit) {
        this.instances = instances;
        this.nodes = nodes;
        this.driver = driver;
        this.audit = audit;
    }

    /**
     * @param by who wants to know, and from where
     * @return empty where no such node is declared
     */
    public Optional<List<NodeHop>> test(String name, String by, String address) {
        return nodes.node(name).map(node -> {
            List<NodeHop> hops = hops(node);
            NodeHop last = hops.get(hops.size() - 1);
            audit.record(AuditEvent.of(AuditAction.NODE_TESTED).by(by, address).on(null, null, null, name)
                    .saying(last.step() + (last.ok() ? " ok: " : " failed: ") + last.detail()));
            return hops;
        });
    }

    private List<NodeHop> hops(ComputeNode node) {
        List<NodeHop> hops = new ArrayList<>();
        Instance running = instances.withScreenOn(node.name()).orElse(null);
        if (running == null) {
            Optional<String> silent = instances.reasonOf(node.name());
            hops.add(new NodeHop(NodeHop.Step.LIBVIRT, silent.isEmpty(), silent.orElse("no VM with a screen runs here, so that there is no further way to go"), 0));
            return hops;
        }
        ConsoleAddress place = step(hops, NodeHop.Step.LIBVIRT, () -> driver.consoleOf(node, running.id()).address(), found -> found.host() + ":" + found.port());
        InetAddress address = place == null ? null : step(hops, NodeHop.Step.NAME, () -> InetAddress.getByName(place.host()), InetAddress::getHostAddress);
        if (address != null) {
            greet(hops, new InetSocketAddress(address, place.port()));
        }
        return hops;
    }

    private static void greet(List<NodeHop> hops, InetSocketAddress place) {
        try (Socket socket = new Socket()) {
            Boolean connected = step(hops, NodeHop.Step.CONNECTION, () -> {
                socket.connect(place, PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                return true;
            }, made -> socket.getLocalAddress().getHostAddress() + " to " + place.getAddress().getHostAddress());
            if (connected != null) {
                step(hops, NodeHop.Step.GREETING, () -> {
                    String greeting = new String(socket.getInputStream().readNBytes(GREETING_BYTES), US_ASCII);
                    if (!greeting.matches("RFB \\d{3}\\.\\d{3}\n")) {
                        throw new IOException("what is there does not speak RFB");
                    }
                    return greeting.strip();
                }, greeting -> greeting);
            }
        } catch (IOException e) {
            // It was closing, and all is told.
        }
    }

    private interface Attempt<T> {
        T make() throws IOException, ComputeException;
    }

    private interface Words<T> {
        String of(T found);
    }

    /** @return null when it failed */
    private static <T> T step(List<NodeHop> hops, NodeHop.Step step, Attempt<T> attempt, Words<T> words) {
        long start = System.nanoTime();
        try {
            T found = attempt.make();
            hops.add(new NodeHop(step, true, words.of(found), millis(start)));
            return found;
        } catch (ComputeException | IOException e) {
            hops.add(new NodeHop(step, false, String.valueOf(e.getMessage()), millis(start)));
            return null;
        }
    }

    private static long millis(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
