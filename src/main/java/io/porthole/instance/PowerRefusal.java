package io.porthole.instance;

import io.porthole.compute.ComputeException;

/** Every reason for which a power action is not done. Each door has an answer for each, in one exhaustive switch. */
public enum PowerRefusal {
    /** There is none, or this person may not know that there is. */
    INSTANCE_NOT_FOUND,
    /** This person may see the VM and not use it. */
    NOT_PERMITTED,
    /** It is on or off already. */
    WRONG_STATE,
    NODE_UNREACHABLE,
    /** The node refused or failed for a reason of its own. */
    POWER_FAILED;

    static PowerRefusal of(ComputeException.Kind kind) {
        return switch (kind) {
            case INSTANCE_GONE -> INSTANCE_NOT_FOUND;
            case INSTANCE_NOT_READY, NO_VNC, WRONG_STATE -> WRONG_STATE;
            case NODE_UNREACHABLE -> NODE_UNREACHABLE;
            case FAILED -> POWER_FAILED;
        };
    }
}
