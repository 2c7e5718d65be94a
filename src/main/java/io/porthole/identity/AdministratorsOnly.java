package io.porthole.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** For what administrators may look at and nobody else, beside users and projects, which check it themselves. */
@ApplicationScoped
public class AdministratorsOnly {

    private final Administration administration;

    protected AdministratorsOnly() {
        this(null);
    }

    @Inject
    AdministratorsOnly(Administration administration) {
        this.administration = administration;
    }

    /**
     * @param what for who reads the trail
     * @throws AccountRefused ADMINISTRATORS_ONLY, which is recorded
     */
    @Transactional(dontRollbackOn = AccountRefused.class)
    public void check(Actor actor, String what) throws AccountRefused {
        administration.look(actor, what, () -> null);
    }
}
