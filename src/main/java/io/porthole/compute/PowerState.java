package io.porthole.compute;

/** What an instance is doing, as its hypervisor says. */
public enum PowerState {
    RUNNING,
    PAUSED,
    /** Being switched on or off at this moment. */
    TRANSITION,
    /** Between two compute nodes: paused at the old one, not running at the new one yet. */
    MIGRATING,
    OFF,
    CRASHED,
    /** Its compute node does not answer, so that nobody knows. */
    UNKNOWN;

    /** QEMU serves the screen of a paused instance too: a still picture. */
    public boolean hasScreen() {
        return this == RUNNING || this == PAUSED || this == TRANSITION || this == MIGRATING;
    }
}
