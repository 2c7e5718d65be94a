package io.porthole.web.view;

/**
 * A compute node as administrators see it.
 *
 * @param libvirt where its libvirt is
 * @param address where its VNC servers are
 * @param reason  why it does not answer; null when it does
 * @param since   since when it answers, or does not
 * @param vms     how many it has, of which {@code running} run
 * @param vnc     whether its consoles may be opened
 */
public record NodeRow(String name, String libvirt, String address, String reason, String since, long vms, long running, long consoles, boolean vnc) {
}
