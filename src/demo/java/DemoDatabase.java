import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import org.apache.commons.io.FileUtils;

/**
 * The PostgreSQL of {@code bin/demo}: {@code java -cp 'JARS/*' DemoDatabase.java FOLDER PORT}.
 *
 * <p>Started: the server is unpacked and its data made in FOLDER, or found there again; role and database
 * {@code porthole} are made if they are missing; "ready" is printed. Then it waits. Ended: by SIGTERM, which stops
 * PostgreSQL first (the library's shutdown hook), or with exit code 1 when PostgreSQL ends by itself.
 */
public final class DemoDatabase {

    private static final String NAME = "porthole";
    /** The first start after a crash replays the log before it answers. */
    private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(500);

    private final Path folder;
    private final int port;

    private DemoDatabase(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        new DemoDatabase(Path.of(arguments[0]).toAbsolutePath(), Integer.parseInt(arguments[1])).run();
    }

    private void run() throws IOException, SQLException, InterruptedException {
        Files.createDirectories(folder);
        discardHalfMadeData();
        forgetDeadServer();
        String adminPassword = password("admin-password");
        EmbeddedPostgres postgres = start(adminPassword);
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE postgres PASSWORD '" + adminPassword + "'");
            makeRoleAndDatabase(statement);
            askForPasswords(statement);
        }
        System.out.println("ready");
        awaitEnd();
        System.out.println("PostgreSQL ended by itself");
        System.exit(1);
    }

    private EmbeddedPostgres start(String adminPassword) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setOverrideWorkingDirectory(folder.resolve("program").toFile())
                .setDataDirectory(data())
                .setCleanDataDirectory(false)
                .setConnectConfig("password", adminPassword)
                // Names sort and fold as Unicode says, whatever locale this machine happens to have.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                // The library switches both off for short tests; this history is kept.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(STARTUP_LIMIT)
                .setOutputRedirector(Redirect.INHERIT)
                .setErrorRedirector(Redirect.INHERIT)
                .start();
    }

    private void makeRoleAndDatabase(Statement statement) throws IOException, SQLException {
        String password = password("password");
        if (isMissing(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
            statement.execute("CREATE ROLE " + NAME + " LOGIN");
        }
        statement.execute("ALTER ROLE " + NAME + " PASSWORD '" + password + "'");
        if (isMissing(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
            statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
        }
    }

    private static boolean isMissing(Statement statement, String query) throws SQLException {
        try (ResultSet found = statement.executeQuery(query)) {
            return !found.next();
        }
    }

    /** The library makes a database that trusts every local user; from here on it trusts who knows a password. */
    private void askForPasswords(Statement statement) throws IOException, SQLException {
        Files.writeString(data().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        statement.execute("SELECT pg_reload_conf()");
    }

    /** Reads the password that this file keeps; the first start makes it. */
    private String password(String fileName) throws IOException {
        Path file = folder.resolve(fileName);
        if (Files.notExists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path draft = Files.createTempFile(folder, fileName, ".draft",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, HexFormat.of().formatHex(random));
            Files.move(draft, file);
        }
        return Files.readString(file).strip();
    }

    /** The server is no child of this process, so there is nothing to wait for but its end. */
    private void awaitEnd() throws IOException, InterruptedException {
        String pid = serverPid();
        while (isServer(pid)) {
            Thread.sleep(POLL.toMillis());
        }
    }

    /** The library takes its lock as soon as the data is made: without that file, an earlier first start was cut short. */
    private void discardHalfMadeData() throws IOException {
        if (Files.exists(data()) && Files.notExists(data().resolve("epg-lock"))) {
            FileUtils.deleteDirectory(data().toFile());
        }
    }

    /** After a crash the pid that the server left behind may be another program's: PostgreSQL would take that for itself. */
    private void forgetDeadServer() throws IOException {
        if (Files.exists(pidFile()) && !isServer(serverPid())) {
            Files.delete(pidFile());
        }
    }

    private String serverPid() throws IOException {
        return Files.readString(pidFile()).lines().findFirst().orElse("").strip();
    }

    private boolean isServer(String pid) {
        try {
            return Files.isSameFile(Path.of("/proc", pid, "cwd"), data());
        } catch (IOException e) {
            return false;
        }
    }

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    private Path data() {
        return folder.resolve("data");
    }
}
