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
}
