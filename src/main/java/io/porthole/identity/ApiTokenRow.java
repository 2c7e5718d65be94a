package io.porthole.identity;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "api_tokens")
class ApiTokenRow {

    @Id
    @Column(name = "token_hash")
    private byte[] tokenHash;
    @Column(name = "audit_id")
    private UUID auditId;
    @Column(name = "user_id")
    private UUID userId;
    @Column(name = "project_id")
    private UUID projectId;
    private boolean exchanged;
    @Column(name = "password_mark")
    private byte[] passwordMark;
    @Column(name = "issued_at")
    private Instant issuedAt;
    @Column(name = "expires_at")
    private Instant expiresAt;
    @Column(name = "revoked_at")
    private Instant revokedAt;

    protected ApiTokenRow() {
    }

    ApiTokenRow(ApiTokenSecret secret, UserRow user, UUID projectId, boolean exchanged, Instant now, Instant expiresAt) {
        this.tokenHash = secret.hash();
        this.auditId = UUID.randomUUID();
        this.userId = user.id();
        this.projectId = projectId;
        this.exchanged = exchanged;
        this.passwordMark = markOf(user);
        this.issuedAt = now;
        this.expiresAt = expiresAt;
    }

    /** Whether the user's password is still the one of the time when the token was issued. */
    boolean holdsFor(UserRow user) {
        byte[] mark = markOf(user);
        return mark == null ? passwordMark == null : MessageDigest.isEqual(mark, passwordMark);
    }

    UUID auditId() {
        return auditId;
    }

    UUID projectId() {
        return projectId;
    }

    boolean exchanged() {
        return exchanged;
    }

    Instant issuedAt() {
        return issuedAt;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    private static byte[] markOf(UserRow user) {
        return user.passwordHash() == null ? null : Secret.digest(user.passwordHash());
    }
}
