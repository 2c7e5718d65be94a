package io.porthole.novaclient;

/**
 * What Nova tells of an instance.
 *
 * @param project its id
 * @param domainName what the hypervisor calls it, and QEMU its screen; null where Nova does not tell
 * @param node the compute node's name; null likewise
 */
public record NovaServer(String name, String project, String domainName, String node) {
}
