package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.console.RelayEnd;
import io.porthole.proxy.VncServerAttempt.Outcome;
import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.CertificatesUnderTest;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.QemuVm;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RawWebSocket.Frame;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.SecondNode;
import io.porthole.testing.TestCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Consoles of a VM that moves from a compute node without any VNC security to one where libvirt's qemu.conf demands TLS, a client's
 * certificate and a password; and of one that runs there. Between two libvirtd, with real QEMU.
 */
@ArquillianTest
@RunAsClient
class ConsoleMigrationIT {

    @RegisterExtension
    static final SecondNode SECOND = SecondNode.withTlsThatVerifiesAndAPassword();

    private static final Duration MIGRATION = Duration.ofSeconds(60);
    /** Issue 5. What it took is printed: 40 to 320 ms, on a loaded machine too. */
    private static final Duration JOINS = Duration.ofSeconds(3);
    private static final Duration WRITTEN = Duration.ofSeconds(10);
    /** The portal looks at each node every 10 s, at the next heartbeat after that. */
    private static final Duration LOOKS = Duration.ofSeconds(60);
    /** While the old QEMU goes: closed, moved, and nothing listens any more. */
    private static final List<Integer> OF_THE_OLD_NODE = List.of(4000, 4003, 4033, 4050);
    private static final String RUNS = "running";
    private static final String PAUSED = "paused (user)";
    /** RFC 5737: this machine has no such address. */
    private static final String NOBODYS_ADDRESS = "192.0.2.1";

    private final CertificatesUnderTest certificates = PortalUnderTest.certificates();
    private Browser tenant;

    @TempDir
    private Path folder;

    @BeforeEach
    void showTheRightCertificate() throws IOException {
        tenant = Browser.signedInAs(Account.TENANT);
        SECOND.shows(certificates.goodForSecond());
    }

    // ---- joined where it is

    @Test
    void aVmIsJoinedWithTheNewNodesPasswordAndCertificate() throws Exception {
        SECOND.atHome();

        assertJoinedAfter("running VM", RUNS);
    }

    @Test
    void aVmWithAPasswordOfItsOwnTakesItAlong() throws Exception {
        SECOND.atHome("its-own1");

        assertJoinedAfter("VM with its own password", RUNS);
    }

    @Test
    void aVmThatIsPausedIsJoinedAsSoonAsOneThatRuns() throws Exception {
        SECOND.atHome().freeze();

        assertJoinedAfter("paused VM", PAUSED);
    }

    @Test
    void aVmThatArrivesPausedThoughItRanIsJoinedToo() throws Exception {
        SECOND.atHome();

        assertJoinedAfter("VM that arrives paused", PAUSED, "--suspend");
    }

    /** The same VM is known to both nodes, and is started at the one where it did not run before. */
    @Test
    void aVmThatComesBackElsewhereIsJoinedThere() throws Exception {
        SECOND.atHome();
        SECOND.define();
        UUID session = tenant.openConsole(SECOND.traveller());
        try (RawWebSocket console = tenant.connect(tenant.token(session)).shakeHands()) {
            SECOND.traveller().destroy();
            console.readClose();
        }

        SECOND.start();
        CompletableFuture<Long> arrived = CompletableFuture.completedFuture(System.nanoTime());

        assertJoined("VM started elsewhere", session, arrived);
    }

    /** As where its description names the old node's own address. */
    @Test
    void aVmThatCannotListenAtTheNewNodeStaysAndSoDoesItsConsole() throws Exception {
        SECOND.atHome();
        UUID session = tenant.openConsole(SECOND.traveller());
        try (RawWebSocket console = tenant.connect(tenant.token(session)).shakeHands()) {
            Future<?> migration = SECOND.migrateTo(NOBODYS_ADDRESS);
            String said = failureOf(migration);
            assertTrue(said.contains(NOBODYS_ADDRESS), said);

            assertShowsItsPicture(console);
            assertEquals(1, RecordedHistory.openConnectionsOf(session), "it is the connection of before");
        }
    }

