package io.porthole.console;

import io.porthole.audit.AuditEvent;

/** A refusal on its way to where it is recorded; what leaves this package is a {@link ConsoleRefused} with its incident. */
class Refusal extends Exception {

    private final ConsoleRefusal reason;

    Refusal(ConsoleRefusal reason, String detail) {
        super(detail == null ? "" : detail);
        this.reason = reason;
    }

    ConsoleRefusal reason() {
        return reason;
    }

    /** @return the event with what this refusal knows of the visit beyond its session */
    AuditEvent telling(AuditEvent event) {
        return event;
    }
}
