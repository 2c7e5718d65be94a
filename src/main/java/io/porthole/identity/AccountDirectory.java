package io.porthole.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.identity.Administration.Refusal;

/** All users as administrators look at them. */
@ApplicationScoped
public class AccountDirectory {

    private static final String FOUND = """
            from UserRow u where (:words = '' or lower(u.name) like :pattern escape '!' or exists (
                select 1 from MembershipRow m join ProjectRow p on p.id = m.projectId where m.userId = u.id and lower(p.name) like :pattern escape '!'))""";

    private final Administration administration;
    private final IdentitySettings settings;

    @PersistenceContext
    private EntityManager database;

    protected AccountDirectory() {
        this(null, null);
    }

    @Inject
    public AccountDirectory(Administration administration, IdentitySettings settings) {
        this.administration = administration;
        this.settings = settings;
    }

    /**
     * @param words searched for in the names of users and of their projects; empty finds all
     * @param place the user's name behind which the page begins, or before which it ends; empty: at the first
     * @param backwards whether it ends there
     */
    @Transactional
    public AccountPage page(Actor actor, String words, String place, boolean backwards, int size) throws AccountRefused {
        return administration.look(actor, "list users", () -> {
            NamedRows<UserRow> found = new NamedRows.Source<>(database, UserRow.class, "u", FOUND, "lower(%s)").page(words, place, backwards, size);
            return new AccountPage(accounts(found.rows()), found.total(), found.before(), found.after());
        });
    }

    @Transactional
    public Account find(Actor actor, UUID userId) throws AccountRefused {
        return administration.look(actor, "look at a user", () -> {
            UserRow user = database.find(UserRow.class, userId);
            if (user == null) {
                throw new Refusal(AccountRefusal.USER_NOT_FOUND, String.valueOf(userId));
            }
            return accounts(List.of(user)).get(0);
        });
    }

    /** What somebody reads of themselves. */
    @Transactional
    public Account own(User user) {
        return accounts(List.of(database.find(UserRow.class, user.id()))).get(0);
    }

    /** Those for whom an administrator decided how many consoles they may have open, by name; the first so many. Who asks is checked by the page. */
    @Transactional
    public List<Account> limited(int most) {
        return accounts(database.createQuery("select u from UserRow u where u.mostConsoles is not null order by lower(u.name)", UserRow.class)
                .setMaxResults(most).getResultList());
    }

    /** Every project, by name, to choose from. */
    @Transactional
    public List<Project> projects() {
        return database.createQuery("select p from ProjectRow p order by lower(p.name)", ProjectRow.class).getResultStream().map(ProjectRow::project).toList();
    }

    private List<Account> accounts(List<UserRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = rows.stream().map(UserRow::id).toList();
        Map<UUID, List<Membership>> memberships = database.createQuery("""
                select m.userId, p, m.role from MembershipRow m join ProjectRow p on p.id = m.projectId
                 where m.userId in :ids order by lower(p.name), m.role""", Tuple.class).setParameter("ids", ids).getResultStream()
                .collect(Collectors.groupingBy(row -> row.get(0, UUID.class),
                        Collectors.mapping(row -> new Membership(row.get(1, ProjectRow.class).project(), row.get(2, Role.class)), Collectors.toList())));
        Map<UUID, Instant> signIns = database.createQuery(
                "select s.userId, max(s.startedAt) from SignInRow s where s.userId in :ids group by s.userId", Tuple.class).setParameter("ids", ids)
                .getResultStream().collect(Collectors.toMap(row -> row.get(0, UUID.class), row -> row.get(1, Instant.class)));
        return rows.stream().map(row -> new Account(row.id(), row.name(), row.enabled(), row.declared(), settings.givesPasswordOf(row.name()),
                row.passwordHash() != null, memberships.getOrDefault(row.id(), List.of()), signIns.get(row.id()), row.ownLimit())).toList();
    }
}
