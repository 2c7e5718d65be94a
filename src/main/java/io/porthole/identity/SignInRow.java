package io.porthole.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "sign_ins")
class SignInRow {

    private static final int LONGEST_AGENT = 300;

    @Id
    private UUID id;
    @Column(name = "user_id")
    private UUID userId;
    @Column(name = "secret_hash")
    private byte[] secretHash;
    private String address;
    @Column(name = "user_agent")
    private String userAgent;
    @Column(name = "started_at")
    private Instant startedAt;
    @Column(name = "last_seen")
    private Instant lastSeen;
    @Column(name = "ended_at")
    private Instant endedAt;

    protected SignInRow() {
    }

    SignInRow(UUID userId, byte[] secretHash, String address, String userAgent, Instant now) {
        this.id = UUID.randomUUID();
        this.userId = userId;
        this.secretHash = secretHash.clone();
        this.address = address;
        this.userAgent = userAgent == null ? "" : userAgent.substring(0, Math.min(userAgent.length(), LONGEST_AGENT));
        this.startedAt = now;
        this.lastSeen = now;
    }

    UUID id() {
        return id;
    }

    boolean belongsTo(UUID user) {
        return userId.equals(user);
    }

    OpenSignIn shown() {
        return new OpenSignIn(id, userAgent, address, startedAt, lastSeen);
    }

    void seen(Instant now, Duration step) {
        if (lastSeen.plus(step).isBefore(now)) {
            lastSeen = now;
        }
    }

    /** @return false when it had ended already */
    boolean end(Instant now) {
        if (endedAt != null) {
            return false;
        }
        endedAt = now;
        return true;
    }
}
