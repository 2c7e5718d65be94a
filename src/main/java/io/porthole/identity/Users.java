package io.porthole.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/** The users of this installation. */
@ApplicationScoped
public class Users {

    @PersistenceContext
    private EntityManager database;

    /** @return the user with their rights of this moment; empty when there is none, or they were disabled */
    @Transactional
    public Optional<User> enabled(UUID id) {
        return Optional.ofNullable(database.find(UserRow.class, id)).filter(UserRow::enabled).map(this::withRights);
    }

    /** @return the enabled user of this name, however it is written */
    @Transactional
    public Optional<User> enabledNamed(String name) {
        return named(name).filter(UserRow::enabled).map(this::withRights);
    }

    @Transactional
    public boolean none() {
        return database.createQuery("select count(u) from UserRow u", Long.class).getSingleResult() == 0;
    }

    Optional<UserRow> named(String name) {
        return database.createQuery("select u from UserRow u where lower(u.name) = lower(:name)", UserRow.class)
                .setParameter("name", name).getResultStream().findFirst();
    }

    /** @return the name that belongs to the id; the id itself when it is nobody's, so that the check takes as long */
    String nameOf(PasswordLogin login) {
        if (login.userId() == null) {
            return login.userName();
        }
        return database.createQuery("select u.name from UserRow u where cast(u.id as string) = :id", String.class)
                .setParameter("id", login.userId().toLowerCase(Locale.ROOT)).getResultStream().findFirst().orElse(login.userId());
    }

    /** The projects in which the user is anything. */
    List<Project> projectsOf(UserRow row) {
        return database.createQuery("select distinct p from MembershipRow m join ProjectRow p on p.id = m.projectId where m.userId = :user", ProjectRow.class)
                .setParameter("user", row.id()).getResultStream().map(ProjectRow::project).toList();
    }

    User withRights(UserRow row) {
        List<Tuple> rights = database.createQuery("""
                select m.role, p.name from MembershipRow m join ProjectRow p on p.id = m.projectId
                 where m.userId = :user""", Tuple.class).setParameter("user", row.id()).getResultList();
        Set<String> memberOf = new HashSet<>();
        Set<Role> roles = new HashSet<>();
        for (Tuple right : rights) {
            Role role = right.get(0, Role.class);
            roles.add(role);
            if (role != Role.AUDITOR) {
                memberOf.add(right.get(1, String.class));
            }
        }
        return new User(row.id(), row.name(), roles.contains(Role.ADMIN), roles.contains(Role.AUDITOR), memberOf, memberOf, row.mostConsoles());
    }
}
