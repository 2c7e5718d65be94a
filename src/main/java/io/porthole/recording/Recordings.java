package io.porthole.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;

/** What was recorded, for those who may watch it; that they did is in the trail before they see anything. */
@ApplicationScoped
public class Recordings {

    /** What is written to a reader. */
    public interface Playback {

        /** As FBS 001.001, up to what is written now. */
        void to(OutputStream out) throws IOException;
    }

    /** As the event of an end tells it. */
    private static final Pattern DIGEST = Pattern.compile("SHA-256 ([0-9a-f]{64})$");

    private final Recorder recorder;
    private final AuditTrail audit;

    @PersistenceContext
    private EntityManager database;

    protected Recordings() {
        this(null, null);
    }

    @Inject
    public Recordings(Recorder recorder, AuditTrail audit) {
        this.recorder = recorder;
        this.audit = audit;
    }

    /** Whether this session was to be recorded and is not, or no longer, because that failed. */
    public boolean hasStopped(UUID sessionId) {
        return (Boolean) database.createNativeQuery("""
                select coalesce((select state = 'FAILED' or end_reason in ('OVERLOAD', 'NO_ROOM') from recordings where session_id = :session order by started_at desc limit 1), false)""")
                .setParameter("session", sessionId).getSingleResult();
    }

    public Optional<RecordedConsole> find(UUID id) {
        List<?> rows = database.createNativeQuery("select * from recordings where id = :id", Tuple.class).setParameter("id", id).getResultList();
        return rows.stream().findFirst().map(row -> RecordedConsole.of((Tuple) row));
    }

    /** Those of these sessions, in the order in which they were made. */
    public List<RecordedConsole> of(Collection<UUID> sessions) {
        if (sessions.isEmpty()) {
            return List.of();
        }
        List<?> rows = database.createNativeQuery("select * from recordings where session_id in (:sessions) order by started_at, id", Tuple.class)
                .setParameter("sessions", sessions).getResultList();
        return rows.stream().map(row -> RecordedConsole.of((Tuple) row)).toList();
    }

    /**
     * @param watcher who will see it, from this address
     * @return empty where this portal node has no such file
     */
    public Optional<Playback> play(RecordedConsole recording, String watcher, String address) {
        return play(recording, watcher, address, "", RecordingReader::copyTo);
    }

    /** The same of what was typed: what the browser sent (RFC 6143, 7.5), in blocks as the screen's. */
    public Optional<Playback> playInput(RecordedConsole recording, String watcher, String address) {
        return recording.input() ? play(recording, watcher, address, ", its input", RecordingReader::copyInputTo) : Optional.empty();
    }

    private Optional<Playback> play(RecordedConsole recording, String watcher, String address, String what, Part part) {
        Path path = recorder.path(recording.fileName());
        if (!recording.plays() || !Files.isReadable(path)) {
            return Optional.empty();
        }
        audit.record(about(AuditAction.RECORDING_WATCHED, recording, watcher, address).saying("recording " + recording.id() + what));
        Optional<String> digest = digest(recording);
        return Optional.of(out -> {
            try (RecordingReader reader = RecordingReader.open(path, recording.id(), recorder.key())) {
                part.copy(reader, out);
                out.flush(); // what there is can be seen, whatever is wrong with its end
                if (digest.isPresent()) {
                    reader.prove(digest.get());
                }
            } catch (RecordingException e) {
                audit.record(about(AuditAction.RECORDING_DAMAGED, recording, watcher, address).saying(e.getMessage()));
                throw e;
            }
        });
    }

    /** Whether its file, where this portal node has it, is as it was when the recording ended. It is read for that. */
    public boolean isAsRecorded(RecordedConsole recording) throws IOException {
        Path path = recorder.path(recording.fileName());
        Optional<String> digest = digest(recording);
        return digest.isEmpty() || !recording.plays() || !Files.isReadable(path) || digest.get().equals(HexFormat.of().formatHex(RecordingFile.digest(path)));
    }

    /** Of its file at its end, as the trail has it, where nobody changes it; as its row has it where that event's time is over. Empty while the recording goes on. */
    private Optional<String> digest(RecordedConsole recording) {
        if (recording.endedAt() == null) {
            return Optional.empty();
        }
        List<?> told = database.createNativeQuery("""
                select detail from audit_events where session_id = :session and action = :ended and detail like :recording order by id desc""", String.class)
                .setParameter("session", recording.sessionId()).setParameter("ended", AuditAction.RECORDING_ENDED.name())
                .setParameter("recording", "recording " + recording.id() + ":%").setMaxResults(1).getResultList();
        Optional<String> inTrail = told.stream().map(detail -> DIGEST.matcher((String) detail)).filter(Matcher::find).map(found -> found.group(1)).findFirst();
        return inTrail.or(() -> Optional.ofNullable(recording.sha256()));
    }

    private interface Part {
        void copy(RecordingReader reader, OutputStream out) throws IOException;
    }

    /** Somebody asked for it who may not watch. @return the incident */
    public UUID refuse(RecordedConsole recording, String watcher, String address) {
        AuditEvent event = about(AuditAction.RECORDING_REFUSED, recording, watcher, address).refusedFor("NOT_PERMITTED").saying("recording " + recording.id());
        audit.recordRefusal(event);
        return event.incident();
    }

    private static AuditEvent about(AuditAction action, RecordedConsole recording, String who, String address) {
        return AuditEvent.of(action).by(who, address).about(recording.userName()).on(recording.instanceId(), recording.instanceName(), recording.project(), recording.node())
                .in(recording.sessionId(), recording.door());
    }
}
