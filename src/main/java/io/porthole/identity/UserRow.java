package io.porthole.identity;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "users")
class UserRow {

    @Id
    private UUID id;
    private String name;
    @Column(name = "password_hash")
    private String passwordHash;
    private boolean enabled;
    private boolean declared;
    @Column(name = "most_consoles")
    private Integer mostConsoles;
    @Column(name = "most_consoles_by")
    private String mostConsolesBy;
    @Column(name = "most_consoles_at")
    private Instant mostConsolesAt;

    protected UserRow() {
    }

    UserRow(String name, String passwordHash, boolean declared) {
        this.id = UUID.randomUUID();
        this.name = name;
        this.passwordHash = passwordHash;
        this.enabled = true;
        this.declared = declared;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String passwordHash() {
        return passwordHash;
    }

    boolean enabled() {
        return enabled;
    }

    boolean declared() {
        return declared;
    }

    /** @return null: as the settings say */
    Integer mostConsoles() {
        return mostConsoles;
    }

    /** @return null where the settings alone count */
    OwnLimit ownLimit() {
        return mostConsoles == null ? null : new OwnLimit(mostConsoles, mostConsolesBy, mostConsolesAt);
    }

    void limit(OwnLimit limit) {
        this.mostConsoles = limit == null ? null : Integer.valueOf(limit.most());
        this.mostConsolesBy = limit == null ? null : limit.by();
        this.mostConsolesAt = limit == null ? null : limit.at();
    }

    void setPasswordHash(String hash) {
        this.passwordHash = hash;
    }

    void declare() {
        this.declared = true;
        this.enabled = true;
    }

    void disable() {
        this.enabled = false;
    }

    void enable() {
        this.enabled = true;
    }

    /** From now on the settings have no say. */
    void forget() {
        this.declared = false;
        this.enabled = false;
    }
}
