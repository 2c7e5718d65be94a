package io.porthole.console;

import java.util.UUID;

/** A refusal on its way to where it is recorded; what leaves this package is a {@link ConsoleRefused} with its incident. */
class Refusal extends Exception {

    private final ConsoleRefusal reason;
    private final UUID sessionId;

    Refusal(ConsoleRefusal reason, String detail) {
        this(reason, detail, null);
    }

    /** @param sessionId the session that a token would have led to, where that is known */
    Refusal(ConsoleRefusal reason, String detail, UUID sessionId) {
        super(detail == null ? "" : detail);
        this.reason = reason;
        this.sessionId = sessionId;
    }

    ConsoleRefusal reason() {
        return reason;
    }

    UUID sessionId() {
        return sessionId;
    }
}
