package io.porthole.console;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import io.porthole.identity.User;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;

/** Whether single VMs' consoles are for one person at a time, where an administrator decided that otherwise than their project. */
@ApplicationScoped
public class SharingOfInstances {

    private final InstanceCatalog instances;
    private final SharingSettings settings;
    private final AuditTrail audit;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected SharingOfInstances() {
        this(null, null, null, null);
    }

    @Inject
    public SharingOfInstances(InstanceCatalog instances, SharingSettings settings, AuditTrail audit, Clock clock) {
        this.instances = instances;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param project null for a VM of no project */
    public boolean exclusive(UUID instance, String project) {
        return exclusive(decided(List.of(instance)).get(instance), project);
    }

    /** @param decided of the VM itself; null where nobody did */
    public boolean exclusive(Boolean decided, String project) {
        return decided == null ? settings.of(project).exclusive() : decided;
    }

    /** @return for those VMs of which somebody decided, whether their consoles are for one person at a time */
    public Map<UUID, Boolean> decided(Collection<UUID> ids) {
        List<?> rows = database.createNativeQuery("select instance_id, exclusive from console_sharing where instance_id = any(cast(:ids as uuid[]))", Tuple.class)
                .setParameter("ids", ids.stream().map(UUID::toString).toArray(String[]::new)).getResultList();
        Map<UUID, Boolean> decided = new HashMap<>();
        rows.stream().map(Tuple.class::cast).forEach(row -> decided.put(row.get("instance_id", UUID.class), row.get("exclusive", Boolean.class)));
        return decided;
    }

    /**
     * Holds for whoever comes from now on; who is on the console stays there.
     *
     * @throws ConsoleRefused NOT_PERMITTED; INSTANCE_NOT_FOUND also for one that this person may not see
     */
    @Transactional(dontRollbackOn = ConsoleRefused.class)
    public void decide(User by, InstanceId id, SharingChoice choice, String address) throws ConsoleRefused {
        Optional<Instance> instance = instances.visibleTo(by, id);
        if (instance.isEmpty()) {
            throw refused(event(AuditAction.SHARING_REFUSED, by, address, choice).on(id.uuid(), null, null, null), ConsoleRefusal.INSTANCE_NOT_FOUND, null);
        }
        Instance vm = instance.get();
        if (!by.administrator()) {
            throw refused(event(AuditAction.SHARING_REFUSED, by, address, choice).on(id.uuid(), vm.displayName(), vm.project(), vm.node()),
                    ConsoleRefusal.NOT_PERMITTED, vm.displayName());
        }
        write(by, id.uuid(), choice);
        audit.record(event(AuditAction.SHARING_DECIDED, by, address, choice).on(id.uuid(), vm.displayName(), vm.project(), vm.node()));
    }

    private void write(User by, UUID instance, SharingChoice choice) {
        if (choice == SharingChoice.INHERIT) {
            database.createNativeQuery("delete from console_sharing where instance_id = :instance").setParameter("instance", instance).executeUpdate();
            return;
        }
        database.createNativeQuery("""
                insert into console_sharing (instance_id, exclusive, decided_by, decided_at) values (:instance, :exclusive, :by, :now)
                on conflict (instance_id) do update set exclusive = excluded.exclusive, decided_by = excluded.decided_by, decided_at = excluded.decided_at""")
                .setParameter("instance", instance).setParameter("exclusive", choice == SharingChoice.EXCLUSIVE).setParameter("by", by.name())
                .setParameter("now", clock.instant()).executeUpdate();
    }

    private static AuditEvent event(AuditAction action, User by, String address, SharingChoice choice) {
        return AuditEvent.of(action).by(by.name(), address).saying(choice.name());
    }

    private ConsoleRefused refused(AuditEvent event, ConsoleRefusal why, String instanceName) {
        audit.recordRefusal(event.refusedFor(why.name()));
        return new ConsoleRefused(why, event.incident(), instanceName, event.detail());
    }
}
