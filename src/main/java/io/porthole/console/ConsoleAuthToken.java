package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * What admits to a console session.
 *
 * <p>Its life: issued with an expiry; used, once or until it expires; then only a row that tells why it admits no more. A
 * page's token is bound to the sign-in that it was issued to, a bearer token to nobody.
 */
@Entity
@Table(name = "console_auth_tokens")
class ConsoleAuthToken {

    @Id
    @Column(name = "token_hash")
    private byte[] tokenHash;
    @Column(name = "session_id")
    private UUID sessionId;
    @Column(name = "sign_in_id")
    private UUID signInId;
    private boolean once;
    private String host;
    private int port;
    @Column(name = "expires_at")
    private Instant expiresAt;
    @Column(name = "used_at")
    private Instant usedAt;

    protected ConsoleAuthToken() {
    }

    ConsoleAuthToken(TokenSecret secret, UUID sessionId, UUID signInId, boolean once, String host, int port, Instant expiresAt) {
        this.tokenHash = secret.hash();
        this.sessionId = sessionId;
        this.signInId = signInId;
        this.once = once;
        this.host = host;
        this.port = port;
        this.expiresAt = expiresAt;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    boolean usedUp() {
        return once && usedAt != null;
    }
}
