package io.porthole.recording;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/** Writes the rows of recordings, and each beginning and end into the trail. What was written once changes nothing when it is written again. */
@ApplicationScoped
class RecordingRecords {

    private static final String COLUMNS = "id, session_id, instance_id, instance_name, project, user_name, node, door";

    private final AuditTrail audit;

    @PersistenceContext
    private EntityManager database;

    protected RecordingRecords() {
        this(null);
    }

    @Inject
    RecordingRecords(AuditTrail audit) {
        this.audit = audit;
    }

    /** Whose console it is, the row of its session tells. */
    @Transactional
    public void begun(UUID id, UUID sessionId, UUID connectionId, Instant startedAt, String fileName, boolean input) {
        List<?> rows = database.createNativeQuery("""
                insert into recordings (id, session_id, connection_id, instance_id, instance_name, project, user_name, node, door, started_at, file_name, input)
                select :id, s.id, :connection, s.instance_id, s.instance_name, s.project, s.user_name, s.node, s.door, :startedAt, :fileName, :input
                  from console_sessions s where s.id = :session
                on conflict (id) do nothing
                returning\s""" + COLUMNS, Tuple.class)
                .setParameter("id", id).setParameter("connection", connectionId).setParameter("session", sessionId)
                .setParameter("startedAt", startedAt).setParameter("fileName", fileName).setParameter("input", input).getResultList();
        rows.forEach(row -> audit.record(event(AuditAction.RECORDING_STARTED, (Tuple) row).saying("recording " + id + (input ? ", with input" : ""))));
    }

    /** Whoever wrote it has the last word: its portal node may have been taken for dead, and its file be longer than another one found it. */
    @Transactional
    public void ended(UUID id, RecordingEnd end) {
        List<?> rows = database.createNativeQuery("""
                update recordings set state = :state, end_reason = :reason, ended_at = :at, bytes = :bytes, sha256 = :sha256
                 where id = :id and (state = 'RECORDING' or state = 'INTERRUPTED' and :state <> 'INTERRUPTED')
                returning\s""" + COLUMNS, Tuple.class)
                .setParameter("id", id).setParameter("state", end.state().name()).setParameter("reason", end.reason()).setParameter("at", end.at())
                .setParameter("bytes", end.bytes()).setParameter("sha256", end.sha256()).getResultList();
        rows.forEach(row -> audit.record(event(AuditAction.RECORDING_ENDED, (Tuple) row).saying("recording " + id + ": " + end.state() + ", " + end.reason()
                + "; " + end.bytes() + " bytes, SHA-256 " + HexFormat.of().formatHex(end.sha256()))));
    }

    /** A console that should be recorded and is not: a row without a file tells it. */
    @Transactional
    public void impossible(UUID id, UUID sessionId, UUID connectionId, Instant at, String why) {
        List<?> rows = database.createNativeQuery("""
                insert into recordings (id, session_id, connection_id, instance_id, instance_name, project, user_name, node, door, started_at, ended_at, file_name, state, end_reason)
                select :id, s.id, :connection, s.instance_id, s.instance_name, s.project, s.user_name, s.node, s.door, :at, :at, '', 'FAILED', 'IMPOSSIBLE'
                  from console_sessions s where s.id = :session
                on conflict (id) do nothing
                returning\s""" + COLUMNS, Tuple.class)
                .setParameter("id", id).setParameter("connection", connectionId).setParameter("session", sessionId).setParameter("at", at).getResultList();
        rows.forEach(row -> audit.record(event(AuditAction.RECORDING_FAILED, (Tuple) row).saying(why)));
    }

    /** Those whose connection is over, but not they: their portal died, or has had no chance to say so. */
    @Transactional
    public List<Tuple> abandoned() {
        List<?> rows = database.createNativeQuery("""
                select r.id, r.file_name, c.closed_at from recordings r join console_connections c on c.id = r.connection_id
                 where r.state = 'RECORDING' and (c.end_reason = 'PORTAL_LOST' or c.closed_at < now() - interval '5 minutes')""", Tuple.class).getResultList();
        return rows.stream().map(Tuple.class::cast).toList();
    }

    @Transactional
    public void removed(UUID id, String why) {
        List<?> rows = database.createNativeQuery("update recordings set state = 'REMOVED' where id = :id and state not in ('RECORDING', 'REMOVED') returning " + COLUMNS, Tuple.class)
                .setParameter("id", id).getResultList();
        rows.forEach(row -> audit.record(event(AuditAction.RECORDING_REMOVED, (Tuple) row).saying("recording " + id + ": " + why)));
    }

    boolean isTheOnlyPortalNode() {
        return (Boolean) database.createNativeQuery("select count(*) <= 1 from portal_nodes").getSingleResult();
    }

    private static AuditEvent event(AuditAction action, Tuple row) {
        return AuditEvent.of(action).by(row.get("user_name", String.class), null)
                .on(row.get("instance_id", UUID.class), row.get("instance_name", String.class), row.get("project", String.class), row.get("node", String.class))
                .in(row.get("session_id", UUID.class), row.get("door", String.class));
    }
}
