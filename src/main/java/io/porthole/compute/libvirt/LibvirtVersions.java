package io.porthole.compute.libvirt;

import org.libvirt.Connect;
import org.libvirt.LibvirtException;

import io.porthole.compute.NodeVersions;

/** Reads what runs a node's domains, and in which version, from the node's libvirt. */
final class LibvirtVersions {

    private LibvirtVersions() {
    }

    static NodeVersions of(Connect connection) throws LibvirtException {
        return new NodeVersions(dotted(connection.getLibVersion()), hypervisor(connection));
    }

    /** A libvirt that finds no emulator at the moment, as while one is upgraded, knows no version, and all else goes on. */
    private static String hypervisor(Connect connection) throws LibvirtException {
        String type = connection.getType();
        try {
            return type + " " + dotted(connection.getVersion());
        } catch (LibvirtException e) {
            return type;
        }
    }

    /** libvirt's own way to write a version as one number. */
    private static String dotted(long version) {
        return version / 1_000_000 + "." + version / 1_000 % 1_000 + "." + version % 1_000;
    }
}
