package io.porthole.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.console.comparison.VisitComparison;
import io.porthole.console.comparison.VisitDifference;
import io.porthole.schedule.LongCheck;

/** Compares the visits that the history shows, whose rows change while they go on, with what the audit trail was told of each, which nobody changes unseen. */
@ApplicationScoped
public class VisitCheck {

    private static final System.Logger LOG = System.getLogger("io.porthole.audit");

    private final LongCheck<Optional<VisitDifference>> check;

    @Resource
    private ManagedExecutorService executor;
    @Resource(lookup = "java:jboss/datasources/Porthole")
    private DataSource dataSource;

    protected VisitCheck() {
        this(null);
    }

    @Inject
    public VisitCheck(Clock clock) {
        this.check = new LongCheck<>(LOG, clock, "the history of consoles cannot be compared with the audit trail", this::compare);
    }

    /** Begins one, unless one is under way, and waits for its end: few visits are compared at once. */
    public void begin(Duration patience) {
        check.begin(executor, patience);
    }

    public boolean running() {
        return check.running();
    }

    /** @return the first one that the last comparison found; empty also before there was one */
    public Optional<VisitDifference> difference() {
        return check.last().flatMap(LongCheck.Done::result);
    }

    private Optional<VisitDifference> compare() throws SQLException {
        try (Connection database = dataSource.getConnection()) {
            Optional<VisitDifference> found = new VisitComparison(database).first();
            found.ifPresent(one -> LOG.log(System.Logger.Level.ERROR, "the history of consoles is not what the audit trail tells: {0}", one.words()));
            return found;
        }
    }
}
