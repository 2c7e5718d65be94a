package io.porthole.audit;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An event as it is added; the time is the database's. */
@Entity
@Table(name = "audit_events")
class AuditEventRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;
    @Enumerated(EnumType.STRING)
    private AuditAction action;
    @Column(name = "user_name")
    private String userName;
    private String address;
    @Column(name = "instance_id")
    private UUID instanceId;
    @Column(name = "instance_name")
    private String instanceName;
    private String project;
    private String node;
    @Column(name = "session_id")
    private UUID sessionId;
    private String door;
    private String refusal;
    private UUID incident;
    private String detail;

    protected AuditEventRow() {
    }

    AuditEventRow(AuditEvent event) {
        this.action = event.action();
        this.userName = event.userName();
        this.address = event.address();
        this.instanceId = event.instanceId();
        this.instanceName = event.instanceName();
        this.project = event.project();
        this.node = event.node();
        this.sessionId = event.sessionId();
        this.door = event.door();
        this.refusal = event.refusal();
        this.incident = event.incident();
        this.detail = event.detail();
    }
}
