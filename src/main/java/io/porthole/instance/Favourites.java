package io.porthole.instance;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

import io.porthole.compute.InstanceId;
import io.porthole.identity.User;

/** The VMs that a person wants to have first in their list. */
@ApplicationScoped
public class Favourites {

    private final InstanceCatalog instances;
    private final InstanceRefusals refusals;

    @PersistenceContext
    private EntityManager database;

    protected Favourites() {
        this(null, null);
    }

    @Inject
    public Favourites(InstanceCatalog instances, InstanceRefusals refusals) {
        this.instances = instances;
        this.refusals = refusals;
    }

    /** @return false where there is no such instance for this person */
    @Transactional
    public boolean set(User user, InstanceId id, boolean favourite, String address) {
        if (instances.visibleTo(user, id).isEmpty()) {
            refusals.tell(user, id, Optional.empty(), "favourite", address);
            return false;
        }
        String change = favourite ? "insert into favourites (user_id, instance_id) values (:user, :instance) on conflict do nothing"
                : "delete from favourites where user_id = :user and instance_id = :instance";
        database.createNativeQuery(change).setParameter("user", user.id()).setParameter("instance", id.uuid()).executeUpdate();
        return true;
    }
}
