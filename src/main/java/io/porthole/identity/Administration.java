package io.porthole.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/**
 * What all changes by administrators have in common: they come one after the other, each asks anew whether its actor is still
 * an administrator, and each refusal is recorded. As nobody takes rights from themselves, an administrator always remains:
 * of two who would take each other's, the second is none any more.
 */
@ApplicationScoped
class Administration {

    /** Any number that no other lock of this database has. */
    private static final long LOCK = 0x706f7274686f6c65L;

    private final Users users;
    private final AuditTrail audit;

    @PersistenceContext
    private EntityManager database;

    protected Administration() {
        this(null, null);
    }

    @Inject
    Administration(Users users, AuditTrail audit) {
        this.users = users;
        this.audit = audit;
    }

    /** Runs in the caller's transaction, which holds the lock until it ends. */
    <T> T change(Actor actor, String what, Decision<T> decision) throws AccountRefused {
        return recorded(actor, what, () -> {
            takeTurn(database);
            checkAdministrator(actor);
            return decision.make();
        });
    }

    /** Of those who change users and projects, on whatever portal node, one does at a time, until their transaction ends. */
    static void takeTurn(EntityManager database) {
        database.createNativeQuery("select count(*) from pg_advisory_xact_lock(:key)").setParameter("key", LOCK).getSingleResult();
    }

    <T> T look(Actor actor, String what, Decision<T> decision) throws AccountRefused {
        return recorded(actor, what, () -> {
            checkAdministrator(actor);
            return decision.make();
        });
    }

    /** Also for who is no administrator and changes what is their own. */
    <T> T recorded(Actor actor, String what, Decision<T> decision) throws AccountRefused {
        try {
            return decision.make();
        } catch (Refusal refusal) {
            AuditEvent event = AuditEvent.of(AuditAction.ADMINISTRATION_REFUSED).by(actor.user().name(), actor.address())
                    .refusedFor(refusal.reason.name()).saying(what + (refusal.detail.isEmpty() ? "" : ": " + refusal.detail));
            audit.recordRefusal(event);
            throw new AccountRefused(refusal.reason, event.incident());
        }
    }

    void record(AuditAction action, Actor actor, String detail) {
        record(action, actor, null, detail);
    }

    /** @param about whose account it is */
    void record(AuditAction action, Actor actor, String about, String detail) {
        audit.record(AuditEvent.of(action).by(actor.user().name(), actor.address()).about(about).saying(detail));
    }

    private void checkAdministrator(Actor actor) throws Refusal {
        if (users.enabled(actor.user().id()).filter(User::administrator).isEmpty()) {
            throw new Refusal(AccountRefusal.ADMINISTRATORS_ONLY, "");
        }
    }

    static void checkPassword(String password, String again, String whose) throws Refusal {
        if (!NewPassword.acceptable(password)) {
            boolean tooLong = password != null && password.length() > NewPassword.LONGEST;
            throw new Refusal(tooLong ? AccountRefusal.PASSWORD_TOO_LONG : AccountRefusal.PASSWORD_TOO_SHORT, whose);
        }
        if (!password.equals(again)) {
            throw new Refusal(AccountRefusal.PASSWORDS_DIFFER, whose);
        }
    }

    interface Decision<T> {
        T make() throws Refusal;
    }

    /** A refusal on its way to where it is recorded; what leaves this package is an {@link AccountRefused}. */
    static final class Refusal extends Exception {

        private final AccountRefusal reason;
        private final String detail;

        /** @param detail for the administrator who reads the trail: whom or what it was about */
        Refusal(AccountRefusal reason, String detail) {
            super(reason.name());
            this.reason = reason;
            this.detail = detail;
        }
    }
}
