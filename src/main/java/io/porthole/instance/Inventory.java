package io.porthole.instance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.InstanceId;
import io.porthole.compute.InstanceReport;
import io.porthole.compute.NodeWatcher;
import io.porthole.compute.PowerState;

/**
 * Writes down what compute nodes say, so that a page never waits for one. Of a VM that migrates two nodes tell at the same
 * moment, each what it sees; so a row is locked before it is changed. And each compute node tells the same to every portal node
 * at the same moment: what one of them says is written by one portal node after the other, or both would add the same VM, and one fail.
 *
 * <p>A VM that is defined on several nodes is where it runs; switched off, it stays where it was known until it is gone from there, or that
 * node does not answer.
 */
@ApplicationScoped
public class Inventory implements NodeWatcher {

    private static final System.Logger LOG = System.getLogger(Inventory.class.getName());

    /** A VM that left its node and has not arrived at one that is known here is believed to be on its way for so long. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

    private final ComputeSettings settings;
    private final Clock clock;
    private final OtherDefinitions otherDefinitions;

    @PersistenceContext
    private EntityManager database;

    protected Inventory() {
        this(null, null, null);
    }

    @Inject
    Inventory(ComputeSettings settings, Clock clock, OtherDefinitions otherDefinitions) {
        this.settings = settings;
        this.clock = clock;
        this.otherDefinitions = otherDefinitions;
    }

    /** At start: nodes that the settings no longer name go, and their instances with them. */
    @Transactional
    public void keepOnlyDeclaredNodes() {
        takeTurn("");
        database.createQuery("select n from NodeStateRow n", NodeStateRow.class).getResultStream()
                .filter(row -> settings.node(row.state().name()).isEmpty()).forEach(database::remove);
        settings.all().forEach(this::nodeState);
    }

    @Override
    @Transactional
    public void instancesAre(ComputeNode node, List<InstanceReport> reports) {
        takeTurn(node.name());
        Instant now = clock.instant();
        answers(node, now);
        Map<UUID, InstanceRow> known = new HashMap<>();
        database.createQuery("select i from InstanceRow i where i.node = :node", InstanceRow.class)
                .setParameter("node", node.name()).getResultStream().forEach(row -> known.put(row.id(), row));
        Map<UUID, String> assigned = database.createQuery("select a from AssignmentRow a", AssignmentRow.class).getResultStream()
                .collect(Collectors.toMap(AssignmentRow::instanceId, AssignmentRow::project));
        otherDefinitions.forget(node.name());
        inOrder(known.keySet(), reports).forEach((id, report) -> {
            InstanceRow row = known.get(id);
            if (report.isEmpty()) {
                remove(node, id);
            } else if (row == null || !row.is(node, report.get(), assigned.get(id))) {
                write(node, report.get());
            }
        });
    }

    /** Looks at two nodes that lock the same rows lock them in the same order, or each would wait for the other. */
    private static SortedMap<UUID, Optional<InstanceReport>> inOrder(Set<UUID> known, List<InstanceReport> reports) {
        SortedMap<UUID, Optional<InstanceReport>> all = new TreeMap<>();
        known.forEach(id -> all.put(id, Optional.empty()));
        reports.forEach(report -> all.put(report.id().uuid(), Optional.of(report)));
        return all;
    }

    @Override
    @Transactional
    public void instanceChanged(ComputeNode node, InstanceReport report) {
        takeTurn(node.name());
        write(node, report);
    }

    @Override
    @Transactional
    public void instancePaused(ComputeNode node, InstanceReport report) {
        takeTurn(node.name());
        become(locked(report.id().uuid()), node, report);
    }

    @Override
    @Transactional
    public void instanceMoves(ComputeNode node, InstanceId id) {
        InstanceRow row = locked(id.uuid());
        if (row != null && row.node().equals(node.name())) {
            row.move(clock.instant());
        }
    }

    @Override
    @Transactional
    public void instanceGone(ComputeNode node, InstanceId id) {
        otherDefinitions.forget(node.name(), id.uuid());
        remove(node, id.uuid());
    }

