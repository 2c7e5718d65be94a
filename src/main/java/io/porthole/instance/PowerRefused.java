package io.porthole.instance;

import java.util.UUID;

import io.porthole.compute.ComputeException.Kind;

/** A power action that was not done; the kind says why, the incident leads to the administrator's details. */
public class PowerRefused extends Exception {

    private final Kind kind;
    private final UUID incident;
    private final String instanceName;

    PowerRefused(Kind kind, UUID incident, String instanceName) {
        super("power action refused: " + kind);
        this.kind = kind;
        this.incident = incident;
        this.instanceName = instanceName;
    }

    public Kind kind() {
        return kind;
    }

    public UUID incident() {
        return incident;
    }

    /** @return null when the user may not know that it exists */
    public String instanceName() {
        return instanceName;
    }
}
