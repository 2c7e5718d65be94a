package io.porthole.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.compute.ComputeDriver;
import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.ConsoleLocation;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;

/** Goes the way to a compute node's screens step by step, as a console would, and says where it ends. */
@ApplicationScoped
public class NodeCheck {

    /** A console's name is asked for without a limit of its own; who stands at a page is not kept waiting. */
    private static final int NAME_SECONDS = 3;

    /**
     * A node's test.
     *
     * @param vm whose screen was looked for; null where there was none
     */
    public record Result(List<NodeHop> hops, String vm) {
    }

    private final InstanceCatalog instances;
    private final ComputeSettings nodes;
    private final ComputeDriver driver;
    private final VncServerCheck servers;
    private final AuditTrail audit;

    @Resource
    private ManagedExecutorService executor;

    protected NodeCheck() {
        this(null, null, null, null, null);
    }

    @Inject
    public NodeCheck(InstanceCatalog instances, ComputeSettings nodes, ComputeDriver driver, VncServerCheck servers, AuditTrail audit) {
        this.instances = instances;
        this.nodes = nodes;
        this.driver = driver;
        this.servers = servers;
        this.audit = audit;
    }

    /**
     * @param vm the name or id of a VM on that node; empty for any that runs
     * @param by who wants to know, and from where
     * @return empty where no such node is declared
     */
    public Optional<Result> test(String name, String vm, String by, String address) {
        return nodes.node(name).map(node -> {
            List<NodeHop> hops = new ArrayList<>();
            Instance instance = hops(hops, node, vm.strip());
            NodeHop last = hops.get(hops.size() - 1);
            AuditEvent event = AuditEvent.of(AuditAction.NODE_TESTED).by(by, address)
                    .saying(last.step() + (last.ok() ? " ok: " : " failed: ") + (last.why() == null ? "" : last.why() + ": ") + last.detail());
            audit.record(instance == null ? event.on(null, null, null, name) : event.on(instance.id().uuid(), instance.displayName(), instance.project(), name));
            return new Result(hops, instance == null ? null : instance.displayName());
        });
    }

    /** @return the VM on whose way they are; null where there is none */
    private Instance hops(List<NodeHop> hops, ComputeNode node, String vm) {
        boolean answers = step(hops, NodeHop.Step.LIBVIRT, () -> driver.versions(node).words(), words -> words) != null;
        Instance instance = answers ? instances.withScreenOn(node.name(), vm).orElse(null) : null;
        if (!answers) {
            return null;
        }
        if (instance == null) {
            hops.add(new NodeHop(NodeHop.Step.INSTANCE, vm.isEmpty(), vm.isEmpty() ? "no VM with a screen runs here, so that there is no further way to go"
                    : "no VM of that name or id runs here with a screen", null, 0));
            return null;
        }
        ConsoleLocation location = step(hops, NodeHop.Step.INSTANCE, () -> driver.consoleOf(node, instance.id()),
                found -> instance.displayName() + " at " + found.address().host() + ":" + found.address().port());
        InetAddress address = location == null ? null : step(hops, NodeHop.Step.NAME, () -> lookUp(location.address().host()), InetAddress::getHostAddress);
        if (address != null) {
            hops.addAll(servers.check(ConnectInfo.toLook(location), address));
        }
        return instance;
    }

    /** The system's own patience with its name servers may be longer. */
    private InetAddress lookUp(String host) throws UnknownHostException {
        Future<InetAddress> answer = executor.submit(() -> InetAddress.getByName(host));
        try {
            return answer.get(NAME_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted while " + host + " was looked up");
        } catch (ExecutionException e) {
            throw new UnknownHostException("no address is known for " + host);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new UnknownHostException("no name server told the address of " + host + " within " + NAME_SECONDS + " s");
        }
    }

    private interface Attempt<T> {
        T make() throws UnknownHostException, ComputeException;
    }

    private interface Words<T> {
        String of(T found);
    }

    /** @return null when it failed */
    private static <T> T step(List<NodeHop> hops, NodeHop.Step step, Attempt<T> attempt, Words<T> words) {
        long start = System.nanoTime();
        try {
            T found = attempt.make();
            hops.add(new NodeHop(step, true, words.of(found), null, millis(start)));
            return found;
        } catch (ComputeException e) {
            hops.add(new NodeHop(step, false, String.valueOf(e.getMessage()), null, millis(start)));
        } catch (UnknownHostException e) {
            hops.add(new NodeHop(step, false, e.getMessage(), RelayEnd.NODE_NAME_UNKNOWN, millis(start)));
        }
        return null;
    }

    private static long millis(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
