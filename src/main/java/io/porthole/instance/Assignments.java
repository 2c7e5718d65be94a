package io.porthole.instance;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.compute.InstanceId;

/**
 * Brings VMs into projects, and back to where their metadata or their compute node puts them. Whoever loses the right to a VM's console by that loses the console too,
 * as by any other change of rights. Who may do it is for the caller to ask.
 */
@ApplicationScoped
public class Assignments {

    private static final int MOST_LISTED = 200;
    private static final String UNCLAIMED = "from InstanceRow i where i.project is null or not exists (select 1 from ProjectRow p where p.name = i.project)";

    private final InstanceCatalog instances;
    private final Inventory inventory;
    private final AuditTrail audit;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected Assignments() {
        this(null, null, null, null);
    }

    @Inject
    public Assignments(InstanceCatalog instances, Inventory inventory, AuditTrail audit, Clock clock) {
        this.instances = instances;
        this.inventory = inventory;
        this.audit = audit;
        this.clock = clock;
    }

    /** By name; of very many, the first. */
    @Transactional
    public List<AssignedInstance> of(String project) {
        return database.createQuery("""
                select i.id, i.displayName, i.node, a.project from InstanceRow i left join AssignmentRow a on a.instanceId = i.id
                 where i.project = :project order by lower(i.displayName), i.id""", Tuple.class).setParameter("project", project).setMaxResults(MOST_LISTED).getResultStream()
                .map(row -> new AssignedInstance(row.get(0, UUID.class), row.get(1, String.class), row.get(2, String.class), row.get(3) != null)).toList();
    }

    @Transactional
    public long countUnclaimed() {
        return database.createQuery("select count(i) " + UNCLAIMED, Long.class).getSingleResult();
    }

    /** VMs of no project, or of one that is not there, by name; of very many, the first. */
    @Transactional
    public List<UnclaimedInstance> unclaimed() {
        return database.createQuery("select i.id, i.displayName, i.node, i.project " + UNCLAIMED + " order by lower(i.displayName), i.id", Tuple.class)
                .setMaxResults(MOST_LISTED).getResultStream()
                .map(row -> new UnclaimedInstance(row.get(0, UUID.class), row.get(1, String.class), row.get(2, String.class), row.get(3, String.class))).toList();
    }

    /**
     * @param vm a name that only one VM has, or an id
     * @param project of a name that exists
     * @return false where there is no such VM, or several, which is recorded
     */
    @Transactional
    public boolean assign(String vm, String project, String by, String address) {
        Instance found = instances.only(vm).orElse(null);
        if (found == null) {
            return refused("assign " + vm + " to project " + project, by, address);
        }
        InstanceRow row = inventory.lockedForAssignment(found.id().uuid());
        if (row == null) {
            return refused("assign " + vm + " to project " + project, by, address);
        }
        AssignmentRow known = database.find(AssignmentRow.class, row.id());
        AssignmentRow assignment = known == null ? new AssignmentRow(row.id()) : known;
        assignment.become(project, by, clock.instant());
        if (known == null) {
            database.persist(assignment);
        }
        audit.record(AuditEvent.of(AuditAction.VM_ASSIGNED).by(by, address).on(row.id(), row.displayName(), project, row.node())
                .saying("from " + words(row.project()) + " to project " + project));
        row.belongsTo(project);
        return true;
    }

    /**
     * The project that the VM has by itself counts again at once, so that whoever has a right there keeps their console.
     *
     * @param vm its id
     * @return false where it was not assigned
     */
    @Transactional
    public boolean giveBack(String vm, String project, String by, String address) {
        UUID instance = InstanceId.parse(vm).map(InstanceId::uuid).orElse(null);
        AssignmentRow assignment = instance == null ? null : database.find(AssignmentRow.class, instance);
        if (assignment == null || !assignment.project().equals(project)) {
            return refused("give " + vm + " back from project " + project, by, address);
        }
        database.remove(assignment);
        InstanceRow row = inventory.lockedForAssignment(instance);
        if (row == null) {
            audit.record(AuditEvent.of(AuditAction.VM_ASSIGNED).by(by, address).on(instance, null, project, null).saying("from project " + project + " back to its own"));
            return true;
        }
        row.belongsToItsOwn();
        audit.record(AuditEvent.of(AuditAction.VM_ASSIGNED).by(by, address).on(instance, row.displayName(), project, row.node())
                .saying("from project " + project + " back to " + words(row.project())));
        return true;
    }

    private boolean refused(String what, String by, String address) {
        audit.recordRefusal(AuditEvent.of(AuditAction.ADMINISTRATION_REFUSED).by(by, address).refusedFor("VM_NOT_FOUND").saying(what));
        return false;
    }

    private static String words(String project) {
        return project == null ? "no project" : "project " + project;
    }
}
