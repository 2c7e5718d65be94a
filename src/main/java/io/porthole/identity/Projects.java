package io.porthole.identity;

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

import io.porthole.audit.AuditAction;
import io.porthole.identity.Administration.Refusal;

/** The projects, and what administrators change about them. One that has members or VMs is not deleted. */
@ApplicationScoped
public class Projects {

    private static final int LONGEST_DESCRIPTION = 500;
    private static final int MOST_MEMBERS = 1_000;
    private static final String FOUND = """
            from ProjectRow p where (:words = '' or lower(p.name) like :pattern escape '!' or lower(p.description) like :pattern escape '!')""";

    private final Administration administration;
    private final ProjectUse use;

    @PersistenceContext
    private EntityManager database;

    protected Projects() {
        this(null, null);
    }

    @Inject
    public Projects(Administration administration, ProjectUse use) {
        this.administration = administration;
        this.use = use;
    }

    /**
     * @param words searched for in names and descriptions; empty finds all
     * @param place the name behind which the page begins, or before which it ends; empty: at the first
     * @param backwards whether it ends there
     */
    @Transactional
    public ProjectPage page(Actor actor, String words, String place, boolean backwards, int size) throws AccountRefused {
        return administration.look(actor, "list projects", () -> {
            NamedRows<ProjectRow> found = new NamedRows.Source<>(database, ProjectRow.class, "p", FOUND, "%s").page(words, place, backwards, size);
            return new ProjectPage(details(found.rows()), found.total(), found.before(), found.after());
        });
    }

    @Transactional
    public ProjectDetails find(Actor actor, UUID projectId) throws AccountRefused {
        return administration.look(actor, "look at a project", () -> details(List.of(found(projectId))).get(0));
    }

    /** By name; of very many, the first. */
    @Transactional
    public List<ProjectMember> members(Actor actor, UUID projectId) throws AccountRefused {
        return administration.look(actor, "look at a project", () -> database.createQuery("""
                select u.id, u.name, m.role from MembershipRow m join UserRow u on u.id = m.userId
                 where m.projectId = :project order by lower(u.name), m.role""", Tuple.class).setParameter("project", projectId).setMaxResults(MOST_MEMBERS)
                .getResultStream().map(row -> new ProjectMember(row.get(0, UUID.class), row.get(1, String.class), row.get(2, Role.class))).toList());
    }

    @Transactional
    public UUID add(Actor actor, String name, String description) throws AccountRefused {
        return administration.change(actor, "add a project", () -> {
            if (!NewName.ofProject(name)) {
                throw new Refusal(AccountRefusal.NAME_UNFIT, "project " + name);
            }
            if (!database.createQuery("select p from ProjectRow p where lower(p.name) = lower(:name)", ProjectRow.class).setParameter("name", name)
                    .getResultList().isEmpty()) {
                throw new Refusal(AccountRefusal.NAME_TAKEN, "project " + name);
            }
            ProjectRow project = new ProjectRow(name);
            project.describe(fit(project, description));
            database.persist(project);
            administration.record(AuditAction.PROJECT_ADDED, actor, described(project));
            return project.id();
        });
    }

    @Transactional
    public void describe(Actor actor, UUID projectId, String description) throws AccountRefused {
        administration.change(actor, "describe a project", () -> {
            ProjectRow project = undeclared(found(projectId));
            project.describe(fit(project, description));
            administration.record(AuditAction.PROJECT_DESCRIBED, actor, described(project) + ": " + description);
            return null;
        });
    }

    @Transactional
    public void delete(Actor actor, UUID projectId) throws AccountRefused {
        administration.change(actor, "delete a project", () -> {
            ProjectRow project = undeclared(found(projectId));
            if (!details(List.of(project)).get(0).empty()) {
                throw new Refusal(AccountRefusal.PROJECT_IN_USE, described(project));
            }
            database.remove(project);
            administration.record(AuditAction.PROJECT_DELETED, actor, described(project));
            return null;
        });
    }

    private List<ProjectDetails> details(List<ProjectRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<UUID, Long> members = database.createQuery("""
                select m.projectId, count(distinct m.userId) from MembershipRow m where m.projectId in :ids group by m.projectId""", Tuple.class)
                .setParameter("ids", rows.stream().map(ProjectRow::id).toList()).getResultStream()
                .collect(Collectors.toMap(row -> row.get(0, UUID.class), row -> row.get(1, Long.class)));
        Map<String, Long> vms = use.vms(rows.stream().map(row -> row.project().name()).toList());
        return rows.stream().map(row -> new ProjectDetails(row.id(), row.project().name(), row.description(), row.declared(),
                members.getOrDefault(row.id(), 0L), vms.getOrDefault(row.project().name(), 0L))).toList();
    }

    private ProjectRow found(UUID projectId) throws Refusal {
        ProjectRow project = database.find(ProjectRow.class, projectId);
        if (project == null) {
            throw new Refusal(AccountRefusal.PROJECT_NOT_FOUND, String.valueOf(projectId));
        }
        return project;
    }

    private static String fit(ProjectRow project, String description) throws Refusal {
        if (description.length() > LONGEST_DESCRIPTION) {
            throw new Refusal(AccountRefusal.DESCRIPTION_TOO_LONG, described(project));
        }
        return description;
    }

    private static ProjectRow undeclared(ProjectRow project) throws Refusal {
        if (project.declared()) {
            throw new Refusal(AccountRefusal.DECLARED, described(project));
        }
        return project;
    }

    private static String described(ProjectRow project) {
        return "project " + project.project().name() + " (" + project.id() + ")";
    }
}
