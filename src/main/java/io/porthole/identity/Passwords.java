package io.porthole.identity;

import java.util.Map;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;

/** Makes and checks password hashes: Jakarta Security's PBKDF2. */
@ApplicationScoped
public class Passwords {

    /** OWASP's figure for PBKDF2-HMAC-SHA512; old hashes carry their own figure and stay valid when this one rises. */
    private static final String ITERATIONS = "210000";

    private final Pbkdf2PasswordHash hash;
    /** Checked when there is no such user, so that the answer takes as long as for one that exists. */
    private String nobody;

    protected Passwords() {
        this(null);
    }

    @Inject
    public Passwords(Pbkdf2PasswordHash hash) {
        this.hash = hash;
    }

    @PostConstruct
    void initialize() {
        hash.initialize(Map.of("Pbkdf2PasswordHash.Algorithm", "PBKDF2WithHmacSHA512",
                "Pbkdf2PasswordHash.Iterations", ITERATIONS, "Pbkdf2PasswordHash.SaltSizeBytes", "32"));
        nobody = hash.generate(SignInSecret.random().text().toCharArray());
    }

    String hashOf(String password) {
        return hash.generate(password.toCharArray());
    }

    /** @param stored null when there is no such user or no password: false, after the time that a check takes */
    boolean matches(String password, String stored) {
        boolean same = hash.verify(password.toCharArray(), stored == null ? nobody : stored);
        return same && stored != null;
    }
}
