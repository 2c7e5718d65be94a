package io.porthole.console;

import java.util.Optional;
import java.util.UUID;

/** A console was refused. The incident is what the person is told to quote, and what the administrator finds in the history. */
public class ConsoleRefused extends Exception {

    private final ConsoleRefusal refusal;
    private final UUID incident;
    private final String instanceName;
    private final transient LimitReached limit;

    ConsoleRefused(ConsoleRefusal refusal, UUID incident, String instanceName, String detail) {
        this(refusal, incident, instanceName, detail, null);
    }

    /** @param limit null for a reason that is none */
    ConsoleRefused(ConsoleRefusal refusal, UUID incident, String instanceName, String detail, LimitReached limit) {
        super(refusal + (detail == null || detail.isEmpty() ? "" : ": " + detail));
        this.refusal = refusal;
        this.incident = incident;
        this.instanceName = instanceName;
        this.limit = limit;
    }

    public ConsoleRefusal refusal() {
        return refusal;
    }

    public UUID incident() {
        return incident;
    }

    /** @return the limit that was reached, with when to try again; empty for every other reason */
    public Optional<LimitReached> limit() {
        return Optional.ofNullable(limit);
    }

    /** @return null where the person may not know it */
    public String instanceName() {
        return instanceName;
    }
}
