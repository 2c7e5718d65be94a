package io.porthole.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Tuple;

import io.porthole.schedule.RepeatedWork;
import io.porthole.settings.SettingException;

/**
 * Records consoles: makes the files, sees to it that what was taken is written each second, and keeps their rows true, which wait in memory while the database is away.
 */
@ApplicationScoped
public class Recorder {

    private static final System.Logger LOG = System.getLogger(Recorder.class.getName());
    /** What a portal that is killed loses at most. */
    private static final Duration WRITE_PACE = Duration.ofMillis(800);
    private static final Duration ROW_PACE = Duration.ofMillis(200);
    private static final Duration UPKEEP_PACE = Duration.ofSeconds(5);
    private static final Duration RETENTION_PACE = Duration.ofSeconds(10);
    private static final int SCHEDULE_THREADS = 2;
    /** Each waits for the disk, for one recording at a time. */
    private static final int WRITERS = 4;

    private final RecordingSettings settings;
    private final RecordingRules rules;
    private final RecordingRecords records;
    private final RecordingRetention retention;
    private final Clock clock;
    private final Map<UUID, ConsoleRecording> live = new ConcurrentHashMap<>();
    private final RecordingMemory memory = RecordingMemory.ofThisServer();
    private final Queue<Runnable> rows = new ConcurrentLinkedQueue<>();
    private final RepeatedWork work = new RepeatedWork(LOG, "the rows of recordings cannot be kept; trying again until they can", "the rows of recordings are kept again");
    private volatile RecordingKey key;
    private volatile boolean ready;

    /** Executors of the container's own hold every task back while the server is suspended, and what is under way must still be written. */
    @Resource
    private ManagedThreadFactory threads;
    private ScheduledExecutorService schedule;
    private ExecutorService writers;

    protected Recorder() {
        this(null, null, null, null, null);
    }

    @Inject
    public Recorder(RecordingSettings settings, RecordingRules rules, RecordingRecords records, RecordingRetention retention, Clock clock) {
        this.settings = settings;
        this.rules = rules;
        this.records = records;
        this.retention = retention;
        this.clock = clock;
    }

