package io.porthole.audit.syslog;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.porthole.audit.chain.Alone;
import io.porthole.audit.chain.AuditEntries;
import io.porthole.audit.chain.AuditEntry;

/**
 * What the receiver does not have yet: the entries behind a cursor, which goes on once they were delivered. Between the two nothing but a stop or a fault
 * can come, and then they are delivered again.
 */
@ApplicationScoped
public class SyslogOutbox {

    /** Some pages of memory, and a connection of less than a second. */
    static final int BATCH = 2_000;
    /** Another portal node is at it. */
    static final int NOT_ALONE = -1;

    /** Any number that nobody else locks: "syslog" in ASCII. */
    private static final long LOCK = 0x7379736c6f67L;
    /** From the end: what was before is the export's. On a new database that is the beginning. */
    private static final String BEGIN = "insert into audit_syslog_cursor (seq) select coalesce(max(seq), 0) from audit_chain on conflict do nothing";
    private static final String GO_ON = "update audit_syslog_cursor set seq = ?, handed_over_at = now(), failing_since = null, problem = null";
    private static final String FAILED = "update audit_syslog_cursor set failing_since = coalesce(failing_since, now()), problem = ? where problem is distinct from ?";
    private static final String LAG = """
            select (select max(seq) from audit_chain) - c.seq as entries, e.at, c.problem
              from audit_syslog_cursor c
             cross join lateral (select event_id from audit_chain where seq > c.seq order by seq limit 1) next
              left join audit_events e on e.id = next.event_id
             where c.failing_since is not null or e.at < now() - interval '1 minute'""";

    /** Who takes the entries, and has them when it returns. */
    interface Delivery {
        void of(List<AuditEntry> entries) throws IOException;
    }

    @Resource(lookup = "java:jboss/datasources/Porthole")
    private DataSource dataSource;

    /** Says where to begin, unless that was said once. */
    @Transactional
    public void open() {
        in(SyslogOutbox::open);
    }

    /** @return how many entries were delivered, a full batch: there may be more; or {@link #NOT_ALONE} */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public int handOver(Delivery delivery) throws IOException {
        try (Connection database = dataSource.getConnection()) {
            return handOver(database, delivery);
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void failed(String problem) {
        in(database -> failed(database, problem));
    }

    /** @return nothing while the receiver is up to date, but for the last moment */
    @Transactional
    public Optional<SyslogLag> lag() {
        return in(SyslogOutbox::lag);
    }

    static int open(Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            return statement.executeUpdate(BEGIN);
        }
    }

    /** In one transaction, in which of several portal nodes one is alone; the others find nothing to do. */
    static int handOver(Connection database, Delivery delivery) throws SQLException, IOException {
        if (!Alone.at(database, LOCK)) {
            return NOT_ALONE;
        }
        List<AuditEntry> entries = AuditEntries.chained(database, cursor(database), BATCH);
        if (!entries.isEmpty()) {
            delivery.of(entries);
            goOn(database, entries.get(entries.size() - 1).place());
        }
        return entries.size();
    }

    static int failed(Connection database, String problem) throws SQLException {
        try (PreparedStatement update = database.prepareStatement(FAILED)) {
            update.setString(1, problem);
            update.setString(2, problem);
            return update.executeUpdate();
        }
    }

    static Optional<SyslogLag> lag(Connection database) throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(LAG)) {
            return row.next() ? Optional.of(new SyslogLag(row.getLong(1), row.getTimestamp(2) == null ? null : row.getTimestamp(2).toInstant(), row.getString(3))) : Optional.empty();
        }
    }

    private static long cursor(Connection database) throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery("select seq from audit_syslog_cursor")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static void goOn(Connection database, long place) throws SQLException {
        try (PreparedStatement update = database.prepareStatement(GO_ON)) {
            update.setLong(1, place);
            update.executeUpdate();
        }
    }

    private interface Work<T> {
        T in(Connection database) throws SQLException;
    }

    private <T> T in(Work<T> work) {
        try (Connection database = dataSource.getConnection()) {
            return work.in(database);
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    private static IllegalStateException unusable(SQLException e) {
        return new IllegalStateException("the cursor of the audit trail's syslog cannot be read or written: " + e.getMessage(), e);
    }
}
