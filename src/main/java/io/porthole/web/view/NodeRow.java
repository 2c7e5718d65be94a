package io.porthole.web.view;

import java.util.List;

/**
 * A compute node as administrators see it.
 *
 * @param libvirt  where its libvirt is
 * @param address  where its VNC servers are
 * @param reason   why it does not answer, as who tried it said it; null when it does
 * @param cause    message key of what that means; null where nobody knows
 * @param since    since when it answers, or does not
 * @param versions of its libvirt and hypervisor; null while they are not known
 * @param swept    when all that is on it was looked at last, by this portal node; null before the first time
 * @param took     how many milliseconds that took
 * @param vms      how many it has in which state
 * @param vnc      whether its consoles may be opened
 */
public record NodeRow(String name, String libvirt, String address, String reason, String cause, String since, String versions, String swept, long took, List<VmsInState> vms,
        long consoles, boolean vnc) {

    public boolean answers() {
        return reason == null;
    }

    /** How many VMs are in this state. */
    public record VmsInState(String state, long count) {
    }
}
