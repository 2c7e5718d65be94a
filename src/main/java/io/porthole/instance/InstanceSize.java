package io.porthole.instance;

/** What a VM takes of its compute node, as far as a hypervisor tells. */
public record InstanceSize(int vcpus, int memoryMib) {
}
