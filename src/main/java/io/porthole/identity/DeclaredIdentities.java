package io.porthole.identity;

import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

import io.porthole.identity.IdentitySettings.DeclaredMembership;
import io.porthole.identity.IdentitySettings.DeclaredUser;

/**
 * Makes the users and projects of the settings file at start, and keeps those that it made before in step with it. Several portal nodes may start at
 * the same moment: one does it after the other.
 */
@ApplicationScoped
public class DeclaredIdentities {

    private final IdentitySettings settings;
    private final Users users;
    private final Passwords passwords;
    private final SignIns signIns;

    @PersistenceContext
    private EntityManager database;

    protected DeclaredIdentities() {
        this(null, null, null, null);
    }

    @Inject
    public DeclaredIdentities(IdentitySettings settings, Users users, Passwords passwords, SignIns signIns) {
        this.settings = settings;
        this.users = users;
        this.passwords = passwords;
        this.signIns = signIns;
    }

    @Transactional
    public void reconcile() {
        Administration.takeTurn(database);
        Map<String, ProjectRow> projects = new HashMap<>();
        settings.projects().forEach((name, description) -> projects.put(name, project(name, description)));
        settings.users().values().forEach(declared -> declare(declared, projects));
        disableForgotten();
        leaveForgottenProjects();
    }

    private ProjectRow project(String name, String description) {
        ProjectRow row = database.createQuery("select p from ProjectRow p where p.name = :name", ProjectRow.class)
                .setParameter("name", name).getResultStream().findFirst().orElseGet(() -> {
                    ProjectRow made = new ProjectRow(name);
                    database.persist(made);
                    return made;
                });
        row.declare(description);
        return row;
    }

    private void declare(DeclaredUser declared, Map<String, ProjectRow> projects) {
        UserRow user = users.named(declared.name()).orElseGet(() -> {
            UserRow made = new UserRow(declared.name(), null, true);
            database.persist(made);
            return made;
        });
        user.declare();
        boolean known = user.passwordHash() != null && declared.password() != null && passwords.matches(declared.password(), user.passwordHash());
        if (declared.password() != null && !known) {
            user.setPasswordHash(passwords.hashOf(declared.password()));
            signIns.endAllOf(user.id(), null);
        }
        database.flush();
        database.createQuery("delete from MembershipRow m where m.userId = :user").setParameter("user", user.id()).executeUpdate();
        for (DeclaredMembership membership : declared.memberships()) {
            database.persist(new MembershipRow(user.id(), projects.get(membership.project()).id(), membership.role()));
        }
    }

    /** Who stood in the file once and no longer does may not sign in, until an administrator enables them on the page. */
    private void disableForgotten() {
        database.createQuery("select u from UserRow u where u.declared = true", UserRow.class).getResultStream()
                .filter(user -> settings.users().keySet().stream().noneMatch(user.name()::equalsIgnoreCase))
                .forEach(UserRow::forget);
    }

    /** A project that leaves the file keeps its members and VMs; from then on it is the administrators' to change. */
    private void leaveForgottenProjects() {
        database.createQuery("select p from ProjectRow p where p.declared = true", ProjectRow.class).getResultStream()
                .filter(project -> !settings.projects().containsKey(project.project().name())).forEach(ProjectRow::forget);
    }
}
