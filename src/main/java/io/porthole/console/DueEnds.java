package io.porthole.console;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Ends the consoles of this portal node whose time is over, and writes down which are about to end: their pages ask whatever
 * portal node they reach.
 */
@ApplicationScoped
class DueEnds {

    private final LiveConsoles live;
    private final ConsoleRecords records;
    private final Clock clock;
    /** What stands in the database; the keeper looks at it in turns. */
    private volatile Map<UUID, DueEnd> written = Map.of();

    protected DueEnds() {
        this(null, null, null);
    }

    @Inject
    DueEnds(LiveConsoles live, ConsoleRecords records, Clock clock) {
        this.live = live;
        this.records = records;
        this.clock = clock;
    }

    public void look() {
        Instant now = clock.instant();
        Map<UUID, DueEnd> near = new HashMap<>();
        for (LiveConsole console : live.all()) {
            DueEnd due = DueEnd.of(console, now);
            if (due != null && due.hasCome(now)) {
                console.end(due.why());
            } else if (due != null) {
                near.put(console.connectionId(), due);
            }
        }
        write(near);
    }

    private void write(Map<UUID, DueEnd> near) {
        Map<UUID, DueEnd> news = new HashMap<>();
        written.keySet().forEach(connection -> news.put(connection, null));
        news.putAll(near);
        news.entrySet().removeIf(one -> one.getValue() != null && one.getValue().equals(written.get(one.getKey())));
        if (!news.isEmpty()) {
            records.dueEnds(news);
            written = Map.copyOf(near);
        }
    }
}
