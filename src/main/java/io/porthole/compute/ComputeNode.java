package io.porthole.compute;

import java.nio.file.Path;

/**
 * A machine that runs instances, as the settings describe it.
 *
 * @param name how people call it
 * @param libvirtUri where its libvirt answers
 * @param serverProxyclientAddress the address at which this portal reaches its VNC servers (nova.conf: server_proxyclient_address)
 * @param serverListen the address that its VNC servers should listen on (nova.conf: server_listen); null where nothing is said
 * @param vncEnabled whether its instances' consoles may be opened (nova.conf: enabled)
 * @param defaultProject the project of instances whose own metadata names none; null leaves them to administrators
 * @param vncPassword the password of all its VNC servers; null when there is none or each domain has its own
 * @param vncPasswordFolder where a file named by an instance's id holds the password of its VNC server; null when there is none
 * @param vncUsername the user name that its VNC servers ask for beside the password; null when they ask for none
 * @param vencryptServerName the name or address in the certificates of its VNC servers
 */
public record ComputeNode(String name, String libvirtUri, String serverProxyclientAddress, String serverListen, boolean vncEnabled,
        String defaultProject, VncPassword vncPassword, Path vncPasswordFolder, String vncUsername, String vencryptServerName) {
}
