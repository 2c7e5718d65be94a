package io.porthole.novaclient;

import java.util.UUID;

/**
 * The console that a token of Nova's opens.
 *
 * @param host as Nova says it, unchecked; likewise the port
 * @param internalAccessPath whether something has to be sent before the console speaks, as to a hypervisor's own proxy
 * @param server null where Nova did not tell
 */
public record NovaConsole(UUID instanceId, String host, int port, boolean internalAccessPath, NovaServer server) {

    /** @return the id where Nova does not tell the name */
    public String instanceName() {
        return server == null || server.name() == null ? instanceId.toString() : server.name();
    }

    /** @return null where Nova does not tell it */
    public String project() {
        return server == null ? null : server.project();
    }

    /** @return where the console is, where Nova does not tell the compute node's name */
    public String node() {
        return server == null || server.node() == null ? host : server.node();
    }

    /** @return what QEMU calls its screen; null where Nova does not tell it */
    public String domainName() {
        return server == null ? null : server.domainName();
    }
}
