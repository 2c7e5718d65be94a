package io.porthole.identity;

import java.time.Clock;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.identity.Administration.Refusal;

/** What administrators change about users. A disabled user is out at once, and what let them in does not come back with them. */
@ApplicationScoped
public class Accounts {

    /** As many as the settings may say. */
    private static final int MOST_CONSOLES = 1_000_000;

    private final Administration administration;
    private final Users users;
    private final Passwords passwords;
    private final PasswordLinks links;
    private final SignIns signIns;
    private final ApiTokens tokens;
    private final IdentitySettings settings;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected Accounts() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    public Accounts(Administration administration, Users users, Passwords passwords, PasswordLinks links, SignIns signIns, ApiTokens tokens,
            IdentitySettings settings, Clock clock) {
        this.administration = administration;
        this.users = users;
        this.passwords = passwords;
        this.links = links;
        this.signIns = signIns;
        this.tokens = tokens;
        this.settings = settings;
        this.clock = clock;
    }

    /** @return the new user's id; without a password nobody signs in as them yet */
    @Transactional
    public UUID add(Actor actor, String name) throws AccountRefused {
        return administration.change(actor, "add a user", () -> added(actor, name, null));
    }

    @Transactional
    public UUID add(Actor actor, String name, String password, String again) throws AccountRefused {
        return administration.change(actor, "add a user", () -> {
            Administration.checkPassword(password, again, "user " + name);
            return added(actor, name, password);
        });
    }

    private UUID added(Actor actor, String name, String password) throws Refusal {
        if (!NewName.ofUser(name)) {
            throw new Refusal(AccountRefusal.NAME_UNFIT, "user " + name);
        }
        if (users.named(name).isPresent()) {
            throw new Refusal(AccountRefusal.NAME_TAKEN, "user " + name);
        }
        UserRow user = new UserRow(name, password == null ? null : passwords.hashOf(password), false);
        database.persist(user);
        administration.record(AuditAction.USER_ADDED, actor, user.name(), described(user) + (password == null ? ", without a password" : ", with a password"));
        return user.id();
    }

    @Transactional
    public void disable(Actor actor, UUID userId) throws AccountRefused {
        administration.change(actor, "disable", () -> {
            UserRow user = changeable(actor, userId);
            if (user.enabled()) {
                user.disable();
                signIns.endAllOf(userId, null);
                tokens.revokeAllOf(userId);
                links.endAllOf(userId);
                administration.record(AuditAction.USER_DISABLED, actor, user.name(), described(user));
            }
            return null;
        });
    }

    @Transactional
    public void enable(Actor actor, UUID userId) throws AccountRefused {
        administration.change(actor, "enable", () -> {
            UserRow user = changeable(actor, userId);
            if (!user.enabled()) {
                user.enable();
                administration.record(AuditAction.USER_ENABLED, actor, user.name(), described(user));
            }
            return null;
        });
    }

    /** Ends all that the old password had let in; tokens of programs end by themselves with it. */
    @Transactional
    public void setPassword(Actor actor, UUID userId, String password, String again) throws AccountRefused {
        administration.change(actor, "set a password", () -> {
            UserRow user = withOwnPassword(actor, userId);
            Administration.checkPassword(password, again, described(user));
            user.setPasswordHash(passwords.hashOf(password));
            signIns.endAllOf(userId, null);
            links.endAllOf(userId);
            administration.record(AuditAction.PASSWORD_SET, actor, user.name(), described(user));
            return null;
        });
    }

    /** @return the secret of a link by which the user, and who else has it, chooses a password; earlier links no longer work */
    @Transactional
    public SignInSecret makeLink(Actor actor, UUID userId) throws AccountRefused {
        return administration.change(actor, "make a password link", () -> {
            UserRow user = withOwnPassword(actor, userId);
            administration.record(AuditAction.PASSWORD_LINK_MADE, actor, user.name(), described(user));
            return links.make(userId);
        });
    }

    @Transactional
    public void endSignIns(Actor actor, UUID userId) throws AccountRefused {
        administration.change(actor, "end sign-ins", () -> {
            UserRow user = found(userId);
            signIns.endAllOf(userId, null);
            tokens.revokeAllOf(userId);
            administration.record(AuditAction.SIGN_IN_ENDED, actor, user.name(), described(user) + ": all");
            return null;
        });
    }

