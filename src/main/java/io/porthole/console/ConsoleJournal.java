package io.porthole.console;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * What happened to consoles and is not in PostgreSQL yet. The relay's threads add without waiting; the keeper writes many at
 * once, and keeps what could not be written until the database is back.
 */
@ApplicationScoped
public class ConsoleJournal {

    private static final int MOST_AT_ONCE = 500;

    private final ConsoleRecords records;
    private final Clock clock;
    private final Queue<ConnectionNews> waiting = new ConcurrentLinkedQueue<>();

    protected ConsoleJournal() {
        this(null, null);
    }

    @Inject
    public ConsoleJournal(ConsoleRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    void established(UUID connectionId) {
        waiting.add(ConnectionNews.established(connectionId, clock.instant()));
    }

    void ended(LiveConsole console, RelayEnd why, String detail) {
        waiting.add(ConnectionNews.closed(console.connectionId(), clock.instant(), why, detail, console.bytesToBrowser(), console.bytesToVm(),
                console.withheldMessages()));
    }

    void neverOpened(UUID connectionId, RelayEnd why) {
        waiting.add(ConnectionNews.closed(connectionId, clock.instant(), why, null, 0, 0, 0));
    }

    List<UUID> endedAndNotWritten() {
        return waiting.stream().filter(news -> news.closedAt() != null).map(ConnectionNews::connectionId).toList();
    }

    /**
     * Writes all that waits by now; news leave only after their transaction did. What comes meanwhile waits for the next time: under
     * load there would always be some more, and each few would cost a transaction of their own.
     */
    synchronized void write() {
        int left = waiting.size();
        while (left > 0) {
            List<ConnectionNews> batch = waiting.stream().limit(Math.min(left, MOST_AT_ONCE)).toList();
            records.write(batch);
            batch.forEach(written -> waiting.poll());
            left -= batch.size();
        }
    }
}
