package io.porthole.compute;

/**
 * Where the proxy reaches an instance's VNC server, and the password that it asks for, if any.
 *
 * @param host the compute node's server_proxyclient_address, never anything that a user can set
 * @param port TCP port as the hypervisor says it now
 * @param vncPassword null when the server asks for none
 * @param vncUsername null when the server asks for none
 * @param tlsName the host name or address that the server's certificate must be for, should it speak TLS
 */
public record ConsoleAddress(String host, int port, VncPassword vncPassword, String vncUsername, String tlsName) {

    /** The lowest port of VNC: display :0 (RFC 6143, 7). */
    private static final int LEAST_PORT = 5900;

    public ConsoleAddress {
        if (host == null || host.isBlank() || port < LEAST_PORT || port > 65_535) {
            throw new IllegalArgumentException("no console address: " + host + ":" + port);
        }
    }

    public boolean samePlace(String otherHost, int otherPort) {
        return host.equals(otherHost) && port == otherPort;
    }
}
