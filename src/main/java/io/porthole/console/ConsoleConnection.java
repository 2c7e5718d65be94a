package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** One WebSocket of a console session, from its admission to its end; written in bulk by {@link ConsoleRecords}, read here. */
@Entity
@Table(name = "console_connections")
class ConsoleConnection {

    @Id
    private UUID id;
    @Column(name = "session_id")
    private UUID sessionId;
    private String address;
    @Column(name = "closed_at")
    private Instant closedAt;

    protected ConsoleConnection() {
    }
}
