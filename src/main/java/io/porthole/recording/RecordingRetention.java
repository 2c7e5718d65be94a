package io.porthole.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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

    /** What ended before that began before that too, and by its beginning it is found. */
    private static final String TOO_OLD = """
            select id, file_name from recordings
             where state not in ('RECORDING', 'REMOVED') and started_at < :bound and ended_at < :bound order by started_at limit :most""";
    /** All of them are put in order only when there are too many bytes. */
    private static final String BEYOND = """
            select id, file_name from (
                select id, file_name, ended_at, sum(bytes) over (order by ended_at desc, id) as so_far
                  from recordings where state not in ('RECORDING', 'REMOVED')) as kept
             where so_far > :bound and (select sum(bytes) from recordings where state not in ('RECORDING', 'REMOVED')) > :bound order by ended_at limit :most""";

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
        if (!settings.keep().isZero()) {
            rows(TOO_OLD, clock.instant().minus(settings.keep())).forEach(row -> remove(row, "older than recording_keep_days"));
        }
        if (settings.keepBytes() > 0) {
            rows(BEYOND, settings.keepBytes()).forEach(row -> remove(row, "beyond recording_keep_bytes"));
        }
    }

    private List<Tuple> rows(String sql, Object bound) {
        List<?> rows = database.createNativeQuery(sql, Tuple.class).setParameter("bound", bound).setParameter("most", MOST_AT_ONCE).getResultList();
        return rows.stream().map(Tuple.class::cast).toList();
    }

    /** The file first: a row that says REMOVED has none. Where portal nodes do not share the folder, the one that has the file removes it. */
    private void remove(Tuple row, String why) {
        UUID id = row.get("id", UUID.class);
        String fileName = row.get("file_name", String.class);
        Path path = settings.directory().resolve(fileName);
        try {
            if (fileName.isEmpty() || Files.deleteIfExists(path) || records.isTheOnlyPortalNode()) {
                records.removed(id, why);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the recording " + id + " is overdue and cannot be removed", e);
        }
    }
}
