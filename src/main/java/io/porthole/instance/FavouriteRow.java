package io.porthole.instance;

import java.io.Serializable;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "favourites")
class FavouriteRow {

    @EmbeddedId
    private Key key;

    protected FavouriteRow() {
    }

    @Embeddable
    record Key(@Column(name = "user_id") UUID userId, @Column(name = "instance_id") UUID instanceId) implements Serializable {
    }
}
