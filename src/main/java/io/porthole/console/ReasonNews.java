package io.porthole.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;

import org.postgresql.PGConnection;

/**
 * Hears from PostgreSQL, as soon as it is committed on whichever portal node, that the reason of some console may have ended.
 *
 * <p>What is heard says no more than that it is time to look. So a lost connection loses nothing: after each new one it is time to
 * look too, for whatever was said meanwhile.
 */
@ApplicationScoped
class ReasonNews {

    private static final System.Logger LOG = System.getLogger(ReasonNews.class.getName());
    private static final String CHANNEL = "porthole_reasons";
    /** By which PostgreSQL's administrator finds the connection (pg_stat_activity). */
    private static final String NAME = "porthole-reasons";
    /** After so long without a word the connection is asked for a sign of life: one that broke says nothing of it. */
    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    @Resource(lookup = "java:jboss/datasources/Porthole")
    private DataSource database;
    @Resource
    private ManagedThreadFactory threads;

    private volatile Thread listener;
    /** Of the listener's own. */
    private boolean lost;

    /** @param heard is called on a thread that it must not hold up */
    void listen(Runnable heard) {
        listener = threads.newThread(() -> listenOn(heard));
        listener.setName("porthole-reason-news");
        listener.start();
    }

    /** Returns when its connection is back in the pool, which is to be closed. */
    void stop() {
        Thread listening = listener;
        listener = null;
        if (listening == null) {
            return;
        }
        LockSupport.unpark(listening);
        try {
            listening.join(SILENCE.plus(ANSWER_LIMIT).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listenOn(Runnable heard) {
        Duration pause = SHORTEST_PAUSE;
        while (isListening()) {
            try {
                listenOnce(heard);
            } catch (SQLException | RuntimeException e) {
                pause = lost ? longer(pause) : SHORTEST_PAUSE;
                tellOfLoss(e);
                LockSupport.parkNanos(pause.toNanos());
            }
        }
    }

    private void tellOfLoss(Exception why) {
        if (!lost && isListening()) {
            LOG.log(System.Logger.Level.WARNING, "the connection that tells of ended reasons is lost; making a new one", why);
        }
        lost = true;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private void listenOnce(Runnable heard) throws SQLException {
        try (Connection pooled = database.getConnection(); Statement statement = pooled.createStatement()) {
            PGConnection connection = pooled.unwrap(PGConnection.class);
            try {
                statement.execute("set application_name = '" + NAME + "'");
                statement.execute("listen " + CHANNEL);
                tellOfReturn();
                heard.run();
                while (isListening()) {
                    hear(connection, heard);
                }
                statement.execute("unlisten " + CHANNEL);
                statement.execute("reset application_name");
            } catch (SQLException e) {
                // Not to the pool: it may be silent for long to whoever takes it next.
                ((Connection) connection).close();
                throw e;
            }
        }
    }

    private void tellOfReturn() {
        if (lost) {
            LOG.log(System.Logger.Level.INFO, "ended reasons are told of again");
        }
        lost = false;
    }

    private static void hear(PGConnection connection, Runnable heard) throws SQLException {
        if (connection.getNotifications((int) SILENCE.toMillis()).length > 0) {
            heard.run();
        } else if (!((Connection) connection).isValid((int) ANSWER_LIMIT.toSeconds())) {
            throw new SQLException("PostgreSQL no longer answers on it");
        }
    }

    private boolean isListening() {
        return listener == Thread.currentThread();
    }
}
