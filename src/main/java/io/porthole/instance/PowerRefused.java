package io.porthole.instance;

import java.util.UUID;

/** A power action that was not done; the refusal says why, the incident leads to the administrator's details. */
public class PowerRefused extends Exception {

    private final PowerRefusal refusal;
    private final UUID incident;
    private final String instanceName;

    PowerRefused(PowerRefusal refusal, UUID incident, String instanceName) {
        super("power action refused: " + refusal);
        this.refusal = refusal;
        this.incident = incident;
        this.instanceName = instanceName;
    }

    public PowerRefusal refusal() {
        return refusal;
    }

    public UUID incident() {
        return incident;
    }

    /** @return null when the user may not know that it exists */
    public String instanceName() {
        return instanceName;
    }
}
