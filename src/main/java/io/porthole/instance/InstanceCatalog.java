package io.porthole.instance;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.compute.InstanceId;
import io.porthole.compute.PowerState;
import io.porthole.identity.User;

/** The instances that a user may see: those of their projects, and every one for administrators. */
@ApplicationScoped
public class InstanceCatalog {

    /** No project has an empty name: it stands for none where a list must not be empty. */
    private static final Set<String> NONE = Set.of("");
    private static final String DETAILS = """
            select i, n, p.id from InstanceRow i join NodeStateRow n on n.name = i.node left join ProjectRow p on p.name = i.project""";
    private static final String NARROWED = """
            (:all = true or i.project in :projects) and (:anyProject = true or i.project = :project)
               and (:anyName = true or cast(function('name_matches', i.displayName, :name) as boolean) = true)
               and (:anyState = true or n.answers = true and i.state in :states or n.answers = false and :unknown = true)
               and (:first = true or lower(i.displayName) > lower(:afterName) or lower(i.displayName) = lower(:afterName) and i.id > :afterId)
             order by lower(i.displayName), i.id""";

    @PersistenceContext
    private EntityManager database;

    /** @return empty also for an instance that exists and that this user may not see */
    @Transactional
    public Optional<Instance> visibleTo(User user, InstanceId id) {
        return find(id).filter(instance -> user.maySee(instance.project()));
    }

    /** For decisions about somebody else's visit; what a user asks for goes through {@link #visibleTo}. */
    @Transactional
    public Optional<Instance> find(InstanceId id) {
        return database.createQuery("select i, n from InstanceRow i join NodeStateRow n on n.name = i.node where i.id = :id", Tuple.class)
                .setParameter("id", id.uuid()).getResultStream().findFirst().map(InstanceCatalog::instance);
    }

    /** @return the one VM of this name or id; empty where there is none, or several of that name */
    @Transactional
    public Optional<Instance> only(String nameOrId) {
        List<Tuple> found = database.createQuery("""
                select i, n from InstanceRow i join NodeStateRow n on n.name = i.node
                 where i.displayName = :vm or i.name = :vm or cast(i.id as string) = lower(:vm)""", Tuple.class)
                .setParameter("vm", nameOrId.strip()).setMaxResults(2).getResultList();
        return found.size() == 1 ? Optional.of(instance(found.get(0))) : Optional.empty();
    }

    /** @return empty also for an instance that exists and that this user may not see */
    @Transactional
    public Optional<InstanceDetails> detailsVisibleTo(User user, InstanceId id) {
        return database.createQuery(DETAILS + " where i.id = :id", Tuple.class).setParameter("id", id.uuid()).getResultStream().findFirst()
                .map(InstanceCatalog::details).filter(found -> user.maySee(found.instance().project()));
    }

    /** What the user sees and the filter leaves, by name. */
    @Transactional
    public InstanceListing list(User user, InstanceFilter filter) {
        InstanceDetails after = filter.after();
        Set<PowerState> states = filter.states() == null ? Set.of(PowerState.UNKNOWN) : filter.states();
        List<InstanceDetails> found = database.createQuery(DETAILS + " where " + NARROWED, Tuple.class)
                .setParameter("all", user.administrator()).setParameter("projects", user.readerOf().isEmpty() ? NONE : user.readerOf())
                .setParameter("anyProject", filter.project() == null).setParameter("project", String.valueOf(filter.project()))
                .setParameter("anyName", filter.namePattern() == null).setParameter("name", String.valueOf(filter.namePattern()))
                .setParameter("anyState", filter.states() == null).setParameter("states", states).setParameter("unknown", states.contains(PowerState.UNKNOWN))
                .setParameter("first", after == null).setParameter("afterName", after == null ? "" : after.instance().displayName())
                .setParameter("afterId", after == null ? new UUID(0, 0) : after.instance().id().uuid())
                .setMaxResults(filter.most() + 1).getResultStream().map(InstanceCatalog::details).toList();
        boolean more = found.size() > filter.most();
        return new InstanceListing(more ? found.subList(0, filter.most()) : found, more);
    }

    /** The sizes that the VMs have which the user sees, the smallest first. */
    @Transactional
    public List<InstanceSize> sizes(User user) {
        return database.createQuery("""
                select distinct i.vcpus, i.memoryMib from InstanceRow i where :all = true or i.project in :projects
                 order by i.vcpus, i.memoryMib""", Tuple.class)
                .setParameter("all", user.administrator()).setParameter("projects", user.readerOf().isEmpty() ? NONE : user.readerOf())
                .getResultStream().map(tuple -> new InstanceSize(tuple.get(0, Integer.class), tuple.get(1, Integer.class))).toList();
    }

    /** The nodes that do not answer; for members, only those that hold VMs of theirs. */
    @Transactional
    public List<NodeState> silentNodes(User user) {
        return database.createQuery("""
                select n from NodeStateRow n where n.answers = false
                   and (:all = true or exists (select 1 from InstanceRow i where i.node = n.name and i.project in :projects))
                 order by n.name""", NodeStateRow.class)
                .setParameter("all", user.administrator()).setParameter("projects", projects(user))
                .getResultStream().map(NodeStateRow::state).toList();
    }

    /** Every compute node, by name, with how many VMs it has in which state. */
    @Transactional
    public List<NodeOccupation> nodes() {
        Map<String, Map<PowerState, Long>> vms = new HashMap<>();
        database.createQuery("select i.node, i.state, count(i) from InstanceRow i group by i.node, i.state", Tuple.class).getResultStream()
                .forEach(tuple -> vms.computeIfAbsent(tuple.get(0, String.class), node -> new EnumMap<>(PowerState.class)).put(tuple.get(1, PowerState.class), tuple.get(2, Long.class)));
        return database.createQuery("select n from NodeStateRow n order by n.name", NodeStateRow.class).getResultStream().map(NodeStateRow::state)
                .map(state -> new NodeOccupation(state, vms.getOrDefault(state.name(), Map.of()))).toList();
    }

    /**
     * A VM of this node that shows a screen, as it was last known.
     *
     * @param vm its name or id; empty for any
     */
    @Transactional
    public Optional<Instance> withScreenOn(String node, String vm) {
        return database.createQuery("""
                select i, n from InstanceRow i join NodeStateRow n on n.name = i.node
                 where i.node = :node and i.vnc = true and i.state in (io.porthole.compute.PowerState.RUNNING, io.porthole.compute.PowerState.PAUSED)
                   and (:vm = '' or i.displayName = :vm or i.name = :vm or cast(i.id as string) = lower(:vm)) order by i.state desc, i.id""", Tuple.class)
                .setParameter("node", node).setParameter("vm", vm).setMaxResults(1).getResultStream().findFirst().map(InstanceCatalog::instance);
    }

    private static Set<String> projects(User user) {
        return user.memberOf().isEmpty() ? NONE : user.memberOf();
    }

    static Instance instance(Tuple tuple) {
        return tuple.get(0, InstanceRow.class).instance(tuple.get(1, NodeStateRow.class));
    }

    private static InstanceDetails details(Tuple tuple) {
        return tuple.get(0, InstanceRow.class).details(tuple.get(1, NodeStateRow.class), tuple.get(2, UUID.class));
    }
}
