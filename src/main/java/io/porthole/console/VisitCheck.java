package io.porthole.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.console.comparison.VisitComparison;
import io.porthole.console.comparison.VisitDifference;

/**
 * Compares the visits that the history shows, whose rows change while they go on, with what the audit trail was told of each as it began, which nobody changes
 * unseen. In the background and one comparison at a time; keeps the last result.
 */
@ApplicationScoped
public class VisitCheck {

    private static final System.Logger LOG = System.getLogger("io.porthole.audit");

    /** @param difference the first one; null: there is none */
    public record Done(VisitDifference difference, Instant at) {
    }

    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicReference<Done> last = new AtomicReference<>();

    @Resource
    private ManagedExecutorService executor;
    @Resource(lookup = "java:jboss/datasources/Porthole")
    private DataSource dataSource;

    protected VisitCheck() {
        this(null);
    }

    @Inject
    public VisitCheck(Clock clock) {
        this.clock = clock;
    }

    /** Begins one, unless one is under way, and waits for its end: few visits are compared at once. */
    public void begin(Duration patience) {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.submit(this::run).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "the comparison of visits goes on in the background");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (RejectedExecutionException e) {
            running.set(false);
            throw e;
        }
    }

    public boolean running() {
        return running.get();
    }

    /** @return nothing before the first one has ended */
    public Optional<Done> last() {
        return Optional.ofNullable(last.get());
    }

    private void run() {
        try (Connection database = dataSource.getConnection()) {
            VisitDifference found = new VisitComparison(database).first().orElse(null);
            last.set(new Done(found, clock.instant()));
            if (found != null) {
                LOG.log(System.Logger.Level.ERROR, "the history of consoles is not what the audit trail tells: session {0} of {1} is {2}", found.visit(), found.user(), found.kind());
            }
        } catch (SQLException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the history of consoles cannot be compared with the audit trail", e);
        } finally {
            running.set(false);
        }
    }
}
