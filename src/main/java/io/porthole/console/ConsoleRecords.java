package io.porthole.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/** Writes the life of connections into their sessions, and closes what nobody else will close. */
@ApplicationScoped
public class ConsoleRecords {

    private final AuditTrail audit;
    private final PortalNode portal;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleRecords() {
        this(null, null, null);
    }

    @Inject
    public ConsoleRecords(AuditTrail audit, PortalNode portal, Clock clock) {
        this.audit = audit;
        this.portal = portal;
        this.clock = clock;
    }

    @Transactional
    public void write(List<ConsoleJournal.Entry> entries) {
        for (ConsoleJournal.Entry entry : entries) {
            ConsoleConnection connection = database.find(ConsoleConnection.class, entry.connectionId());
            if (connection == null || !connection.open()) {
                continue;
            }
            if (entry.end() == null) {
                connection.established(entry.at());
                database.find(ConsoleSession.class, connection.sessionId(), LockModeType.PESSIMISTIC_WRITE).established(entry.at());
            } else {
                connection.traffic(entry.bytesToBrowser(), entry.bytesToVm());
                close(connection, entry.at(), entry.end(), false);
            }
        }
    }

    /** Bytes so far, so that a portal that dies takes little of them with it. */
    @Transactional
    public void traffic(Collection<LiveConsole> live) {
        for (LiveConsole console : live) {
            database.createQuery("""
                    update ConsoleConnection c set c.bytesToBrowser = :down, c.bytesToVm = :up
                     where c.id = :id and c.closedAt is null and (c.bytesToBrowser <> :down or c.bytesToVm <> :up)""")
                    .setParameter("down", console.bytesToBrowser()).setParameter("up", console.bytesToVm())
                    .setParameter("id", console.connectionId()).executeUpdate();
        }
    }

    /** This portal node lives. */
    @Transactional
    public void heartbeat() {
        database.createNativeQuery("""
                insert into portal_nodes (boot, name) values (:boot, :name)
                on conflict (boot) do update set heartbeat_at = now()""")
                .setParameter("boot", portal.boot()).setParameter("name", portal.name()).executeUpdate();
    }

    /** Closes the connections of portal nodes that showed no life for so long; their end is when they last did. */
    @Transactional
    public void closeLost(Duration silence) {
        List<?> dead = database.createNativeQuery("""
                select boot, heartbeat_at from portal_nodes where heartbeat_at < now() - cast(:silence as interval) and boot <> :mine
                   for update skip locked""", Tuple.class)
                .setParameter("silence", silence.toSeconds() + " seconds").setParameter("mine", portal.boot()).getResultList();
        for (Object row : dead) {
            UUID boot = ((Tuple) row).get(0, UUID.class);
            Instant lastSeen = ((Tuple) row).get(1, Instant.class);
            database.createQuery("select c from ConsoleConnection c where c.portalBoot = :boot and c.closedAt is null", ConsoleConnection.class)
                    .setParameter("boot", boot).getResultList().forEach(connection -> close(connection, lastSeen, RelayEnd.PORTAL_LOST, true));
            database.createNativeQuery("delete from portal_nodes where boot = :boot").setParameter("boot", boot).executeUpdate();
        }
    }

    /** Ends sessions that nobody came to in time; one that had connections before ended when the last of them did. */
    @Transactional
    public void endUnvisited() {
        database.createNativeQuery("""
                update console_sessions s set state = 'ENDED',
                       ended_at = coalesce((select max(c.closed_at) from console_connections c where c.session_id = s.id), s.open_until),
                       end_reason = coalesce((select c.end_reason from console_connections c where c.session_id = s.id
                                               order by c.closed_at desc limit 1), 'NEVER_CONNECTED')
                 where s.state = 'AUTHORIZED' and s.open_until < :now""").setParameter("now", clock.instant()).executeUpdate();
        database.createNativeQuery("delete from console_auth_tokens where expires_at < :old")
                .setParameter("old", clock.instant().minus(Duration.ofDays(1))).executeUpdate();
    }

    private void close(ConsoleConnection connection, Instant when, RelayEnd why, boolean about) {
        connection.close(when, why);
        ConsoleSession session = database.find(ConsoleSession.class, connection.sessionId(), LockModeType.PESSIMISTIC_WRITE);
        session.addTraffic(connection.bytesToBrowser(), connection.bytesToVm());
        long others = database.createQuery("select count(c) from ConsoleConnection c where c.sessionId = :session and c.closedAt is null and c.id <> :this", Long.class)
                .setParameter("session", session.id()).setParameter("this", connection.id()).getSingleResult();
        if (others == 0) {
            session.end(when, why, about);
        }
        audit.record(AuditEvent.of(AuditAction.CONSOLE_ENDED).by(session.userName(), null)
                .on(session.instanceId().uuid(), session.instanceName(), session.project(), session.node())
                .in(session.id(), session.door().name()).saying(why.name()));
    }
}
