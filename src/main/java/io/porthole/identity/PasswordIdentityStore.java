package io.porthole.identity;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.transaction.Transactional;

/** Porthole's own users and their passwords, as an identity store of Jakarta Security. Another store can stand beside it. */
@ApplicationScoped
public class PasswordIdentityStore implements IdentityStore {

    private final Users users;
    private final Passwords passwords;

    protected PasswordIdentityStore() {
        this(null, null);
    }

    @Inject
    public PasswordIdentityStore(Users users, Passwords passwords) {
        this.users = users;
        this.passwords = passwords;
    }

    @Override
    @Transactional
    public CredentialValidationResult validate(Credential credential) {
        if (!(credential instanceof UsernamePasswordCredential given)) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        Optional<UserRow> user = users.named(given.getCaller()).filter(UserRow::enabled);
        boolean right = passwords.matches(given.getPasswordAsString(), user.map(UserRow::passwordHash).orElse(null));
        return right ? new CredentialValidationResult(user.orElseThrow().name(), Set.of()) : CredentialValidationResult.INVALID_RESULT;
    }

    @Override
    public Set<ValidationType> validationTypes() {
        return Set.of(ValidationType.VALIDATE);
    }
}