    @Override
    @Transactional
    public void nodeUnreachable(ComputeNode node, String reason) {
        otherDefinitions.forget(node.name());
        NodeStateRow state = nodeState(node);
        if (state.answering()) {
            LOG.log(System.Logger.Level.WARNING, "compute node {0} does not answer: {1}", node.name(), reason);
        }
        state.isSilent(reason, clock.instant());
    }

    /** @return the VM's row, which no look at its node changes until the transaction ends; null without one */
    InstanceRow lockedForAssignment(UUID id) {
        InstanceRow row = database.find(InstanceRow.class, id);
        if (row != null) {
            takeTurn(row.node());
        }
        return locked(id);
    }

    /** @param nodeName empty at the start, which looks at all nodes */
    private void takeTurn(String nodeName) {
        database.createNativeQuery("select count(*) from pg_advisory_xact_lock(hashtextextended(:name, 1))").setParameter("name", nodeName).getSingleResult();
    }

    private void answers(ComputeNode node, Instant now) {
        NodeStateRow state = nodeState(node);
        if (!state.answering()) {
            LOG.log(System.Logger.Level.INFO, "compute node {0} answers", node.name());
        }
        state.answers(now);
    }

    private NodeStateRow nodeState(ComputeNode node) {
        NodeStateRow found = database.find(NodeStateRow.class, node.name());
        if (found != null) {
            return found;
        }
        NodeStateRow made = new NodeStateRow(node.name(), clock.instant());
        database.persist(made);
        return made;
    }

    private void remove(ComputeNode node, UUID id) {
        InstanceRow row = locked(id);
        // A VM that migrated away is gone from here and runs elsewhere, or is about to.
        if (row != null && row.node().equals(node.name()) && !isOnItsWay(row)) {
            otherDefinitions.elsewhereThan(node.name(), id).ifPresentOrElse(definition -> become(row, settings.node(definition.node()).orElseThrow(), definition.report()),
                    () -> database.remove(row));
        }
    }

    private boolean isOnItsWay(InstanceRow row) {
        return row.movesSince(clock.instant().minus(ON_ITS_WAY));
    }

    /** @return the row as it is now, also where it was read before; null without one */
    private InstanceRow locked(UUID id) {
        InstanceRow row = database.find(InstanceRow.class, id);
        if (row == null) {
            return null;
        }
        try {
            database.refresh(row, LockModeType.PESSIMISTIC_WRITE);
            return row;
        } catch (EntityNotFoundException e) {
            return null;
        }
    }

    private void write(ComputeNode node, InstanceReport report) {
        InstanceRow row = locked(report.id().uuid());
        if (row == null || report.state() == PowerState.RUNNING) {
            become(row, node, report);
        } else if (staysElsewhere(row, node, report)) {
            keepInMind(node, report);
        } else if (!isOnItsWay(row)) {
            become(row, node, report);
        }
    }

    /** What is here is what a migration left behind, or has not begun yet; or a second definition of a VM that is off. */
    private boolean staysElsewhere(InstanceRow row, ComputeNode node, InstanceReport report) {
        return !row.node().equals(node.name()) && (row.state().hasScreen() || !report.state().hasScreen() && isAnswering(row.node()));
    }

    private boolean isAnswering(String nodeName) {
        NodeStateRow state = database.find(NodeStateRow.class, nodeName);
        return state != null && state.answering();
    }

    private void keepInMind(ComputeNode node, InstanceReport report) {
        if (!report.state().hasScreen()) {
            otherDefinitions.add(node.name(), report);
        }
    }

    /** @param known its row, locked; null without one */
    private void become(InstanceRow known, ComputeNode node, InstanceReport report) {
        InstanceRow row = known == null ? new InstanceRow(report.id().uuid(), clock.instant()) : known;
        AssignmentRow assignment = database.find(AssignmentRow.class, report.id().uuid());
        row.become(node, report, assignment == null ? null : assignment.project(), clock.instant());
        if (known == null) {
            database.persist(row);
        }
    }
}
