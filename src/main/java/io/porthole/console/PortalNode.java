package io.porthole.console;

import java.util.UUID;

/** This portal node, and which start of it this is. */
public record PortalNode(String name, UUID boot) {

    public static PortalNode here() {
        return new PortalNode(System.getProperty("jboss.node.name", "portal"), UUID.randomUUID());
    }
}
