package io.porthole.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.FakeNova;
import io.porthole.testing.IssuedTokens;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Porthole in the place of nova-novncproxy: console tokens that a Nova beside it made. */
@ArquillianTest
@RunAsClient
class NovaProxyIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final FakeNova nova = PortalUnderTest.nova();
    /** By it this test's visits are found in the history. */
    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @ParameterizedTest
    @ValueSource(strings = {"/websockify?token=", "/?token="})
    void tokenOfNovasOpensItsConsole(String path) throws Exception {
        String token = nova.issue(vm);
        try (RawWebSocket console = RawRequest.upgrade(path + token).from(address).connect()) {
            console.shakeHands();
            vm.vnc().awaitReady(1, LIMIT);
            byte[] pressed = new RfbMessage().keyEvent('a').pointerEvent(400, 300).toBytes();
            console.sendBinary(pressed);
            assertArrayEquals(pressed, vm.vnc().awaitReceived(pressed.length, LIMIT));
            vm.vnc().send("pixels".getBytes(US_ASCII));
            assertArrayEquals("pixels".getBytes(US_ASCII), console.readBytes(6));
        }
    }

    @Test
    void tokenOfNovasOpensAgainUntilItExpires() throws Exception {
        String token = nova.issue(vm);
        for (int i = 0; i < 2; i++) {
            try (RawWebSocket console = upgrade(token).from(address).connect()) {
                console.shakeHands();
            }
        }
        nova.expire(token);
        try (RawWebSocket refused = upgrade(token).from(address).connect()) {
            RefusedUpgrade.assertRefusedExactly(403, refused);
        }

        RecordedHistory.assertRefused(address, "TOKEN_UNKNOWN");
        assertEquals(2, PortalUnderTest.database().count("console_sessions where address = ?", address));
    }

    @Test
    void visitStandsInTheHistoryWithWhatNovaTells() throws Exception {
        try (RawWebSocket console = upgrade(nova.issue(vm)).from(address).connect()) {
            console.shakeHands();
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send("pixels".getBytes(US_ASCII));
            console.readBytes(6);
        }

        Map<String, Object> visit = RecordedHistory.endOf(sessionId());
        assertEquals("NOVA_PROXY", visit.get("door"));
        assertNull(visit.get("user_id"));
        assertEquals("unknown (Nova token)", visit.get("user_name"));
        assertEquals(vm.id(), visit.get("instance_id"));
        assertEquals(vm.name() + " as Nova calls it", visit.get("instance_name"));
        assertEquals(FakeNova.TENANT, visit.get("project"));
        assertEquals("compute1", visit.get("node"));
        assertEquals(6L, visit.get("bytes_to_browser"));
        String page = Browser.signedInAs(Account.AUDITOR).get("/history?vm=" + vm.name() + "+as+Nova").text();
        assertTrue(page.contains("unknown (Nova token)") && page.contains("by a link of Nova’s"), page);
    }

    /** No user of Porthole's stands behind it, and none is missed: the check of rights each second leaves it alone. */
    @Test
    void consoleStaysOpenWithoutAUserOfPortholes() throws Exception {
        try (RawWebSocket console = upgrade(nova.issue(vm)).from(address).connect()) {
            console.shakeHands();
            awaitPings(console, 2);

            assertEquals("ACTIVE", RecordedHistory.session(sessionId()).get("state"));
        }
    }

    /** Its node is one of Porthole's too, which does not know this VM: that says nothing of whether it runs. */
    @Test
    void consoleOfAVmThatPortholeDoesNotKnowStaysOpen() throws Exception {
        UUID instance = UUID.randomUUID();
        nova.serverIs(instance, 200, "{\"server\": {\"name\": \"web\", \"OS-EXT-SRV-ATTR:host\": \"%s\"}}".formatted(vm.node()));
        try (RawWebSocket console = upgrade(nova.issue(instance, "127.0.0.1", vm.vnc().port())).from(address).connect()) {
            console.shakeHands();
            awaitPings(console, 2);

            assertEquals("ACTIVE", RecordedHistory.session(sessionId()).get("state"));
        }
    }

    @Test
    void consoleEndsWithItsVncServer() throws Exception {
        try (RawWebSocket console = upgrade(nova.issue(vm)).from(address).connect()) {
            console.shakeHands();
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().closeConnections();

            assertEquals(4000, console.readClose().closeCode());
        }
        RecordedHistory.assertEnded(sessionId(), "VNC_CLOSED");
    }

    @Test
    void consoleEndsWhenPortholeSeesTheVmStop() throws Exception {
        String token = nova.issue(vm);
        nova.serverIs(vm.id(), 200, "{\"server\": {\"name\": \"web\", \"OS-EXT-SRV-ATTR:host\": \"%s\"}}".formatted(vm.node()));
        try (RawWebSocket console = upgrade(token).from(address).connect()) {
            console.shakeHands();
            assertEquals(303, Browser.signedInAs(Account.WORKER).post("/vms/" + vm.id() + "/stop").status());

            assertEquals(4012, console.readClose().closeCode());
        }
        RecordedHistory.assertEnded(sessionId(), "INSTANCE_STOPPED");
    }

    @Test
    void limitPerVmCountsForThemToo() throws Exception {
        String token = nova.issue(vm);
        List<RawWebSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < PortalUnderTest.CONSOLES_PER_VM; i++) {
                open.add(upgrade(token).connect().shakeHands());
            }
            try (RawWebSocket oneMore = upgrade(token).from(address).connect()) {
                RefusedUpgrade.assertRefusedExactly(429, oneMore);
            }
        } finally {
            for (RawWebSocket console : open) {
                console.close();
            }
        }
        assertRefusalNames(vm.name() + " as Nova calls it", "LIMIT_REACHED");
    }

    @Test
    void consoleOpensAlsoWhereNovaDoesNotTellTheName() throws Exception {
        UUID instance = UUID.randomUUID();
        try (RawWebSocket console = upgrade(nova.issue(instance, "localhost", vm.vnc().port())).from(address).connect()) {
            console.shakeHands();
        }

        Map<String, Object> visit = RecordedHistory.endOf(sessionId());
        assertEquals(instance.toString(), visit.get("instance_name"));
        assertEquals("localhost", visit.get("node"));
        assertNull(visit.get("project"));
    }

    @Test
    void screenOfAnotherVmIsNotShown() throws Exception {
        String token = nova.issue(vm);
        nova.serverIs(vm.id(), 200, "{\"server\": {\"name\": \"web\", \"OS-EXT-SRV-ATTR:instance_name\": \"instance-0000002a\"}}");
        try (RawWebSocket console = upgrade(token).from(address).connect()) {
            assertEquals(4005, console.readClose().closeCode());
        }
        RecordedHistory.assertEnded(sessionId(), "WRONG_INSTANCE");
    }

    @Test
    void pageOfOursMayOpenIt() throws Exception {
        try (RawWebSocket console = RawRequest.upgradeFromOurPage("/websockify?token=" + nova.issue(vm)).from(address).connect()) {
            console.shakeHands();
        }
    }

    @Test
    void foreignPageIsRefusedAndNovaIsNotAsked() throws Exception {
        String token = nova.issue(vm);

        RefusedUpgrade.assertRefused(403, "ORIGIN_REFUSED", upgrade(token).header("Origin", "https://evil.example.org"), address, vm);
        assertFalse(asked(token));
    }

    // ---- what Nova says

    @Test
    void tokenThatNovaDoesNotKnowIsRefused() throws Exception {
        assertRefused(403, "TOKEN_UNKNOWN", UUID.randomUUID().toString());
        assertRefusalNames(null, "TOKEN_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5", "6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a/../../servers", "6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a%0d%0a"})
    void tokenOfNobodysFormIsRefusedAndNovaIsNotAsked(String token) throws Exception {
        int before = nova.questions().size();

        assertRefused(403, "TOKEN_UNKNOWN", token);
        assertEquals(before, nova.questions().size());
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, 5900", "169.254.169.254, 6000", "0.0.0.0, 5900", "no-such-host.invalid, 5900", "127.0.0.1, 22", "127.0.0.1, 5899", "127.0.0.1, 65536"})
    void addressOutsideOfTheSettingsIsRefused(String host, int port) throws Exception {
        assertRefused(403, "ADDRESS_NOT_ALLOWED", nova.issue(vm.id(), host, port));
        assertRefusalNames(vm.id().toString(), "ADDRESS_NOT_ALLOWED");
    }

    @Test
    void consoleBehindAnAccessPathIsRefused() throws Exception {
        assertRefused(409, "NO_VNC_CONSOLE", nova.issue(200, """
                {"console": {"instance_uuid": "%s", "host": "127.0.0.1", "port": %d, "internal_access_path": "abc"}}""".formatted(vm.id(), vm.vnc().port())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not JSON", "{\"console\": {}}", "{\"console\": {\"instance_uuid\": \"x\", \"host\": \"127.0.0.1\", \"port\": 5900, \"internal_access_path\": null}}"})
    void answerOfAWrongShapeIsRefused(String body) throws Exception {
        assertRefused(503, "NOVA_UNAVAILABLE", nova.issue(200, body));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 404, 500, 503})
    void answerOfAnotherKindIsRefused(int status) throws Exception {
        assertRefused(503, "NOVA_UNAVAILABLE", nova.issue(status, "{}"));
    }

    @Test
    void hugeAnswerIsRefused() throws Exception {
        assertRefused(503, "NOVA_UNAVAILABLE", nova.issue(200, "x".repeat(2_000_000)));
    }

    // ---- Nova and Keystone at their worst

    @Test
    void novaThatSaysNothingIsRefusedInTime() throws Exception {
        String token = nova.issue(vm);
        nova.answersNothingTo(token);
        long before = System.nanoTime();

        assertRefused(503, "NOVA_UNAVAILABLE", token);
        assertTrue(Duration.ofNanos(System.nanoTime() - before).compareTo(LIMIT) < 0);
        assertEquals("Nova does not answer in time", detail());
    }

    @Test
    void novaThatIsAwayIsRefusedAndComesBackByItself() throws Exception {
        String token = nova.issue(vm);
        nova.goAway();
        try {
            assertRefused(503, "NOVA_UNAVAILABLE", token);
        } finally {
            nova.comeBack();
        }

        assertOpens(token);
    }

    @Test
    void tokenOfKeystoneIsRenewedWhenNovaRefusesIt() throws Exception {
        String token = nova.issue(vm);
        nova.revokeTokens();
        int before = nova.authentications();

        assertOpens(token);
        assertEquals(before + 1, nova.authentications());
    }

    @Test
    void credentialThatKeystoneRefusesIsToldToTheAdministratorAlone() throws Exception {
        String token = nova.issue(vm);
        nova.refuseCredential(true);
        nova.revokeTokens();
        try {
            assertRefused(503, "NOVA_UNAVAILABLE", token);
            assertTrue(detail().startsWith("Keystone refuses the credential in the settings"), detail());
        } finally {
            nova.refuseCredential(false);
        }

        Patience.until("the credential is tried again", LIMIT, () -> {
            try (RawWebSocket console = upgrade(token).connect()) {
                return console.isOpen();
            }
        });
    }

    @Test
    void noSecretStandsInTheLog() throws Exception {
        assertRefused(403, "TOKEN_UNKNOWN", UUID.randomUUID().toString());
        assertOpens(nova.issue(vm));
        String log = PortalUnderTest.serverLog();

        assertFalse(log.contains(FakeNova.PASSWORD));
        assertFalse(log.contains(FakeNova.TOKEN_MARK));
        assertEquals(List.of(), IssuedTokens.all().stream().filter(log::contains).toList());
    }

    private void assertOpens(String token) throws Exception {
        try (RawWebSocket console = upgrade(token).connect()) {
            console.shakeHands();
        }
    }

    private void assertRefused(int status, String reason, String token) throws Exception {
        RefusedUpgrade.assertRefused(status, reason, upgrade(token), address, vm);
    }

    /** The history's row of a refusal from this test's address names the VM, as far as Nova told it, and the door. */
    private void assertRefusalNames(String instanceName, String reason) throws Exception {
        Map<String, Object> row = RecordedHistory.refusalsFrom(address).get(0);
        assertEquals(reason, row.get("reason"));
        assertEquals(instanceName, row.get("instance_name"));
        assertEquals("NOVA_PROXY", row.get("door"));
    }

    private static void awaitPings(RawWebSocket console, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            RawWebSocket.Frame frame = console.read();
            assertEquals(RawWebSocket.PING, frame.opcode());
            console.send(RawWebSocket.PONG, frame.payload());
        }
    }

    private static RawRequest upgrade(String token) {
        return RawRequest.upgrade("/websockify?token=" + token);
    }

    private boolean asked(String token) {
        return nova.questions().stream().anyMatch(question -> question.contains(token));
    }

    private UUID sessionId() throws Exception {
        return (UUID) PortalUnderTest.database().value("select id from console_sessions where address = ?", address);
    }

    private String detail() throws Exception {
        return (String) PortalUnderTest.database().value("select detail from audit_events where address = ?", address);
    }
}
