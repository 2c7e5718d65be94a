package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** One WebSocket of a console session, from its admission to its end. */
@Entity
@Table(name = "console_connections")
class ConsoleConnection {

    @Id
    private UUID id;
    @Column(name = "session_id")
    private UUID sessionId;
    @Column(name = "portal_node")
    private String portalNode;
    @Column(name = "portal_boot")
    private UUID portalBoot;
    private String address;
    @Column(name = "opened_at")
    private Instant openedAt;
    @Column(name = "established_at")
    private Instant establishedAt;
    @Column(name = "closed_at")
    private Instant closedAt;
    @Enumerated(EnumType.STRING)
    @Column(name = "end_reason")
    private RelayEnd endReason;
    @Column(name = "bytes_to_browser")
    private long bytesToBrowser;
    @Column(name = "bytes_to_vm")
    private long bytesToVm;

    protected ConsoleConnection() {
    }

    ConsoleConnection(UUID sessionId, PortalNode portal, String address, Instant now) {
        this.id = UUID.randomUUID();
        this.sessionId = sessionId;
        this.portalNode = portal.name();
        this.portalBoot = portal.boot();
        this.address = address;
        this.openedAt = now;
    }

    UUID id() {
        return id;
    }

    UUID sessionId() {
        return sessionId;
    }

    boolean open() {
        return closedAt == null;
    }

    long bytesToBrowser() {
        return bytesToBrowser;
    }

    long bytesToVm() {
        return bytesToVm;
    }

    void established(Instant when) {
        establishedAt = when;
    }

    void traffic(long toBrowser, long toVm) {
        bytesToBrowser = toBrowser;
        bytesToVm = toVm;
    }

    void close(Instant when, RelayEnd why) {
        closedAt = when;
        endReason = why;
    }
}
