package io.porthole.audit.chain;

import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** An audit trail of its own: a database with the portal's tables, and a key; chained and signed when the test says so. */
final class TrailOfATest {

    static final String INSERT = "insert into audit_events (action, user_name, address, incident) values ('SIGNED_IN', 'user', '192.0.2.7', gen_random_uuid())";

    private final TestDatabase database;
    private final Path keyFile;
    private final AuditKey key;
    private final CheckpointFile file;

    TrailOfATest(Path folder) throws SQLException, IOException {
        database = PortalUnderTest.database().empty();
        keyFile = folder.resolve("audit.key");
        key = AuditKey.of(keyFile);
        file = CheckpointFile.besides(keyFile);
    }

    TestDatabase database() {
        return database;
    }

    Path keyFile() {
        return keyFile;
    }

    AuditKey key() {
        return key;
    }

    CheckpointFile file() {
        return file;
    }

    void record(int events) throws SQLException {
        for (int i = 0; i < events; i++) {
            database.update(INSERT);
        }
    }

    /** As if they had been recorded so many days ago. */
    void recordOld(int events, int days) throws SQLException {
        for (int i = 0; i < events; i++) {
            database.update("insert into audit_events (at, action, user_name, address, incident) values (now() - make_interval(days => ?), 'SIGNED_IN', 'user', '192.0.2.7', gen_random_uuid())",
                    days);
        }
    }

    /** What a portal node does that keeps entries for so many days. */
    Optional<ChainRemoval.Removed> remove(int days, Instant clock, int most) throws Exception {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            Optional<ChainRemoval.Removed> removed = new ChainRemoval(key, Set.of(key.publicHalf()), "portal of a test", days)
                    .remove(connection, file.read(Set.of(key.publicHalf())), clock, most);
            connection.commit();
            return removed;
        }
    }

    /** @return how many entries were made */
    int chain() throws SQLException {
        try (Connection connection = database.connect()) {
            return chain(connection, 50);
        }
    }

    static int chain(Connection connection, int batch) throws SQLException {
        connection.setAutoCommit(false);
        int all = 0;
        int made;
        do {
            made = ChainAppender.append(connection, batch);
            connection.commit();
            all += made;
        } while (made == batch);
        return all;
    }

    void sign() throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            String until = ChainHead.chainedUntil(connection);
            file.add(Checkpoint.of(ChainHead.of(connection), until, "portal of a test"), key);
        }
    }

    /** What one does who may do everything. */
    void tamper(String... statements) throws SQLException {
        try (Connection superuser = database.superuser(); Statement statement = superuser.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** He knows how the chain is made, and makes it anew; what he has not is the key. */
    void makeTheChainAnew() throws SQLException {
        try (Connection superuser = database.superuser(); Statement statement = superuser.createStatement()) {
            statement.execute("insert into audit_unchained select id from audit_events on conflict do nothing");
            statement.execute("truncate audit_chain");
            chain(superuser, 1_000);
        }
    }

    CheckResult check() throws Exception {
        return check(file.read(Set.of(key.publicHalf())));
    }

    CheckResult check(List<Checkpoint> checkpoints) throws SQLException {
        return check(checkpoints, Set.of(key.publicHalf()));
    }

    CheckResult check(List<Checkpoint> checkpoints, Set<PublicKey> keys) throws SQLException {
        ChainCheck check = new ChainCheck(checkpoints);
        tombstones().forEach(line -> check.tombstone(line, keys));
        entries().forEach(check::accept);
        return check.finish();
    }

    List<String> tombstones() throws SQLException {
        try (Connection connection = database.connect()) {
            return AuditEntries.tombstones(connection);
        }
    }

    List<AuditEntry> entries() throws SQLException {
        List<AuditEntry> all = new ArrayList<>();
        read(AuditEntry.Position.BEGIN, (entry, key) -> all.add(entry));
        return all;
    }

    /** @return the lines of an export, as the portal writes it */
    List<String> export(String after) throws SQLException {
        List<String> lines = new ArrayList<>();
        read(AuditEntry.Position.of(after), (entry, key) -> lines.add(ExportedLine.of(entry, key)));
        return lines;
    }

    private void read(AuditEntry.Position from, BiConsumer<AuditEntry, String> reader) throws SQLException {
        try (Connection connection = database.connect()) {
            int most = 3; // so that few entries make several pages, too
            AuditEntry.Position position = from;
            for (List<AuditEntry> page = AuditEntries.page(connection, position, most); !page.isEmpty(); page = AuditEntries.page(connection, position, most)) {
                for (AuditEntry entry : page) {
                    position = position.after(entry);
                    reader.accept(entry, position.key());
                }
                most = Math.min(2 * most, 5_000);
            }
        }
    }
}
