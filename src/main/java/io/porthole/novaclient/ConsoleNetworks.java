package io.porthole.novaclient;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where Porthole connects to on Nova's word: ports of VNC in the networks that the settings name, and nowhere else. An address
 * of this machine, of its own link or of a cloud's metadata service counts only where a network of just that kind is named:
 * 0.0.0.0/0 does not open them.
 */
public record ConsoleNetworks(List<ConsoleNetwork> networks) {

    private static final int LEAST_PORT = 5900;
    private static final int MOST_PORT = 65_535;
    /** Where clouds tell a machine its secrets, in IPv4 and IPv6. */
    private static final List<ConsoleNetwork> METADATA = networks("169.254.169.254", "fd00:ec2::254");
    /** IPv6 addresses that stand for an IPv4 one, which would have to be looked at instead (RFC 4291, 2.5.5; RFC 6052; RFC 3056). */
    private static final List<ConsoleNetwork> EMBEDDED = networks("::/96", "64:ff9b::/96", "2002::/16");

    private enum Kind {
        ORDINARY, LOOPBACK, LINK_LOCAL, METADATA, EMBEDDED, NOBODYS
    }

    public ConsoleNetworks {
        networks = List.copyOf(networks);
    }

    /**
     * Looks a name up, once; what is connected to is the address that was checked here.
     *
     * @return empty where no connection may be made to
     */
    public Optional<InetAddress> admitted(String host, int port) {
        if (port < LEAST_PORT || port > MOST_PORT) {
            return Optional.empty();
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).filter(this::admits).findFirst();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean admits(InetAddress address) {
        Kind kind = kind(address);
        return kind != Kind.NOBODYS && networks.stream().anyMatch(network -> network.contains(address) && (kind == Kind.ORDINARY || kind(network.base()) == kind));
    }

    private static Kind kind(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return Kind.NOBODYS;
        }
        if (address.isLoopbackAddress()) {
            return Kind.LOOPBACK;
        }
        if (METADATA.stream().anyMatch(network -> network.contains(address))) {
            return Kind.METADATA;
        }
        if (address.isLinkLocalAddress()) {
            return Kind.LINK_LOCAL;
        }
        return address instanceof Inet6Address && EMBEDDED.stream().anyMatch(network -> network.contains(address)) ? Kind.EMBEDDED : Kind.ORDINARY;
    }

    private static List<ConsoleNetwork> networks(String... texts) {
        return Arrays.stream(texts).map(text -> ConsoleNetwork.parse(text).orElseThrow()).toList();
    }
}
