package io.porthole.identity;

import java.security.Principal;
import java.util.Optional;

import jakarta.security.enterprise.CallerPrincipal;

/** The signed-in user as the container carries them from door to door. */
public class SignInPrincipal extends CallerPrincipal {

    private final transient SignIn signIn;

    public SignInPrincipal(SignIn signIn) {
        super(signIn.user().name());
        this.signIn = signIn;
    }

    /** @return empty for nobody, and for who was not signed in by Porthole */
    public static Optional<SignIn> signInOf(Principal principal) {
        return principal instanceof SignInPrincipal ours ? Optional.ofNullable(ours.signIn) : Optional.empty();
    }
}
