package io.porthole.instance;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.porthole.compute.ComputeNode;
import io.porthole.compute.InstanceId;
import io.porthole.compute.InstanceReport;
import io.porthole.compute.PowerState;

@Entity
@Table(name = "instances")
class InstanceRow {

    @Id
    private UUID id;
    private String node;
    private String name;
    @Column(name = "display_name")
    private String displayName;
    private String project;
    @Column(name = "own_project")
    private String ownProject;
    @Enumerated(EnumType.STRING)
    private PowerState state;
    private boolean vnc;
    private int vcpus;
    @Column(name = "memory_mib")
    private int memoryMib;
    @Column(name = "first_seen")
    private Instant firstSeen;
    @Column(name = "changed_at")
    private Instant changedAt;

    protected InstanceRow() {
    }

    InstanceRow(UUID id, Instant now) {
        this.id = id;
        this.firstSeen = now;
    }

    /** @param assigned the project that an administrator brought it into; null where none did */
    void become(ComputeNode onNode, InstanceReport report, String assigned, Instant now) {
        if (report.state() != state || !onNode.name().equals(node) || !report.displayName().equals(displayName)) {
            this.changedAt = now;
        }
        this.node = onNode.name();
        this.name = report.name();
        this.displayName = report.displayName();
        this.ownProject = ownProject(onNode, report);
        this.project = assigned == null ? ownProject : assigned;
        this.state = report.state();
        this.vnc = report.vncPresent();
        this.vcpus = report.vcpus();
        this.memoryMib = report.memoryMib();
    }

    private static String ownProject(ComputeNode onNode, InstanceReport report) {
        return report.project() == null ? onNode.defaultProject() : report.project();
    }

    void belongsTo(String newProject) {
        project = newProject;
    }

    /** Nobody's assignment counts any more. */
    void belongsToItsOwn() {
        project = ownProject;
    }

    String project() {
        return project;
    }

    String displayName() {
        return displayName;
    }

    /** It leaves its node, and the next one has not told of it. */
    void move(Instant now) {
        state = PowerState.MIGRATING;
        changedAt = now;
    }

    boolean movesSince(Instant time) {
        return state == PowerState.MIGRATING && changedAt.isAfter(time);
    }

    /** Whether this report is no news. */
    boolean is(ComputeNode onNode, InstanceReport report, String assigned) {
        return onNode.name().equals(node) && report.state() == state && report.name().equals(name) && report.displayName().equals(displayName)
                && Objects.equals(ownProject(onNode, report), ownProject) && Objects.equals(assigned == null ? ownProject : assigned, project)
                && report.vncPresent() == vnc && report.vcpus() == vcpus && report.memoryMib() == memoryMib;
    }

    UUID id() {
        return id;
    }

    String node() {
        return node;
    }

    PowerState state() {
        return state;
    }

    Instance instance(NodeStateRow nodeState) {
        boolean answers = nodeState.answering();
        return new Instance(new InstanceId(id), name, displayName, project, node, answers ? state : PowerState.UNKNOWN, vnc,
                answers ? null : nodeState.reason());
    }

    InstanceDetails details(NodeStateRow nodeState, UUID projectId) {
        return new InstanceDetails(instance(nodeState), projectId, new InstanceSize(vcpus, memoryMib), firstSeen, changedAt);
    }
}
