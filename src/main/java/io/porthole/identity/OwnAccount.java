package io.porthole.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.identity.Administration.Refusal;

/** What everybody may do with their own account: choose another password, and see and end the browsers that are signed in. */
@ApplicationScoped
public class OwnAccount {

    private final Administration administration;
    private final PasswordCheck check;
    private final Passwords passwords;
    private final PasswordLinks links;
    private final SignIns signIns;
    private final IdentitySettings settings;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected OwnAccount() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public OwnAccount(Administration administration, PasswordCheck check, Passwords passwords, PasswordLinks links, SignIns signIns,
            IdentitySettings settings, Clock clock) {
        this.administration = administration;
        this.check = check;
        this.passwords = passwords;
        this.links = links;
        this.signIns = signIns;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * All other browsers are signed out.
     *
     * @throws SignInRefused for a wrong old password, or after too many of them: guessing is slowed down as at the sign-in
     */
    @Transactional(dontRollbackOn = {SignInRefused.class, AccountRefused.class})
    public void changePassword(SignIn signIn, String address, String old, String password, String again) throws AccountRefused, SignInRefused {
        User user = signIn.user();
        Actor actor = new Actor(user, address);
        administration.recorded(actor, "change the own password", () -> {
            if (settings.givesPasswordOf(user.name())) {
                throw new Refusal(AccountRefusal.DECLARED, "");
            }
            Administration.checkPassword(password, again, "");
            return null;
        });
        UserRow row = check.check(user.name(), old, address);
        row.setPasswordHash(passwords.hashOf(password));
        signIns.endAllOf(user.id(), signIn.id());
        links.endAllOf(user.id());
        administration.record(AuditAction.PASSWORD_CHANGED, actor, "");
    }

    /** The browsers that are signed in, the latest first. */
    @Transactional
    public List<OpenSignIn> signIns(User user) {
        Instant now = clock.instant();
        return database.createQuery("""
                select s from SignInRow s where s.userId = :user and s.endedAt is null and s.lastSeen > :idle and s.startedAt > :oldest
                 order by s.lastSeen desc, s.startedAt desc""", SignInRow.class).setParameter("user", user.id())
                .setParameter("idle", now.minus(settings.signInIdle())).setParameter("oldest", now.minus(settings.signInLongest()))
                .getResultStream().map(SignInRow::shown).toList();
    }

    /** Ends one of the user's own; another's is none. */
    @Transactional
    public void end(SignIn signIn, UUID endedId, String address) {
        SignInRow row = database.find(SignInRow.class, endedId);
        if (row != null && row.belongsTo(signIn.user().id()) && row.end(clock.instant())) {
            administration.record(AuditAction.SIGN_IN_ENDED, new Actor(signIn.user(), address), "sign-in " + endedId);
        }
    }

    @Transactional
    public void endOthers(SignIn signIn, String address) {
        if (signIns.endAllOf(signIn.user().id(), signIn.id()) > 0) {
            administration.record(AuditAction.SIGN_IN_ENDED, new Actor(signIn.user(), address), "all but " + signIn.id());
        }
    }
}
