package io.porthole.instance;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "instance_assignments")
class AssignmentRow {

    @Id
    @Column(name = "instance_id")
    private UUID instanceId;
    private String project;
    @Column(name = "assigned_by")
    private String assignedBy;
    @Column(name = "assigned_at")
    private Instant assignedAt;

    protected AssignmentRow() {
    }

    AssignmentRow(UUID instanceId) {
        this.instanceId = instanceId;
    }

    void become(String newProject, String by, Instant now) {
        project = newProject;
        assignedBy = by;
        assignedAt = now;
    }

    UUID instanceId() {
        return instanceId;
    }

    String project() {
        return project;
    }
}
