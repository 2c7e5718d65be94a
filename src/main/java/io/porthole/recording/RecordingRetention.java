package io.porthole.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;

/** Takes recordings away whose time is over, or for which there is no room; the trail tells of each. */
@ApplicationScoped
class RecordingRetention {

    private static final System.Logger LOG = System.getLogger(RecordingRetention.class.getName());
    /** In one turn; what is left has its own soon. */
    private static final int MOST_AT_ONCE = 200;

    private final RecordingSettings settings;
    private final RecordingRecords records;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected RecordingRetention() {
        this(null, null, null);
    }

    @Inject
    RecordingRetention(RecordingSettings settings, RecordingRecords records, Clock clock) {
        this.settings = settings;
        this.records = records;
        this.clock = clock;
    }

    /** One that is under way is never overdue. */
    void removeOverdue() {
        if (settings.keep().isZero() && settings.keepBytes() == 0) {
            return;
        }
        Instant oldest = settings.keep().isZero() ? Instant.EPOCH : clock.instant().minus(settings.keep());
        long most = settings.keepBytes() == 0 ? Long.MAX_VALUE : settings.keepBytes();
        List<?> overdue = database.createNativeQuery("""
                select id, file_name, ended_at < :oldest as too_old from (
                    select id, file_name, ended_at, sum(bytes) over (order by ended_at desc, id) as so_far
                      from recordings where state not in ('RECORDING', 'REMOVED')) as kept
                 where ended_at < :oldest or so_far > :most order by ended_at limit :limit""", Tuple.class)
                .setParameter("oldest", oldest).setParameter("most", most).setParameter("limit", MOST_AT_ONCE).getResultList();
        overdue.stream().map(Tuple.class::cast).forEach(this::remove);
    }

    /** The file first: a row that says REMOVED has none. Where portal nodes do not share the folder, the one that has the file removes it. */
    private void remove(Tuple row) {
        UUID id = row.get("id", UUID.class);
        String fileName = row.get("file_name", String.class);
        Path path = settings.directory().resolve(fileName);
        try {
            if (fileName.isEmpty() || Files.deleteIfExists(path) || records.isTheOnlyPortalNode()) {
                records.removed(id, row.get("too_old", Boolean.class) ? "older than recording_keep_days" : "beyond recording_keep_bytes");
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the recording " + id + " is overdue and cannot be removed", e);
        }
    }
}
