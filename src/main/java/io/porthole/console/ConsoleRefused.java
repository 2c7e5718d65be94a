package io.porthole.console;

import java.util.UUID;

/** A console was refused. The incident is what the person is told to quote, and what the administrator finds in the history. */
public class ConsoleRefused extends Exception {

    private final ConsoleRefusal refusal;
    private final UUID incident;
    private final String instanceName;

    ConsoleRefused(ConsoleRefusal refusal, UUID incident, String instanceName, String detail) {
        super(refusal + (detail == null || detail.isEmpty() ? "" : ": " + detail));
        this.refusal = refusal;
        this.incident = incident;
        this.instanceName = instanceName;
    }

    public ConsoleRefusal refusal() {
        return refusal;
    }

    public UUID incident() {
        return incident;
    }

    /** @return null where the person may not know it */
    public String instanceName() {
        return instanceName;
    }
}
