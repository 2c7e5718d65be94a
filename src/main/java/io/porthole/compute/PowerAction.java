package io.porthole.compute;

/** What a person may do to an instance's power. */
public enum PowerAction {
    START,
    /** Asks the guest to shut down, and cuts its power when it has not done so in time. */
    STOP,
    /** Asks the guest to restart. */
    RESTART,
    /** The reset button: the guest is not asked. */
    REBOOT
}
