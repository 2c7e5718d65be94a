package io.porthole;

import java.util.Optional;

import io.porthole.settings.Settings;

/**
 * Where the server listens for consoles. That is set when the server is started; what nova.conf says of it has no effect, so a
 * difference is told.
 *
 * @param address of the server's public interface
 */
record ConsoleListener(String address, int port) {

    /** nova.conf's values. */
    private enum TlsVersion {
        DEFAULT, TLSV1_1, TLSV1_2, TLSV1_3
    }

    private static final int STANDARD_PORT = 6080;

    /** As the server's own properties say; wildfly-config/configure-server.cli made the listener that follows them. */
    static ConsoleListener inForce() {
        return new ConsoleListener(System.getProperty("jboss.bind.address", "127.0.0.1"),
                Integer.getInteger("porthole.console.port", STANDARD_PORT) + Integer.getInteger("jboss.socket.binding.port-offset", 0));
    }

    /** Adds a warning for each thing that is set and not so. */
    void compare(Settings settings) {
        Optional<String> host = settings.text("novncproxy_host");
        if (host.isPresent() && !host.get().equals(address)) {
            settings.warn("novncproxy_host has no effect: the server listens on " + address + ", which -b ADDRESS sets at its start");
        }
        int wanted = settings.number("novncproxy_port", port, 1, 65_535);
        if (wanted != port) {
            settings.warn("novncproxy_port has no effect: the console's port is " + port + ", which -Dporthole.console.port=" + wanted + " sets at the server's start");
        }
        if (settings.choice("ssl_minimum_version", TlsVersion.class, TlsVersion.DEFAULT) != TlsVersion.DEFAULT) {
            settings.warn(tls("ssl_minimum_version", "protocols"));
        }
        if (settings.text("ssl_ciphers").isPresent()) {
            settings.warn(tls("ssl_ciphers", "cipher-suite-filter"));
        }
    }

    private static String tls(String key, String attribute) {
        return key + " has no effect and cannot be compared: TLS is the server's, or a reverse proxy's; set " + attribute + " there (docs/nova-conf.md)";
    }
}
