package io.porthole.compute.libvirt;

import io.porthole.compute.ComputeNode;
import io.porthole.compute.VncPassword;

/** Whose password opens a VNC server: the domain's own where libvirt tells one, else its node's. */
final class VncPasswords {

    private VncPasswords() {
    }

    static VncPassword of(ComputeNode node, DomainXml xml) {
        return xml.vncPassword().map(VncPassword::new).orElse(node.vncPassword());
    }
}
