package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.porthole.audit.chain.ChainAppender;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A portal that a test may kill or stop: the shipped WAR in a WildFly process of its own. Either it stands {@link #start alone}, with a database of its
 * own, the accounts of all tests and one compute node, the machine's own libvirt, or {@link #ofNobody nothing at all}; or it is {@link #besideTheFirst another portal node} of
 * {@link PortalUnderTest}: the same database, the same settings, the same public names, as behind a load balancer.
 */
public final class SecondPortal implements AutoCloseable {

    /** Of recordings, in all, where it stands alone. */
    public static final long KEEP_BYTES = 1L << 30;
    /** As {@code /live} shows it. */
    public static final String NAME = "portal-b";

    /** Events that it finds in its history, chained, and older than it keeps any. */
    public static final int OLD_EVENTS = 3;

    private static final int KEEP_DAYS = 365;
    private static final int FIRST_OFFSET = 3600;
    private static final Duration STARTS = Duration.ofSeconds(180);
    /** As standalone.sh has them. */
    private static final List<String> OPENED = List.of("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.security", "java.util", "java.util.concurrent");

    private final Path server = Path.of(System.getProperty("porthole.server"));
    private final Path base = server.resolveSibling("it-second-portal");
    private final Path settings = base.resolve("porthole.properties");
    private final TestDatabase database;
    private final int portOffset;
    private String config = settings.toString();
    private Process process;

    private SecondPortal(TestDatabase database) throws IOException {
        this.database = database;
        this.portOffset = PortalUnderTest.freeOffset(FIRST_OFFSET);
        copy(server.resolve("standalone"), base);
        Files.copy(Path.of(System.getProperty("porthole.war")), Files.createDirectories(base.resolve("deployments")).resolve("porthole.war"));
    }

    public static SecondPortal start() throws Exception {
        TestDatabase database = PortalUnderTest.database().empty();
        recordOldEvents(database);
        SecondPortal portal = new SecondPortal(database);
        portal.writeSettings();
        portal.startAgain();
        return portal;
    }

    /**
     * With a database of its own and nobody in it, as an installation is at its first start.
     *
     * @param more settings, each a line
     */
    public static SecondPortal ofNobody(String... more) throws Exception {
        SecondPortal portal = new SecondPortal(PortalUnderTest.database().empty());
        Files.writeString(portal.settings, "portal_base_url=%s%nnovncproxy_base_url=http://127.0.0.1:%d/vnc_auto.html%n%s%n".formatted(portal.url(),
                PortalUnderTest.CONSOLE + portal.portOffset, String.join("\n", more)));
        portal.startAgain();
        return portal;
    }

    /** @param more settings, each a line, in which it differs from the first */
    public static SecondPortal besideTheFirst(String... more) throws Exception {
        SecondPortal portal = new SecondPortal(PortalUnderTest.database());
        // A portal node has its own key; the recordings and their key they share.
        Files.writeString(portal.settings, "audit_key_file=%s%n%s%n".formatted(portal.base.resolve("audit.key"), String.join("\n", more)));
        portal.config = PortalUnderTest.config() + File.pathSeparator + portal.settings;
        portal.startAgain();
        return portal;
    }

    private static void recordOldEvents(TestDatabase database) throws SQLException {
        database.update("insert into audit_events (at, action, incident) select now() - make_interval(days => ?), 'SIGNED_IN', gen_random_uuid() from generate_series(1, ?)",
                KEEP_DAYS + 2, OLD_EVENTS);
        database.update("insert into audit_events (action, incident) values ('SIGNED_IN', gen_random_uuid())");
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            ChainAppender.append(connection, OLD_EVENTS + 1);
            connection.commit();
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return PortalUnderTest.HTTP + portOffset;
    }

    /** WildFly's own management. */
    public int managementPort() {
        return PortalUnderTest.MANAGEMENT + portOffset;
    }

    /** Where its recordings are. */
    public Path recordings() {
        return base.resolve("recordings");
    }

    public TestDatabase database() {
        return database;
    }

    /** As the kernel does when memory is short: nothing is written or said any more. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As systemd and bin/demo do; returns at once. */
    public void terminate() {
        process.destroy();
    }

    public boolean runs() {
        return process.isAlive();
    }

    /** All that it logged since it was started last. */
    public String log() throws IOException {
        return Files.readString(base.resolve("output"), UTF_8);
    }

    /** For its next start. */
    public void set(String line) throws IOException {
        Files.writeString(settings, Files.readString(settings) + "\n" + line + "\n");
    }

    /** Returns when it answers. */
    public void startAgain() throws Exception {
        process = new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(base.resolve("output").toFile()).start();
        Patience.until("the second portal answers", STARTS, this::answers);
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new AssertionError("the second portal ended; " + base + " has its log");
        }
        try {
            return ((HttpURLConnection) URI.create(url() + "/signin").toURL().openConnection()).getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Most of a server's start goes into compiling what runs a minute: without the second compiler it takes half the processor time. */
    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-D[Standalone]", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true",
                "-Djboss.socket.binding.port-offset=" + portOffset, "-Djboss.node.name=" + NAME, "-Dporthole.config=" + config,
                "-Denv.PORTHOLE_DATABASE_URL=" + database.url(), "-Denv.PORTHOLE_DATABASE_USER=" + TestDatabase.NAME,
                "-Denv.PORTHOLE_DATABASE_PASSWORD=" + TestDatabase.PASSWORD, "--add-modules=java.se"));
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.addAll(List.of("-Djboss.home.dir=" + server, "-Djboss.server.base.dir=" + base, "-Dorg.jboss.boot.log.file=" + base.resolve("log/server.log"),
                "-Dlogging.configuration=file:" + base.resolve("configuration/logging.properties"), "-jar", server.resolve("jboss-modules.jar").toString(),
                "-mp", server.resolve("modules").toString(), "org.jboss.as.standalone"));
        return command;
    }

    private void writeSettings() throws IOException {
        StringBuilder lines = new StringBuilder("""
                portal_base_url=%s
                novncproxy_base_url=http://127.0.0.1:%d/vnc_auto.html
                compute_node.%s.libvirt_uri=%s
                drain_timeout=%d
                recording=on
                recording_directory=recordings
                recording_key_file=recording.key
                recording_least_free=0
                recording_keep_bytes=%d
                # the laxer of the two ways
                recording_full=go_on
                event_keep_days=%d
                """.formatted(url(), PortalUnderTest.CONSOLE + portOffset, QemuVms.NODE, QemuVms.LIBVIRT, PortalUnderTest.DRAIN.toSeconds(), KEEP_BYTES, KEEP_DAYS));
        Account.writeSettings(base, lines);
        Files.writeString(settings, lines, UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** Over what an earlier run left. */
    private static void copy(Path from, Path to) throws IOException {
        delete(to);
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
