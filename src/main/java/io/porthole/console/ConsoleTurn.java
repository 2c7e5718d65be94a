package io.porthole.console;

import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

/** Lets consoles that are counted open one after the other, on all portal nodes: each sees those that opened before it. */
@ApplicationScoped
class ConsoleTurn {

    /** Any number that no other lock of this database has. */
    private static final long LOCK = 0x636f6e736f6c6573L;

    /** Opens the connection. */
    interface Opening {
        UUID open() throws Refusal;
    }

    @PersistenceContext
    private EntityManager database;

    /** @return the connection's id */
    @Transactional(dontRollbackOn = Refusal.class)
    public UUID take(Opening opening) throws Refusal {
        database.createNativeQuery("select count(*) from pg_advisory_xact_lock(:key)").setParameter("key", LOCK).getSingleResult();
        return opening.open();
    }
}
