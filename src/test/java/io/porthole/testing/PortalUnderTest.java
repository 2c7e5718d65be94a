package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The one portal that all integration tests visit: the real WAR in a WildFly that Arquillian starts, a PostgreSQL of its own,
 * compute nodes whose VMs have fake VNC servers in this JVM, and a Nova beside it. It is deployed once for all classes ({@link OneDeployment}),
 * so that a test class needs no more than {@code @ArquillianTest @RunAsClient class SomethingIT}.
 */
public final class PortalUnderTest {

    /** How many consoles of one VM may be open at a time. */
    public static final int CONSOLES_PER_VM = 24;
    /** The other limits: more than the tests open that are not about them. */
    public static final int CONSOLES_PER_USER = 2_000;
    public static final int CONSOLES_PER_ADDRESS = 2_100;
    public static final int CONSOLES_IN_ALL = 3_000;
    /** As bin/standalone.sh of this server would have it. */
    public static final int IO_THREADS = Runtime.getRuntime().availableProcessors();
    /** How long open consoles may go on once the portal is to stop. */
    public static final Duration DRAIN = Duration.ofSeconds(6);
    /** In a minute; more than the tests do that are not about them. */
    public static final int REFUSED_PER_ADDRESS = 1_000;
    public static final int ASKED_PER_ADDRESS = 3_000;
    /** An address of this machine that stands for a proxy whose word is believed; nothing else comes from it. */
    public static final String TRUSTED_PROXY = "127.0.2.1";
    /** Stands in the nova.conf of the portal under test, and nowhere else. */
    public static final String NOVA_CONF_PASSWORD = "rabbits-password";

    /** Ports of WildFly's standard configuration and of our own console listener, all moved by one offset. */
    static final int HTTP = 8080;
    static final int CONSOLE = 6080;
    static final int MANAGEMENT = 9990;
    private static final int HTTPS = 8443;
    private static final List<Integer> ALL_PORTS = List.of(HTTP, CONSOLE, MANAGEMENT, HTTPS);
    private static final int FIRST_OFFSET = 1300;
    private static final int OFFSETS = 1000;
    private static final int STEP = 10;

    private static PortalUnderTest current;

    private final int portOffset;
    private final Path folder;
    private final Path serverBase;
    private final TestDatabase database;
    private final ComputeNodesUnderTest nodes;
    private final FakeNova nova;
    private final CertificatesUnderTest certificates;

    private PortalUnderTest() throws IOException {
        Path target = Path.of(System.getProperty("porthole.server")).getParent();
        portOffset = freeOffset(FIRST_OFFSET);
        folder = Files.createDirectories(target.resolve("it"));
        serverBase = target.resolve("it-server");
        Files.createDirectories(serverBase.resolve("deployments"));
        database = TestDatabase.start();
        nodes = ComputeNodesUnderTest.make(folder);
        nova = FakeNova.start();
        certificates = CertificatesUnderTest.make(folder.resolve("certificates"));
    }

