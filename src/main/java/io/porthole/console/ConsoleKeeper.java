package io.porthole.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.schedule.RepeatedWork;

/**
 * Keeps the records true: writes what the relay reported, ends consoles whose reason has ended, shows that this portal node
 * lives, and closes what a dead one left open. Each portal node does all of that; what two do at the same time about the same rows is
 * safe by their statements (docs/portal-nodes.md).
 */
@ApplicationScoped
public class ConsoleKeeper {

    private static final System.Logger LOG = System.getLogger(ConsoleKeeper.class.getName());
    /** A page of the history that is opened right after a console ended shows its end. */
    private static final Duration WRITE_PACE = Duration.ofMillis(200);
    /** Much that is told of at once is one reason to look. */
    private static final Duration HEARING_PACE = Duration.ofMillis(100);
    private static final Duration OVERDUE_PACE = Duration.ofSeconds(1);
    private static final Duration INVITATION_PACE = Duration.ofSeconds(1);
    /** How soon it is looked at what opened: its reason may have ended while it did, when nobody looked for it yet. */
    private static final Duration LOOK_AT_NEW = Duration.ofSeconds(1);
    /** And how often anyhow: a sign-in that grows too old is told of by nobody. */
    private static final Duration LOOK_AT_ALL = Duration.ofSeconds(10);
    private static final Duration USAGE_PACE = Duration.ofSeconds(2);
    /** So many at a time when an old history waits: the one thread is for other work too. */
    private static final int USAGE_BATCHES = 10;
    private static final Duration TRAFFIC_PACE = Duration.ofSeconds(2);
    private static final Duration UPKEEP_PACE = Duration.ofSeconds(4);
    private static final Duration RETENTION_PACE = Duration.ofSeconds(15);
    /** It reads all of the history, and a start has enough to do. */
    private static final Duration COMPARISON_PACE = Duration.ofDays(1);
    private static final Duration FIRST_COMPARISON = Duration.ofHours(1);
    /** A portal node that was silent for so long is dead: several heartbeats, and a pause of its garbage collector. */
    private static final Duration SILENCE = Duration.ofSeconds(20);
    private static final int THREADS = 3;

    private final ConsoleJournal journal;
    private final ConsoleRecords records;
    private final ConsoleReasons reasons;
    private final ReasonNews news;
    private final Invitations invitations;
    private final ConsoleUsage usage;
    private final LiveConsoles live;
    private final ConsoleDrain drain;
    private final DueEnds dueEnds;
    private final SessionRetention retention;
    private final VisitCheck visits;
    private final RepeatedWork work = new RepeatedWork(LOG, "console records cannot be kept; trying again until they can", "console records are kept again");
    /** A database that lets less be removed than is set must not make the other records seem to fail. */
    private final RepeatedWork removal = new RepeatedWork(LOG, "sessions whose term is over cannot be removed; trying again until they can", "sessions whose term is over are removed again");
    private final AtomicBoolean heard = new AtomicBoolean(true);
    private final OwnHeartbeat heartbeat = new OwnHeartbeat();
    private long lookedAt;
    private long countedAt;

    @Resource
    private ManagedThreadFactory threads;
    /** Of our own, for the server's holds its tasks back while it is suspended: this node would seem dead to the others then. */
    private ScheduledThreadPoolExecutor schedule;

    protected ConsoleKeeper() {
        this(null, null, null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public ConsoleKeeper(ConsoleJournal journal, ConsoleRecords records, ConsoleReasons reasons, ReasonNews news, Invitations invitations,
            ConsoleUsage usage, LiveConsoles live, ConsoleDrain drain, DueEnds dueEnds, SessionRetention retention, VisitCheck visits) {
        this.journal = journal;
        this.records = records;
        this.reasons = reasons;
        this.news = news;
        this.invitations = invitations;
        this.usage = usage;
        this.live = live;
        this.drain = drain;
        this.dueEnds = dueEnds;
        this.retention = retention;
        this.visits = visits;
    }

    public void start() {
        countedAt = System.nanoTime();
        showLife();
        records.closeLost(SILENCE);
        schedule = new ScheduledThreadPoolExecutor(THREADS, threads);
        work.repeat(schedule, WRITE_PACE, journal::write);
        work.repeat(schedule, WRITE_PACE, drain::goOn);
        work.repeat(schedule, OVERDUE_PACE, dueEnds::look);
        work.repeat(schedule, HEARING_PACE, this::lookAtReasons);
        work.repeat(schedule, TRAFFIC_PACE, this::countTraffic);
        work.repeat(schedule, INVITATION_PACE, invitations::endOverdue);
        work.repeat(schedule, USAGE_PACE, this::countUsage);
        work.repeat(schedule, UPKEEP_PACE, this::upkeep);
        removal.repeat(schedule, RETENTION_PACE, retention::removeOverdue);
        work.repeat(schedule, FIRST_COMPARISON, COMPARISON_PACE, () -> visits.begin(Duration.ZERO));
        news.listen(() -> heard.set(true));
    }

    /** Ends every console of this portal node and writes all that is known; called while the portal stops. */
    public void stop() {
        news.stop();
        if (schedule != null) {
            schedule.shutdown();
        }
        new ArrayList<>(live.all()).forEach(console -> console.end(RelayEnd.PORTAL_STOPPING));
        long patience = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (!live.all().isEmpty() && System.nanoTime() < patience) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        work.attempt(journal::write);
    }

    private void lookAtReasons() {
        Duration since = Duration.ofNanos(System.nanoTime() - lookedAt);
        boolean due = heard.getAndSet(false) || since.compareTo(LOOK_AT_ALL) > 0 || since.compareTo(LOOK_AT_NEW) > 0 && live.takeNewcomers();
        if (!due || live.all().isEmpty()) {
            return;
        }
        try {
            reasons.ended().forEach((connection, why) -> live.find(connection).ifPresent(console -> console.end(why.end(), why.words())));
            lookedAt = System.nanoTime();
        } catch (RuntimeException e) {
            heard.set(true);
            throw e;
        }
    }

    private void countTraffic() {
        long now = System.nanoTime();
        records.traffic(live.all(), Duration.ofNanos(now - countedAt));
        countedAt = now;
    }

    private void countUsage() {
        for (int batch = 0; batch < USAGE_BATCHES && usage.count(); batch++) {
            // The next ones.
        }
    }

    private void upkeep() {
        showLife();
        endWhatOthersClosed();
        if (heartbeat.othersHadTheirChance(System.nanoTime())) {
            records.closeLost(SILENCE);
        }
        records.endUnvisited();
    }

    private void showLife() {
        records.heartbeat();
        heartbeat.shown(System.nanoTime());
    }

    /** While this node was silent another one took it for dead: nobody lists or cuts what it still has open, and its people may be on another console by now. */
    private void endWhatOthersClosed() {
        records.closed(live.ids()).forEach(connection -> live.find(connection).ifPresent(console -> console.end(RelayEnd.PORTAL_STOPPING)));
    }
}
