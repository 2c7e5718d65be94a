package io.porthole.novaapi;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.porthole.compute.PowerState;

/**
 * A VM's state in Nova's words.
 *
 * @param taskState what is being done to it; null: nothing
 * @param powerState nova/compute/power_state.py
 */
record ServerState(String status, String vmState, String taskState, int powerState) {

    static ServerState of(PowerState state) {
        return switch (state) {
            case RUNNING -> new ServerState("ACTIVE", "active", null, 1);
            case PAUSED -> new ServerState("PAUSED", "paused", null, 3);
            case TRANSITION -> new ServerState("ACTIVE", "active", "powering-off", 1);
            case MIGRATING -> new ServerState("MIGRATING", "active", "migrating", 1);
            case OFF -> new ServerState("SHUTOFF", "stopped", null, 4);
            case CRASHED -> new ServerState("ERROR", "error", null, 6);
            case UNKNOWN -> new ServerState("UNKNOWN", "unknown", null, 0);
        };
    }

    /** The states that a client means by this status; empty when none has it. */
    static Set<PowerState> called(String status) {
        return EnumSet.allOf(PowerState.class).stream().filter(state -> of(state).status().equals(status.toUpperCase(Locale.ROOT))).collect(Collectors.toSet());
    }
}
