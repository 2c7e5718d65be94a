package io.porthole.identity;

import java.io.Serializable;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

@Entity
@Table(name = "memberships")
@IdClass(MembershipRow.Key.class)
class MembershipRow {

    /** A user can be several things in one project. */
    record Key(UUID userId, UUID projectId, Role role) implements Serializable {
        Key() {
            this(null, null, null);
        }
    }

    @Id
    @Column(name = "user_id")
    private UUID userId;
    @Id
    @Column(name = "project_id")
    private UUID projectId;
    @Id
    @Enumerated(EnumType.STRING)
    private Role role;

    protected MembershipRow() {
    }

    MembershipRow(UUID userId, UUID projectId, Role role) {
        this.userId = userId;
        this.projectId = projectId;
        this.role = role;
    }
}
