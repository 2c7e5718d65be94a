package io.porthole.identity;

import java.util.UUID;

/** A change was refused; the incident is what the person is told to quote, and what stands in the audit trail. */
public class AccountRefused extends Exception {

    private final AccountRefusal refusal;
    private final UUID incident;

    AccountRefused(AccountRefusal refusal, UUID incident) {
        super(refusal.name());
        this.refusal = refusal;
        this.incident = incident;
    }

    public AccountRefusal refusal() {
        return refusal;
    }

    public UUID incident() {
        return incident;
    }
}
