package io.porthole.compute.libvirt;

import java.time.Duration;

import org.libvirt.Domain;
import org.libvirt.LibvirtException;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ConsoleAddress;
import io.porthole.compute.ConsoleLocation;
import io.porthole.compute.InstanceId;

/** Finds the consoles of a node's domains, in what libvirt says of each at the moment. */
final class DomainConsoles {

    private final ComputeNode node;
    private final Duration callTimeout;
    private final NodeCalls calls;
    private final NodeConnection connection;
    private final SharedLooks<InstanceId, ConsoleLocation> looks;
    private final LastDescriptions descriptions = new LastDescriptions();

    DomainConsoles(ComputeNode node, Duration callTimeout, NodeCalls calls, NodeConnection connection) {
        this.node = node;
        this.callTimeout = callTimeout;
        this.calls = calls;
        this.connection = connection;
        this.looks = new SharedLooks<>(id -> calls.start(callTimeout, () -> connection.call(id, domain -> locate(id, domain))));
    }

    ConsoleLocation of(InstanceId id) throws ComputeException {
        if (!node.vncEnabled()) {
            throw new ComputeException(Kind.NO_VNC, "VNC is switched off for " + node.name() + " (vnc_enabled)");
        }
        return calls.await(callTimeout, looks.at(id));
    }

    private ConsoleLocation locate(InstanceId id, Domain domain) throws LibvirtException, ComputeException {
        DomainXml xml = descriptions.read(id, domain.getXMLDesc(NodeNews.WITH_SECRETS));
        if (!xml.isActive()) {
            throw new ComputeException(Kind.INSTANCE_NOT_READY, id + " is off");
        }
        if (!xml.hasVnc()) {
            throw new ComputeException(Kind.NO_VNC, id + " has no <graphics type='vnc'>");
        }
        int port = xml.vncPort().orElseThrow(() -> new ComputeException(Kind.INSTANCE_NOT_READY, id + " has no VNC port yet"));
        return new ConsoleLocation(xml.name(), address(id, port, xml));
    }

    private ConsoleAddress address(InstanceId id, int port, DomainXml xml) throws ComputeException {
        return new ConsoleAddress(node.serverProxyclientAddress(), port, VncPasswords.of(node, id, xml), node.vncUsername(), node.vencryptServerName());
    }
}
