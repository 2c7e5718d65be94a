package io.porthole.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** @return how long this user at this address has to wait until the next try is looked at; empty when they need not */
    Optional<Duration> wait(String userName, String address) {
        return Stream.of(wait(PER_USER_AND_ADDRESS, SHORT, address, userName), wait(PER_USER, LONG, null, userName), wait(PER_ADDRESS, LONG, address, null))
                .flatMap(Optional::stream).max(Duration::compareTo);
    }

    /** Until the earliest of the last so many is old enough; in whole seconds, for it is told so. */
    private Optional<Duration> wait(int most, Duration period, String address, String userName) {
        Instant now = clock.instant();
        return audit.wrongPassword(most, address, userName, now.minus(period))
                .map(at -> Duration.ofSeconds(Math.max(1, Duration.between(now, at.plus(period)).plusMillis(999).toSeconds())));
    }
}
