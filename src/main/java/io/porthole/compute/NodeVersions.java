package io.porthole.compute;

/**
 * What runs a compute node's instances.
 *
 * @param libvirt such as 9.0.0
 * @param hypervisor with its version, such as QEMU 7.2.0
 */
public record NodeVersions(String libvirt, String hypervisor) {

    public String words() {
        return "libvirt " + libvirt + ", " + hypervisor;
    }
}