    /** After a cold migration, say. */
    @Test
    void anAdministratorReadsWhyAVmCannotListenAtTheNewNode() throws Exception {
        QemuVm vm = SECOND.offHere(NOBODYS_ADDRESS);
        String before = refusalsOf(vm);

        assertEquals(502, tenant.post("/vms/" + vm.id() + "/start").status());

        Patience.until("it is written down", WRITTEN, () -> !before.equals(refusalsOf(vm)));
        String detail = refusalsOf(vm);
        assertTrue(detail.contains("second: the VM is to listen for VNC on " + NOBODYS_ADDRESS + ", which is no address of this node"), detail);
    }

    private static String refusalsOf(QemuVm vm) throws SQLException {
        return PortalUnderTest.database().rows("select id, detail from audit_events where action = 'POWER_ACTION_REFUSED' and instance_id = ? order by id", vm.id()).toString();
    }

    private void assertJoinedAfter(String what, String stateThere, String... options) throws Exception {
        UUID session = tenant.openConsole(SECOND.traveller());
        Future<?> migration;
        CompletableFuture<Long> arrived;
        try (RawWebSocket console = tenant.connect(tenant.token(session)).shakeHands()) {
            migration = SECOND.migrateLive(options);
            arrived = arrival(stateThere);
            int code = console.readClose().closeCode();
            assertTrue(List.of(4000, 4050).contains(code), "ended with " + code);
        }

        assertJoined(what, session, arrived);
        migration.get();
    }

    private void assertJoined(String what, UUID session, CompletableFuture<Long> arrived) throws Exception {
        AtomicReference<RawWebSocket> joined = new AtomicReference<>();
        Patience.until(what + " is joined", MIGRATION, () -> join(session, joined));
        try (RawWebSocket console = joined.get()) {
            Duration took = Duration.ofNanos(System.nanoTime() - arrived.get());
            System.out.printf("%s at its new node, to its screen: %d ms%n", what, took.toMillis());
            assertTrue(took.compareTo(JOINS) < 0, "joined after " + took);
            assertShowsItsPicture(console);
            Patience.until("its connection leads there", WRITTEN, () -> openOn(session).equals(List.of(SecondNode.NAME)));
        }
    }

    /** One try, as the page makes one after the other while the VM is on its way. */
    private boolean join(UUID session, AtomicReference<RawWebSocket> joined) throws IOException {
        Optional<String> token = Browser.tokenIn(tenant.askForToken(session));
        if (token.isEmpty()) {
            return false;
        }
        RawWebSocket console = tenant.connect(token.get());
        if (console.isOpen()) {
            Frame first = console.readData();
            if (first.opcode() == RawWebSocket.BINARY) {
                joined.set(console.shakeHandsAfterGreeting());
                return true;
            }
            assertTrue(OF_THE_OLD_NODE.contains(first.closeCode()), "refused: " + first.closeCode() + " " + first.closeReason());
        }
        console.close();
        return false;
    }

    /** @return when virsh first told of it there */
    private static CompletableFuture<Long> arrival(String state) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                Patience.until("it arrived, " + state, MIGRATION, () -> SECOND.stateHere().startsWith(state));
                return System.nanoTime();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String failureOf(Future<?> migration) throws InterruptedException {
        try {
            return "migrated: " + migration.get();
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        }
    }

    // ---- switched off, and defined at both

    /** It used to be at the node that was looked at last. */
    @Test
    void aVmThatIsOffStaysWhereItWasThoughBothNodesKnowIt() throws Exception {
        QemuVm vm = SECOND.offAtHome();
        Map<String, Object> before = inventory(vm);

        SECOND.define();
        awaitLooksAt("real", SecondNode.NAME);
        assertEquals(before, inventory(vm));

        SECOND.forgetAtHome();
        SECOND.awaitOffHere();
        assertEquals(before.get("first_seen"), inventory(vm).get("first_seen"), "it was never gone");
    }

    private static Map<String, Object> inventory(QemuVm vm) throws SQLException {
        return PortalUnderTest.database().rows("select node, state, first_seen, changed_at from instances where id = ?", vm.id()).get(0);
    }

