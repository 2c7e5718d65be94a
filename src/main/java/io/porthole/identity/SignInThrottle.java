package io.porthole.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.AuditTrail;

/**
 * Slows guessing down. Counted are wrong passwords that no right one from the same place followed, in the trail itself, so
 * that every portal node counts the same: five a minute for one user from one address, twenty in five minutes for a user
 * from anywhere, fifty in five minutes from one address for any users.
 */
@ApplicationScoped
class SignInThrottle {

    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int PER_USER_AND_ADDRESS = 5;
    private static final int PER_USER = 20;
    private static final int PER_ADDRESS = 50;

    private final AuditTrail audit;
    private final Clock clock;

    protected SignInThrottle() {
        this(null, null);
    }

    @Inject
    SignInThrottle(AuditTrail audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** @return how long this user at this address has to wait at most; empty when they need not */
    Optional<Duration> wait(String userName, String address) {
        if (audit.wrongPasswords(address, userName, clock.instant().minus(SHORT)) >= PER_USER_AND_ADDRESS) {
            return Optional.of(SHORT);
        }
        boolean often = audit.wrongPasswords(null, userName, clock.instant().minus(LONG)) >= PER_USER
                || audit.wrongPasswords(address, null, clock.instant().minus(LONG)) >= PER_ADDRESS;
        return often ? Optional.of(LONG) : Optional.empty();
    }
}
