package io.porthole.compute.libvirt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.porthole.compute.ComputeNode;

/**
 * Finds VNC servers that do not listen where Porthole looks for them, and says so once for each set of VMs: their consoles end as
 * unreachable, and the page cannot tell why.
 */
final class ListenCheck {

    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");
    private static final int NAMED = 3;

    private final ComputeNode node;
    /** The VMs that were complained of last. Used by one thread at a time. */
    private Set<String> told = Set.of();

    ListenCheck(ComputeNode node) {
        this.node = node;
    }

    /**
     * @param listening the running domains by name, and the addresses that each one's VNC server listens on
     * @return words for the administrator; empty where all is well, or nothing is new
     */
    Optional<String> complaint(Map<String, List<String>> listening) {
        Set<String> wrong = listening.entrySet().stream().filter(domain -> domain.getValue().stream().allMatch(this::isElsewhere) && !domain.getValue().isEmpty())
                .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
        boolean news = !told.containsAll(wrong);
        told = wrong;
        return news ? Optional.of(words(wrong, listening.get(wrong.iterator().next()))) : Optional.empty();
    }

    private String words(Set<String> wrong, List<String> addresses) {
        String names = wrong.stream().limit(NAMED).collect(Collectors.joining(", ")) + (wrong.size() > NAMED ? ", …" : "");
        String expected = addresses.stream().anyMatch(this::isReachable) ? "is told that they listen on " + node.serverListen() + " (server_listen)"
                : "looks for them at " + node.serverProxyclientAddress() + " (server_proxyclient_address)";
        return "compute node " + node.name() + ": the VNC servers of " + wrong.size() + " VM(s) (" + names + ") listen on " + String.join(", ", addresses)
                + ", but Porthole " + expected + ". Set vnc_listen in the node's /etc/libvirt/qemu.conf (server_listen in its nova.conf), or correct the "
                + "node's settings; a VM listens elsewhere after it was switched off and on";
    }

    private boolean isElsewhere(String listen) {
        boolean asSaid = node.serverListen() == null || listen.equals(node.serverListen()) || EVERYWHERE.contains(listen);
        return !isReachable(listen) || !asSaid;
    }

    /** Only what is certain: this machine's own address and any other's are two. */
    private boolean isReachable(String listen) {
        return EVERYWHERE.contains(listen) || isLoopback(listen) == isLoopback(node.serverProxyclientAddress());
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("localhost") || address.equals("::1");
    }
}
