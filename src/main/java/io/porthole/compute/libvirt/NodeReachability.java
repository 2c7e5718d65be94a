package io.porthole.compute.libvirt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;
import io.porthole.compute.ComputeNode;

/**
 * Knocks at a remote libvirt's port before libvirt's client does: that client has no time limit for a connect, and waits
 * for minutes where packets vanish.
 */
final class NodeReachability {

    private NodeReachability() {
    }

    static void check(ComputeNode node, Duration timeout) throws ComputeException {
        URI uri = URI.create(node.libvirtUri());
        if (uri.getHost() == null) {
            return;
        }
        int port = uri.getPort() > 0 ? uri.getPort() : standardPort(uri.getScheme());
        String place = uri.getHost() + ":" + port;
        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(uri.getHost(), port);
            if (address.isUnresolved()) {
                throw new ComputeException(Kind.NODE_UNREACHABLE, node.name() + ": no address is known for the name " + uri.getHost());
            }
            socket.connect(address, (int) timeout.toMillis());
        } catch (IOException e) {
            throw new ComputeException(Kind.NODE_UNREACHABLE, node.name() + ": no connection to " + place + ": " + LibvirtFailure.reason(e), e);
        }
    }

    /** The ports that libvirt's remote driver takes when the URI names none. */
    private static int standardPort(String scheme) {
        String transport = scheme.contains("+") ? scheme.substring(scheme.indexOf('+') + 1) : "tls";
        return switch (transport) {
            case "tcp" -> 16_509;
            case "ssh", "libssh", "libssh2" -> 22;
            default -> 16_514;
        };
    }
}