    static synchronized void prepare() {
        try {
            current = new PortalUnderTest();
            current.writeSettings();
            current.tellArquillian();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static synchronized void clearAway() {
        if (current != null) {
            current.nodes.close();
            current.nova.close();
            current.database.close();
            current = null;
        }
    }

    private static synchronized PortalUnderTest current() {
        if (current == null) {
            throw new IllegalStateException("Integration tests run with 'mvn verify', which builds the WAR and the server first");
        }
        return current;
    }

    /** What is deployed: the WAR that is shipped. */
    static WebArchive archive() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("porthole.war")));
    }

    public static int port() {
        return HTTP + current().portOffset;
    }

    /** nova-novncproxy's port: the same application. */
    public static int consolePort() {
        return CONSOLE + current().portOffset;
    }

    /** The same over TLS, with a certificate that WildFly made for itself. */
    public static int httpsPort() {
        return HTTPS + current().portOffset;
    }

    /** WildFly's own management. */
    public static int managementPort() {
        return MANAGEMENT + current().portOffset;
    }

    /** Where the portal keeps its settings, its recordings and their key. */
    public static Path folder() {
        return current().folder;
    }

    /** Where people reach the portal, and the Origin of its pages. */
    public static String url() {
        return "http://127.0.0.1:" + port();
    }

    public static TestDatabase database() {
        return current().database;
    }

    /** The key of the audit trail; what it signed lies beside it. */
    public static Path auditKey() {
        return current().folder.resolve("audit.key");
    }

    /** The VMs that the portal knows. */
    public static ComputeNodesUnderTest nodes() {
        return current().nodes;
    }

    /** The Nova whose console tokens the portal admits. */
    public static FakeNova nova() {
        return current().nova;
    }

    /** Whom the portal trusts to certify VNC servers. */
    public static CertificatesUnderTest certificates() {
        return current().certificates;
    }

    /** All that the server logged up to now, the console output of its Java included. */
    public static String serverLog() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.list(current().serverBase.resolve("log"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, UTF_8));
            }
        }
        return all.toString();
    }

    /** The portal asks its compute nodes after its start. */
    static void awaitVms() throws Exception {
        Patience.until("every VM is known", Duration.ofSeconds(60), () -> database().count("instances where node <> ?", QemuVms.NODE) == nodes().count());
    }

    private void writeSettings() throws IOException {
        StringBuilder settings = new StringBuilder("""
                portal_base_url=http://127.0.0.1:%d
                novncproxy_base_url=http://127.0.0.1:%d/vnc_auto.html?path=
                # short, so that what waits for them waits shortly
                vnc_connect_timeout=2s
                vnc_handshake_timeout=6s
                ping_interval=3s
                drain_timeout=%d
                shutdown_timeout=0
                audit_key_file=audit.key
                audit_checkpoint_interval=1s
                # longer than any test's rows are old that is not about it
                event_keep_days=36500
                session_keep_days=36500
                # the stricter of the two ways to watch a console
                watching=consent
                trusted_proxies=%s
                # small, so that few rows make several pages
                page_size=20
                # so that one that is late is so soon
                screen_pictures_interval=2s
                # more than any test opens that is not about it
                max_sessions_per_instance=%d
                max_sessions_per_user=%d
                max_sessions_per_address=%d
                max_sessions_in_all=%d
                refused_attempts_per_address=%d
                console_attempts_per_address=%d
                recording_directory=recordings
                recording_key_file=recording.key
                recording_least_free=0
                recording_keep_days=%d
                recording_roles=guest
                recording_on_request=true
                recording_input=true
                project.%s.recording=true
                instance.%s.recording=true
                """.formatted(HTTP + portOffset, CONSOLE + portOffset, DRAIN.toSeconds(), TRUSTED_PROXY, CONSOLES_PER_VM, CONSOLES_PER_USER, CONSOLES_PER_ADDRESS, CONSOLES_IN_ALL,
                REFUSED_PER_ADDRESS, ASKED_PER_ADDRESS, Recordings.KEEP_DAYS, QemuVms.OTHER_PROJECT, QemuVms.RECORDED));
        Account.writeSettings(folder, settings);
        ProjectRights.writeSettings(settings);
        nodes.writeSettings(settings);
        nova.writeSettings(folder, settings);
        certificates.writeSettings(settings);
        Files.writeString(settingsFile(), settings);
        for (String old : List.of("audit.key", "audit.key.pub", "audit.key.checkpoints")) {
            Files.deleteIfExists(folder.resolve(old)); // of another database
        }
        Files.writeString(novaConf(), """
                # an OpenStack's own, of which the portal's settings override nothing
                [DEFAULT]
                transport_url = rabbit://openstack:%s@controller
                console_token_ttl = 600
                [vnc]
                novncproxy_port = 6080
                """.formatted(NOVA_CONF_PASSWORD));
    }

    /** The settings files, as porthole.config names them. */
    static String config() {
        return current().novaConf() + File.pathSeparator + current().settingsFile();
    }

    private Path novaConf() {
        return folder.resolve("nova.conf");
    }

    private Path settingsFile() {
        return folder.resolve("porthole.properties");
    }

    /** arquillian.xml takes these up. */
    private void tellArquillian() {
        System.setProperty("porthole.it.serverBase", serverBase.toString());
        System.setProperty("porthole.it.managementPort", String.valueOf(MANAGEMENT + portOffset));
        System.setProperty("porthole.it.jvm", String.join(" ", "-Xmx512m", "-Djava.net.preferIPv4Stack=true",
                "-Djboss.socket.binding.port-offset=" + portOffset, "-Dporthole.io.threads=" + IO_THREADS,
                "-Dporthole.config=" + novaConf() + File.pathSeparator + settingsFile(),
                "-Denv.PORTHOLE_DATABASE_URL=" + database.url(),
                "-Denv.PORTHOLE_DATABASE_USER=" + TestDatabase.NAME,
                "-Denv.PORTHOLE_DATABASE_PASSWORD=" + TestDatabase.PASSWORD));
    }

    /** A portal may run on this machine, and other tests beside these. */
    static int freeOffset(int first) {
        // Two that start at the same moment would find the same ports free.
        int own = (int) (ProcessHandle.current().pid() % (OFFSETS / STEP));
        for (int i = 0; i < OFFSETS / STEP; i++) {
            int candidate = first + (own + i) * STEP % OFFSETS;
            if (ALL_PORTS.stream().allMatch(port -> isFree(port + candidate))) {
                return candidate;
            }
        }
        throw new IllegalStateException("No free ports for the server");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