    @Transactional
    public void grant(Actor actor, UUID userId, UUID projectId, Role role) throws AccountRefused {
        administration.change(actor, "grant a role", () -> {
            UserRow user = undeclared(found(userId));
            ProjectRow project = project(projectId);
            known(role, user);
            MembershipRow.Key key = new MembershipRow.Key(userId, projectId, role);
            if (database.find(MembershipRow.class, key) == null) {
                database.persist(new MembershipRow(userId, projectId, role));
                administration.record(AuditAction.MEMBERSHIP_GRANTED, actor, user.name(), described(user, project, role));
            }
            return null;
        });
    }

    @Transactional
    public void take(Actor actor, UUID userId, UUID projectId, Role role) throws AccountRefused {
        administration.change(actor, "take a role", () -> {
            UserRow user = undeclared(found(userId));
            ProjectRow project = project(projectId);
            known(role, user);
            if (role == Role.ADMIN && userId.equals(actor.user().id())) {
                throw new Refusal(AccountRefusal.YOURSELF, described(user, project, role));
            }
            MembershipRow membership = database.find(MembershipRow.class, new MembershipRow.Key(userId, projectId, role));
            if (membership != null) {
                database.remove(membership);
                administration.record(AuditAction.MEMBERSHIP_TAKEN, actor, user.name(), described(user, project, role));
            }
            return null;
        });
    }

    /**
     * How many consoles the user may have open at a time. It holds for those that are opened from now on; open ones stay.
     *
     * @param most null: as the settings say
     */
    @Transactional
    public void limit(Actor actor, UUID userId, Integer most) throws AccountRefused {
        administration.change(actor, "limit consoles", () -> {
            UserRow user = found(userId);
            if (most != null && (most < 1 || most > MOST_CONSOLES)) {
                throw new Refusal(AccountRefusal.LIMIT_UNFIT, described(user));
            }
            Integer before = user.mostConsoles();
            if (!Objects.equals(before, most)) {
                user.limit(most == null ? null : new OwnLimit(most, actor.user().name(), clock.instant()));
                administration.record(AuditAction.CONSOLE_LIMIT_DECIDED, actor, user.name(), described(user) + ": " + limit(most) + ", before: " + limit(before));
            }
            return null;
        });
    }

    private static String limit(Integer most) {
        return most == null ? "as the settings say" : most.toString();
    }

    private UserRow changeable(Actor actor, UUID userId) throws Refusal {
        return another(actor, undeclared(found(userId)));
    }

    /** One whose password the settings do not give; the actor's own is changed where the old one is asked. */
    private UserRow withOwnPassword(Actor actor, UUID userId) throws Refusal {
        UserRow user = another(actor, found(userId));
        if (settings.givesPasswordOf(user.name())) {
            throw new Refusal(AccountRefusal.DECLARED, described(user));
        }
        return user;
    }

    private UserRow found(UUID userId) throws Refusal {
        UserRow user = database.find(UserRow.class, userId);
        if (user == null) {
            throw new Refusal(AccountRefusal.USER_NOT_FOUND, String.valueOf(userId));
        }
        return user;
    }

    private ProjectRow project(UUID projectId) throws Refusal {
        ProjectRow project = projectId == null ? null : database.find(ProjectRow.class, projectId);
        if (project == null) {
            throw new Refusal(AccountRefusal.PROJECT_NOT_FOUND, String.valueOf(projectId));
        }
        return project;
    }

    private static void known(Role role, UserRow user) throws Refusal {
        if (role == null) {
            throw new Refusal(AccountRefusal.NO_SUCH_ROLE, described(user));
        }
    }

    private static UserRow undeclared(UserRow user) throws Refusal {
        if (user.declared()) {
            throw new Refusal(AccountRefusal.DECLARED, described(user));
        }
        return user;
    }

    private static UserRow another(Actor actor, UserRow user) throws Refusal {
        if (user.id().equals(actor.user().id())) {
            throw new Refusal(AccountRefusal.YOURSELF, described(user));
        }
        return user;
    }

    private static String described(UserRow user) {
        return "user " + user.name() + " (" + user.id() + ")";
    }

    private static String described(UserRow user, ProjectRow project, Role role) {
        return "user " + user.name() + ": " + role.name() + " in project " + project.project().name();
    }
}
