package io.porthole.audit.chain;

import java.security.PublicKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Removes entries whose term is over from the beginning of the chain, and leaves a signed tombstone for them. Only what was found as it
 * was written is removed, and never the last entry: the chain goes on from it.
 */
public final class ChainRemoval {

    /** Any number that nobody else locks: "remove" in ASCII. */
    private static final long LOCK = 0x72656d6f7665L;
    /** Nothing is removed before so much has come together: each removal is itself an event. */
    private static final Duration WORTH_IT = Duration.ofDays(1);

    private final AuditKey key;
    private final Collection<PublicKey> keys;
    private final String node;
    private final int days;

    /**
     * @param keys whose tombstones are believed
     * @param node this portal node
     * @param days how long entries are kept
     */
    public ChainRemoval(AuditKey key, Collection<PublicKey> keys, String node, int days) {
        this.key = key;
        this.keys = List.copyOf(keys);
        this.node = node;
        this.days = days;
    }

    /**
     * What was done.
     *
     * @param line the tombstone as it was signed
     */
    public record Removed(Tombstone tombstone, long entries, String line) {
    }

    /** Whether there is enough to remove. */
    public boolean isDue(Connection database, Instant clock) throws SQLException {
        Instant longOver = over(now(database), clock).minus(WORTH_IT);
        return AuditEntries.page(database, AuditEntry.Position.BEGIN, 1).stream().anyMatch(first -> isOlder(first, longOver));
    }

    /**
     * In one transaction of the caller's, which locks nothing that a writer needs.
     *
     * @param checkpoints that the entries must fit
     * @param clock of this machine: whoever sets the database's clock ahead makes nothing overdue
     * @return nothing when nothing is overdue, or another portal node is at it
     * @throws IllegalStateException when the entries are not as they were written: then they stay
     */
    public Optional<Removed> remove(Connection database, Collection<Checkpoint> checkpoints, Instant clock, int most) throws SQLException {
        if (!Alone.at(database, LOCK) || !isDue(database, clock)) {
            return Optional.empty();
        }
        String now = now(database);
        Instant over = over(now, clock);
        long head = ChainHead.of(database).place();
        List<AuditEntry> overdue = AuditEntries.page(database, AuditEntry.Position.BEGIN, most).stream()
                .takeWhile(entry -> isOlder(entry, over) && entry.place() < head).toList();
        if (overdue.isEmpty()) {
            return Optional.empty();
        }
        AuditEntry last = overdue.get(overdue.size() - 1);
        prove(AuditEntries.tombstones(database), checkpoints.stream().filter(checkpoint -> checkpoint.place() <= last.place()).toList(), overdue);
        String newest = overdue.stream().map(AuditEntry::at).max(String::compareTo).orElseThrow();
        Tombstone tombstone = new Tombstone(last.place(), last.hash(), newest, days, now, node);
        String line = tombstone.line(key);
        return Optional.of(new Removed(tombstone, bury(database, tombstone, line), line));
    }

    private void prove(List<String> tombstones, List<Checkpoint> checkpoints, List<AuditEntry> entries) {
        ChainCheck check = new ChainCheck(checkpoints);
        tombstones.forEach(line -> check.tombstone(line, keys));
        entries.forEach(check::accept);
        CheckResult result = check.finish();
        if (!result.unbroken()) {
            throw new IllegalStateException("nothing of the audit trail is removed while it is broken: " + result.fault().words());
        }
    }

    private static long bury(Connection database, Tombstone tombstone, String line) throws SQLException {
        try (PreparedStatement insert = database.prepareStatement("insert into audit_tombstones (place, line) values (?, ?)");
                PreparedStatement removal = database.prepareStatement("select remove_events(?)")) {
            insert.setLong(1, tombstone.place());
            insert.setString(2, line);
            insert.executeUpdate();
            removal.setLong(1, tombstone.place());
            try (ResultSet row = removal.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private Instant over(String now, Instant clock) {
        Instant database = Instant.parse(now);
        return (database.isBefore(clock) ? database : clock).minus(Duration.ofDays(days));
    }

    private static boolean isOlder(AuditEntry entry, Instant time) {
        return entry.place() != null && entry.values() != null && Instant.parse(entry.at()).isBefore(time);
    }

    private static String now(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")) {
            row.next();
            return row.getString(1);
        }
    }
}
