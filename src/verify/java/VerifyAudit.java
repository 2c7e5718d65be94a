import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import io.porthole.audit.chain.AuditEntries;
import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.AuditKey;
import io.porthole.audit.chain.ChainCheck;
import io.porthole.audit.chain.CheckResult;
import io.porthole.audit.chain.Checkpoint;
import io.porthole.audit.chain.CheckpointFile;
import io.porthole.audit.chain.ExportedLine;
import io.porthole.audit.chain.Tombstone;
import io.porthole.audit.chain.UnsignedCheckpointException;
import io.porthole.console.comparison.VisitComparison;
import io.porthole.console.comparison.VisitDifference;

/** bin/verify-audit: checks the audit trail from outside of the portal, and in a database what the history says of visits against it. Ends with 0: unbroken; 1: broken; 2: could not be checked. */
class VerifyAudit {

    private static final int PAGE = 2_000;
    private static final int BROKEN = 1;
    private static final int UNKNOWN = 2;

    private String database;
    private final List<Path> exports = new ArrayList<>();
    private final List<PublicKey> keys = new ArrayList<>();
    private final List<Path> checkpointFiles = new ArrayList<>();
    private VisitDifference difference;

    public static void main(String[] arguments) {
        try {
            System.exit(new VerifyAudit().run(arguments));
        } catch (IllegalArgumentException | IOException | SQLException e) {
            System.err.println("Not checked: " + (e.getMessage() == null ? e : e.getMessage()));
            System.exit(UNKNOWN);
        }
    }

    private int run(String[] arguments) throws IOException, SQLException {
        read(arguments);
        CheckResult result;
        try {
            ChainCheck check = new ChainCheck(checkpoints());
            result = database == null ? checkExports(check) : checkDatabase(check);
        } catch (UnsignedCheckpointException e) {
            System.out.println("BROKEN: " + e.getMessage() + ": none of the keys signed this");
            return BROKEN;
        }
        return report(result);
    }

    private void read(String[] arguments) throws IOException {
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : null;
            if (value == null) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            switch (arguments[i]) {
                case "--database" -> database = value;
                case "--export" -> exports.add(file(value));
                case "--key" -> keys.add(AuditKey.readPublic(file(value)));
                case "--checkpoints" -> checkpointFiles.add(file(value));
                default -> throw new IllegalArgumentException("what is " + arguments[i] + "?");
            }
        }
        if (database == null == exports.isEmpty()) {
            throw new IllegalArgumentException("either --database or --export is needed");
        }
        if (keys.isEmpty() != checkpointFiles.isEmpty()) {
            throw new IllegalArgumentException("--checkpoints and --key are of use together only");
        }
    }

    /** A file that is not there has no checkpoints, and would confirm anything. */
    private static Path file(String name) throws IOException {
        Path file = Path.of(name);
        if (!Files.isReadable(file)) {
            throw new IOException(name + " cannot be read");
        }
        return file;
    }

    private List<Checkpoint> checkpoints() throws IOException, UnsignedCheckpointException {
        List<Checkpoint> all = new ArrayList<>();
        for (Path file : checkpointFiles) {
            all.addAll(new CheckpointFile(file).read(keys));
        }
        return all;
    }

    private CheckResult checkExports(ChainCheck check) throws IOException {
        for (Path export : exports) {
            try (BufferedReader lines = Files.newBufferedReader(export)) {
                int number = 1;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!accept(check, export, number++, line)) {
                        return check.finish();
                    }
                }
            }
        }
        return check.finish();
    }

    private boolean accept(ChainCheck check, Path export, int number, String line) {
        try {
            Optional<String> tombstone = ExportedLine.tombstone(line);
            return tombstone.isPresent() ? check.tombstone(tombstone.get(), keys) : check.accept(ExportedLine.read(line));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(export + ", line " + number + ": " + e.getMessage(), e);
        }
    }

    /** The user and the password come from the environment, for every user of a machine may read command lines. */
    private CheckResult checkDatabase(ChainCheck check) throws SQLException {
        Properties who = new Properties();
        who.put("user", System.getenv().getOrDefault("PORTHOLE_DATABASE_USER", "porthole"));
        who.put("password", System.getenv().getOrDefault("PORTHOLE_DATABASE_PASSWORD", ""));
        try (Connection connection = DriverManager.getConnection(database, who)) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ); // so that nothing is removed meanwhile
            connection.setAutoCommit(false);
            for (String tombstone : AuditEntries.tombstones(connection)) {
                if (!check.tombstone(tombstone, keys)) {
                    return check.finish();
                }
            }
            AuditEntry.Position position = AuditEntry.Position.BEGIN;
            for (List<AuditEntry> page = AuditEntries.page(connection, position, PAGE); !page.isEmpty(); page = AuditEntries.page(connection, position, PAGE)) {
                for (AuditEntry entry : page) {
                    if (!check.accept(entry)) {
                        return check.finish();
                    }
                }
                position = position.after(page.get(page.size() - 1));
            }
            CheckResult result = check.finish();
            difference = result.unbroken() ? new VisitComparison(connection).first().orElse(null) : null;
            return result;
        }
    }

    private int report(CheckResult result) {
        String checked = result.entries() == 0 ? "no entry" : "to entry " + result.entries() + " of " + result.at();
        if (!result.unbroken()) {
            System.out.println("BROKEN: " + result.fault().words());
            System.out.println("As they were: " + checked);
            return BROKEN;
        }
        System.out.println("Unbroken" + from(result) + ": checked " + checked + ", against " + result.checkpoints() + " signed checkpoint(s); " + result.waiting() + " event(s) wait to be chained");
        if (checkpointFiles.isEmpty()) {
            System.out.println("Without --checkpoints and --key nobody sees whether the end was cut off, the whole chain made anew, or entries removed under a forged tombstone.");
        }
        if (difference != null) {
            System.out.println("BROKEN: " + difference.words());
            return BROKEN;
        }
        System.out.println(database == null ? "Console sessions are compared with the trail in a database only." : "The console sessions are as the trail tells.");
        return 0;
    }

    private static String from(CheckResult result) {
        Tombstone removed = result.removed();
        return removed == null ? "" : " from entry " + (removed.place() + 1) + " (entries 1 to " + removed.place() + " were removed on " + removed.removedAt()
                + " by rule: older than " + removed.days() + " days)";
    }
}