    /** @throws SettingException if consoles are to be recorded, and could not be */
    public void start() {
        if (rules.mayRecord()) {
            makeReady();
        }
        schedule = new ScheduledThreadPoolExecutor(SCHEDULE_THREADS, threads);
        writers = new ThreadPoolExecutor(WRITERS, WRITERS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        work.repeat(schedule, WRITE_PACE, () -> live.values().forEach(ConsoleRecording::wake));
        work.repeat(schedule, ROW_PACE, this::writeRows);
        work.repeat(schedule, UPKEEP_PACE, this::endAbandoned);
        work.repeat(schedule, UPKEEP_PACE, this::watchTheDisk);
        work.repeat(schedule, RETENTION_PACE, retention::removeOverdue);
    }

    /**
     * Makes folder and key where they are not there yet: at the start, or when the first rule is added.
     *
     * @throws SettingException if consoles could not be recorded
     */
    public void makeReady() {
        try {
            Files.createDirectories(settings.directory(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.isWritable(settings.directory())) {
                throw new SettingException("recording_directory", "the folder " + settings.directory() + " cannot be written to");
            }
        } catch (IOException e) {
            throw new SettingException("recording_directory", "the folder " + settings.directory() + " cannot be made: " + e);
        }
        try {
            key();
            if (RecordingKey.isOpenToOthers(settings.keyFile())) {
                LOG.log(System.Logger.Level.WARNING, "recording_key_file: others than its owner can read {0}, and with it every recording", settings.keyFile());
            }
        } catch (IOException e) {
            throw new SettingException("recording_key_file", e.getMessage());
        }
        ready = true;
    }

    /** Writes all that is known; called while the portal stops, after its consoles have ended. */
    public void stop() {
        if (schedule == null) {
            return;
        }
        schedule.shutdown();
        live.values().forEach(recording -> {
            recording.end("PORTAL_STOPPING");
            recording.write();
        });
        writers.shutdown();
        work.attempt(this::writeRows);
    }

    /**
     * Makes a recording ready for this connection, if its visit is recorded. It may wait for the disk.
     *
     * @param rulesAdded false where no rule of recording can have been added
     * @return null when there is none, and the console may be opened even so
     * @throws RecordingException when there is none, and without it the console may not be opened
     */
    public ConsoleRecording prepare(UUID sessionId, UUID connectionId, RecordedVisit visit, boolean rulesAdded) throws RecordingException {
        if (!(rulesAdded ? rules.records(visit) : rules.recordsWithoutAdded(visit))) {
            return null;
        }
        try {
            return make(sessionId, connectionId);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "console session " + sessionId + " cannot be recorded: " + e.getMessage(), e);
            UUID id = UUID.randomUUID();
            Instant now = clock.instant();
            rows.add(() -> records.impossible(id, sessionId, connectionId, now, String.valueOf(e.getMessage())));
            if (settings.full() == RecordingSettings.Full.GO_ON) {
                return null;
            }
            throw new RecordingException("cannot be recorded: " + e.getMessage(), e);
        }
    }

    private ConsoleRecording make(UUID sessionId, UUID connectionId) throws IOException {
        if (!ready) {
            makeReadyLate();
        }
        long free = freeBytes();
        if (free < settings.leastFreeBytes()) {
            throw new RecordingException(settings.directory() + " has " + free + " bytes free, and recording_least_free is " + settings.leastFreeBytes());
        }
        UUID id = UUID.randomUUID();
        Path path = path(RecordingFile.nameOf(id));
        RecordingFile file = RecordingFile.create(path, id, key());
        ConsoleRecording recording = new ConsoleRecording(id, connectionId, sessionId, clock.instant(), path, file, settings, memory, writers, this::note);
        live.put(id, recording);
        return recording;
    }

    /** Another portal node was told of the first rule. */
    private void makeReadyLate() throws RecordingException {
        try {
            makeReady();
        } catch (SettingException e) {
            throw new RecordingException(e.getMessage(), e);
        }
    }

    private long freeBytes() throws IOException {
        return Files.getFileStore(settings.directory()).getUsableSpace();
    }

    /** Recordings must not take the last room from whatever else lives on that disk; those under way may use half of what new ones must find. */
    private void watchTheDisk() {
        if (live.isEmpty()) {
            return;
        }
        try {
            if (freeBytes() < settings.leastFreeBytes() / 2) {
                LOG.log(System.Logger.Level.ERROR, "{0} has too little room left; {1} recordings end", settings.directory(), live.size());
                live.values().forEach(ConsoleRecording::giveUp);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the room for recordings is not known", e); // writing tells
        }
    }

    RecordingKey key() throws RecordingException {
        RecordingKey known = key;
        if (known == null) {
            known = RecordingKey.of(settings.keyFile());
            key = known;
        }
        return known;
    }

    Path path(String fileName) {
        return settings.directory().resolve(fileName);
    }

    /** A recording has its first content, or its end. */
    private void note(ConsoleRecording recording) {
        RecordingEnd end = recording.ended();
        if (end == null) {
            rows.add(() -> records.begun(recording.id(), recording.sessionId(), recording.connectionId(), recording.startedAt(), recording.fileName(), recording.hasInput()));
            return;
        }
        live.remove(recording.id());
        if (recording.hasContent()) {
            rows.add(() -> records.ended(recording.id(), end));
        } else if (end.state() == RecordingEnd.State.FAILED) {
            rows.add(() -> records.impossible(recording.id(), recording.sessionId(), recording.connectionId(), end.at(), end.reason()));
        }
    }

    /** In their order; a row leaves only after its transaction did. */
    private synchronized void writeRows() {
        for (Runnable row = rows.peek(); row != null; row = rows.peek()) {
            row.run();
            rows.remove();
        }
    }

    /** What another start of a portal left: it plays as far as it was written, and is over. */
    private void endAbandoned() {
        for (Tuple row : records.abandoned()) {
            UUID id = row.get("id", UUID.class);
            Path path = path(row.get("file_name", String.class));
            if (live.containsKey(id) || !Files.isReadable(path)) {
                continue;
            }
            try {
                records.ended(id, new RecordingEnd(RecordingEnd.State.INTERRUPTED, "PORTAL_LOST", row.get("closed_at", Instant.class), Files.size(path),
                        RecordingFile.digest(path)));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "the recording " + id + ", which a portal left, cannot be read", e);
            }
        }
    }
}
