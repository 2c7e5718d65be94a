package io.porthole.compute;

/**
 * What a compute node says about one of its instances.
 *
 * @param name the domain's name, which is also what QEMU shows as its screen's name
 * @param displayName what people call it: Nova's name where its metadata has one, else the domain's name
 * @param project the project in its metadata, Nova's or Porthole's; null when there is none
 * @param vncPresent whether it has a VNC server at all
 * @param memoryMib what it was given, in MiB
 */
public record InstanceReport(InstanceId id, String name, String displayName, String project, PowerState state, boolean vncPresent,
        int vcpus, int memoryMib) {
}
