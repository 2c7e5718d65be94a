package io.porthole.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;

import io.porthole.audit.AttemptLimit;
import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/** Looks at a name and a password, the same for people and programs: guessing is slowed down, and each refusal is recorded. */
@ApplicationScoped
class PasswordCheck {

    /** Throttled tries of one address that are recorded in a minute. */
    private static final int TOLD = 5;

    private final IdentityStoreHandler identityStores;
    private final Users users;
    private final SignInThrottle throttle;
    private final AuditTrail audit;
    /** Who is told to wait and does not must not fill the disk by it. */
    private final AttemptLimit told;

    protected PasswordCheck() {
        this(null, null, null, null, null);
    }

    @Inject
    PasswordCheck(IdentityStoreHandler identityStores, Users users, SignInThrottle throttle, AuditTrail audit, Clock clock) {
        this.identityStores = identityStores;
        this.users = users;
        this.throttle = throttle;
        this.audit = audit;
        this.told = new AttemptLimit(TOLD, Duration.ofMinutes(1), clock);
    }

    /** @throws SignInRefused for a wrong name or password, which it does not tell apart, or after too many of them */
    UserRow check(String name, String password, String address) throws SignInRefused {
        Optional<Duration> wait = throttle.wait(name, address);
        if (wait.isPresent()) {
            AuditEvent event = refused(name, address, "THROTTLED");
            if (told.count(address, event.incident()).isEmpty()) {
                audit.recordRefusal(event);
            }
            throw SignInRefused.throttled(wait.get());
        }
        CredentialValidationResult result = password.length() > NewPassword.LONGEST ? CredentialValidationResult.INVALID_RESULT
                : identityStores.validate(new UsernamePasswordCredential(name, password));
        if (result.getStatus() != CredentialValidationResult.Status.VALID) {
            audit.recordRefusal(refused(name, address, "WRONG_PASSWORD"));
            throw SignInRefused.wrong();
        }
        return users.named(result.getCallerPrincipal().getName()).orElseThrow();
    }

    /** @param why nothing that the one who is refused is told */
    static AuditEvent refused(String name, String address, String why) {
        return AuditEvent.of(AuditAction.SIGN_IN_REFUSED).by(name, address).refusedFor(why);
    }
}
