package io.porthole.console;

import java.util.UUID;

/** Somebody was not invited; it is recorded. */
public class InvitationRefused extends Exception {

    private final InvitationRefusal refusal;
    private final UUID incident;

    InvitationRefused(InvitationRefusal refusal, UUID incident) {
        super(refusal.name());
        this.refusal = refusal;
        this.incident = incident;
    }

    public InvitationRefusal refusal() {
        return refusal;
    }

    public UUID incident() {
        return incident;
    }
}
