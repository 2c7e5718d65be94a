package io.porthole.compute;

/**
 * A machine that runs instances, as the settings describe it.
 *
 * @param name how people call it
 * @param libvirtUri where its libvirt answers
 * @param serverProxyclientAddress the address at which this portal reaches its VNC servers (nova.conf: server_proxyclient_address)
 * @param defaultProject the project of instances whose own metadata names none; null leaves them to administrators
 * @param vncPassword the password of all its VNC servers; null when there is none or each domain has its own
 */
public record ComputeNode(String name, String libvirtUri, String serverProxyclientAddress, String defaultProject, VncPassword vncPassword) {
}