    /** At all that is on each node. */
    private static void awaitLooksAt(String... nodes) throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN);
        Instant start = Instant.now();
        for (String node : nodes) {
            Patience.until(node + " is looked at", LOOKS, () -> lastLook(admin, node).isAfter(start));
        }
    }

    private static Instant lastLook(Browser admin, String node) throws IOException {
        String row = admin.get("/admin/nodes").text().split("id=\"node-" + node + "\"")[1].split("</tr>")[0];
        Matcher time = Pattern.compile("Last full look.*?<time datetime=\"([^\"]+)\"", Pattern.DOTALL).matcher(row);
        return time.find() ? Instant.parse(time.group(1)) : Instant.MIN;
    }

    // ---- refused in its own words, and with nothing less than TLS

    @Test
    void theOldNodesCertificateIsNotAcceptedAtTheNewOne() throws Exception {
        SECOND.shows(certificates.good());
        SECOND.atHome();
        UUID session = tenant.openConsole(SECOND.traveller());
        Future<?> migration;
        try (RawWebSocket console = tenant.connect(tenant.token(session)).shakeHands()) {
            migration = SECOND.migrateLive();
            console.readClose();
        }
        SECOND.awaitHere();

        assertRefused(session, 4034, "TLS_WRONG_NAME", "its certificate is for another name");
        migration.get();
    }

    // ---- one that runs there

    @Test
    void whereQemuConfDemandsTlsACertificateAndAPasswordThePictureIsThere() throws Exception {
        SECOND.here();
        try (RawWebSocket console = tenant.connect(tenant.token(tenant.openConsole(SECOND.traveller()))).shakeHands()) {
            assertShowsItsPicture(console);
        }
        // It does check: with all but a certificate of ours nobody gets in.
        Path ca = Files.writeString(folder.resolve("ca.pem"), certificates.authority().toPem());
        Outcome outcome = VncServerAttempt.at(new InetSocketAddress(SecondNode.ADDRESS, SECOND.vncPort()), SecondNode.ADDRESS, Map.of("vencrypt_ca_certs", ca.toString()));
        assertEquals(RelayEnd.TLS_FAILED, outcome.end(), outcome.detail());
        assertTrue(outcome.detail().contains("it asks for a certificate of ours, and we have none"), outcome.detail());
    }

    @Test
    void whereAForeignAuthorityCertifiedTheNodeItIsRefused() throws Exception {
        SECOND.shows(certificates.stranger().issue("stranger-at-second", "ip:" + SecondNode.ADDRESS));
        SECOND.here();

        assertRefused(tenant.openConsole(SECOND.traveller()), 4036, "TLS_UNTRUSTED", "its certificate comes from no authority that we trust");
    }

    @Test
    void whereQemuConfHasAnotherPasswordItIsRefused() throws Exception {
        SECOND.here();
        SECOND.changeVncPassword("another1");

        assertRefused(tenant.openConsole(SECOND.traveller()), 4004, "VNC_SECURITY_REFUSED", "Authentication failed");
    }

    // ----

    private void assertRefused(UUID session, int closeCode, String reason, String words) throws Exception {
        try (RawWebSocket console = tenant.connect(tenant.token(session))) {
            Frame frame = console.read();
            assertEquals(RawWebSocket.CLOSE, frame.opcode(), "the browser hears nothing before the way to the screen is certain");
            assertEquals(closeCode, frame.closeCode(), frame.closeReason());
            assertEquals(reason, frame.closeReason());
        }
        RecordedHistory.assertEnded(session, reason);
        String line = PortalUnderTest.serverLog().lines().filter(text -> text.contains("console session " + session + " ended: " + reason)).findFirst().orElseThrow();
        assertTrue(line.contains(words), line);
    }

    /** Also one that stands still: the whole of it is asked for, and not what changed. */
    private static void assertShowsItsPicture(RawWebSocket console) throws IOException {
        console.sendBinary(new RfbMessage().u8(3).u8(0).u16(0).u16(0).u16(16).u16(16).toBytes());
        assertEquals(0, console.readBytes(1)[0], "a FramebufferUpdate (RFC 6143, 7.6.1)");
    }

    /** @return the nodes that this session's open connections lead to */
    private static List<Object> openOn(UUID session) throws SQLException {
        return PortalUnderTest.database().rows("""
                select s.node from console_sessions s join console_connections c on c.session_id = s.id
                 where s.id = ? and c.closed_at is null and c.established_at is not null""", session).stream().map(row -> row.get("node")).toList();
    }
}
