package io.porthole.audit.syslog;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.chain.AuditEntry;

/** Hands the trail over as it grows; while the receiver is away it asks again, less and less often, and says so once and then now and then. */
@ApplicationScoped
public class SyslogFeed {

    private static final System.Logger LOG = System.getLogger("io.porthole.audit");
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofMinutes(1);
    /** Of one delivery, which holds a connection of the database. */
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration REMINDER = Duration.ofHours(1);
    private static final Duration LAST_WORD = Duration.ofSeconds(5);
    /** One works, one watches how long it does. */
    private static final int THREADS = 2;
    private static final int LONGEST_PROBLEM = 300;

    private final SyslogOutbox outbox;
    private final SyslogSettings settings;
    private final SyslogReceiver receiver;
    /** Of the worker's thread, as the next two. */
    private Duration pause = PACE;
    private boolean failing;
    private long reminded;

    @Resource
    private ManagedThreadFactory threads;
    /** Of our own, for the server's holds its tasks back while it is suspended. */
    private ScheduledThreadPoolExecutor schedule;

    protected SyslogFeed() {
        this(null, SyslogSettings.OFF);
    }

    @Inject
    public SyslogFeed(SyslogOutbox outbox, SyslogSettings settings) {
        this.outbox = outbox;
        this.settings = settings;
        this.receiver = new SyslogReceiver(settings);
    }

    public void start() {
        if (!settings.on()) {
            return;
        }
        outbox.open();
        LOG.log(System.Logger.Level.INFO, "the audit trail is handed over to the syslog receiver {0} over {1}", name(), settings.tls() == null ? "TCP, which anybody in between can read" : "TLS");
        schedule = new ScheduledThreadPoolExecutor(THREADS, threads);
        schedule.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        schedule.setRemoveOnCancelPolicy(true);
        schedule.execute(this::turn);
    }

    /** What was not handed over is at the next start. */
    public void stop() {
        if (schedule == null) {
            return;
        }
        schedule.shutdown();
        receiver.abort();
        try {
            schedule.awaitTermination(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return nothing while the receiver is up to date, or there is none */
    public Optional<SyslogLag> lag() {
        return settings.on() ? outbox.lag() : Optional.empty();
    }

    private void turn() {
        try {
            int delivered = outbox.handOver(this::deliver);
            while (delivered == SyslogOutbox.BATCH && !schedule.isShutdown()) {
                delivered = outbox.handOver(this::deliver);
            }
            if (delivered != SyslogOutbox.NOT_ALONE) {
                succeeded();
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        } finally {
            if (!schedule.isShutdown()) {
                schedule.schedule(this::turn, pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void deliver(List<AuditEntry> entries) throws IOException {
        Future<?> limit = schedule.schedule(receiver::abort, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            receiver.deliver(entries.stream().map(settings.format()::message).toList());
        } finally {
            limit.cancel(false);
        }
    }

    private void succeeded() {
        pause = PACE;
        if (failing) {
            failing = false;
            LOG.log(System.Logger.Level.INFO, "the syslog receiver {0} has the audit trail again", name());
        }
    }

    private void failed(Exception e) {
        if (schedule.isShutdown()) {
            return;
        }
        pause = pause.multipliedBy(2).compareTo(SLOWEST) > 0 ? SLOWEST : pause.multipliedBy(2);
        String problem = problem(e);
        if (!failing || System.nanoTime() - reminded > REMINDER.toNanos()) {
            failing = true;
            reminded = System.nanoTime();
            LOG.log(System.Logger.Level.WARNING, "the audit trail cannot be handed over to the syslog receiver {0}: {1}; it waits in the database, and is tried until it can", name(), problem);
        }
        note(problem);
    }

    private void note(String problem) {
        try {
            outbox.failed(problem);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the database is away as well", e);
        }
    }

    /** A receiver's certificate may say anything: no line of the log is its to write. */
    private static String problem(Exception e) {
        String words = (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()).replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "\uFFFD");
        return words.length() > LONGEST_PROBLEM ? words.substring(0, LONGEST_PROBLEM) : words;
    }

    private String name() {
        return settings.host() + ":" + settings.port();
    }
}
