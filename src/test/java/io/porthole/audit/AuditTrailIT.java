package io.porthole.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.audit.chain.AuditKey;
import io.porthole.audit.chain.Checkpoint;
import io.porthole.audit.chain.CheckpointFile;
import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.ComputeNodesUnderTest;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import io.porthole.testing.IssuedTokens;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trail is complete, can only grow, and holds no secret; neither does the log. */
@ArquillianTest
@RunAsClient
class AuditTrailIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final TestDatabase database = PortalUnderTest.database();

    @ParameterizedTest
    @ValueSource(strings = {"update audit_events set detail = 'x'", "update audit_events set user_name = null where false", "delete from audit_events",
            "truncate audit_events", "truncate audit_events cascade", "update audit_chain set seq = 0", "delete from audit_chain", "truncate audit_chain"})
    void theTrailOnlyGrowsEvenForTheOwnerOfTheTable(String change) throws SQLException {
        long before = database.count("audit_events");

        SQLException refused = assertThrows(SQLException.class, () -> database.update(change));

        assertTrue(refused.getMessage().contains("append-only"), refused.getMessage());
        assertTrue(database.count("audit_events") >= before);
    }

    @Test
    void theTrailTellsAVisitStepByStep() throws Exception {
        String user = Account.freshMember("workshop");
        Browser browser = Browser.newSignIn(user);
        UUID session = browser.openConsole(PortalUnderTest.nodes().freshVm());
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendClose(1000);
            console.readClose();
        }
        RecordedHistory.endOf(session);
        browser.signOut();

        assertEquals(List.of("SIGNED_IN", "CONSOLE_AUTHORIZED", "CONSOLE_CONNECTED", "CONSOLE_ENDED", "SIGNED_OUT"),
                database.rows("select action from audit_events where user_name = ? order by id", user).stream().map(row -> row.get("action")).toList());
    }

    @Test
    void whatThePortalRecordsIsChainedAndSignedWithinSeconds() throws Exception {
        String address = RecordedHistory.freshAddress();
        Browser.anonymous().from(address).signIn("nobody", "wrong password");
        long event = (Long) database.value("select id from audit_events where address = ?", address);
        Patience.until("the event is chained", LIMIT, () -> database.count("audit_chain where event_id = ?", event) == 1);
        long place = (Long) database.value("select seq from audit_chain where event_id = ?", event);

        Patience.until("a checkpoint reaches it", LIMIT, () -> {
            List<Checkpoint> signed = CheckpointFile.besides(PortalUnderTest.auditKey()).read(List.of(AuditKey.readPublic(AuditKey.publicFile(PortalUnderTest.auditKey()))));
            return !signed.isEmpty() && signed.get(signed.size() - 1).place() >= place;
        });
    }

    /** It comes from no trusted proxy. */
    @Test
    void eventTellsHowItsRequestCame() throws Exception {
        String address = RecordedHistory.freshAddress();
        Browser stranger = Browser.anonymous().from(address);
        stranger.get("/signin");
        stranger.send(stranger.request("POST", "/signin").header("X-Forwarded-For", "203.0.113.7, 198.51.100.9").header("X-Forwarded-For", "10.0.0.1").header("User-Agent", "Knocker/1.0")
                .body("application/x-www-form-urlencoded", "name=nobody&password=wrong&csrf=" + stranger.formToken()));

        Map<String, Object> event = database.rows("select * from audit_events where address = ?", address).get(0);

        assertEquals("203.0.113.7, 198.51.100.9, 10.0.0.1", event.get("forwarded"));
        assertEquals(false, event.get("forwarded_believed"));
        assertEquals("Knocker/1.0", event.get("user_agent"));
        assertEquals(database.value("select name from portal_nodes order by started_at limit 1"), event.get("portal_node"));
        assertNull(event.get("on_behalf_of"));
    }

    @Test
    void theChainOfATrustedProxyIsBelievedAndTheEventSaysSo() throws Exception {
        String client = RecordedHistory.freshAddress();
        Browser stranger = Browser.anonymous().from(PortalUnderTest.TRUSTED_PROXY);
        stranger.get("/signin");
        stranger.send(stranger.request("POST", "/signin").header("X-Forwarded-For", "203.0.113.7").header("X-Forwarded-For", client)
                .body("application/x-www-form-urlencoded", "name=nobody&password=wrong&csrf=" + stranger.formToken()));

        Map<String, Object> event = database.rows("select * from audit_events where address = ?", client).get(0);
        assertEquals(List.of("SIGN_IN_REFUSED", "203.0.113.7, " + client, true), List.of(event.get("action"), event.get("forwarded"), event.get("forwarded_believed")));
        HttpAnswer page = Browser.signedInAs(Account.AUDITOR).get("/history/events?address=" + client);
        assertTrue(page.says("<span>forwarded by</span>") && page.says("203.0.113.7, " + client), page.text());
        assertFalse(page.says("not believed"), page.text());
    }

    @Test
    void theChainOfAnybodyElseIsShownAsNotBelieved() throws Exception {
        String address = RecordedHistory.freshAddress();
        Browser stranger = Browser.anonymous().from(address);
        stranger.get("/signin");
        stranger.send(stranger.request("POST", "/signin").header("X-Forwarded-For", PortalUnderTest.TRUSTED_PROXY)
                .body("application/x-www-form-urlencoded", "name=nobody&password=wrong&csrf=" + stranger.formToken()));

        HttpAnswer page = Browser.signedInAs(Account.AUDITOR).get("/history/events?address=" + address);
        assertTrue(page.says("<span>forwarded by, not believed:</span>"), page.text());
    }

    @Test
    void consoleDoorTellsHowItsRequestCameAndTheEndOfAConsoleHasNoRequest() throws Exception {
        String user = Account.freshMember("workshop");
        Browser browser = Browser.newSignIn(user);
        UUID session = browser.openConsole(PortalUnderTest.nodes().freshVm());
        try (RawWebSocket console = browser.upgrade(browser.token(session)).header("User-Agent", "Watcher/2.0").connect().shakeHands()) {
            console.sendClose(1000);
            console.readClose();
        }
        RecordedHistory.endOf(session);

        assertEquals("Watcher/2.0", database.value("select user_agent from audit_events where session_id = ? and action = 'CONSOLE_CONNECTED'", session));
        assertEquals(1, database.count("audit_events where session_id = ? and action = 'CONSOLE_ENDED' and user_agent is null and portal_node is not null", session));
    }

    @Test
    void aLineBreakOrEscapeOfAStrangerForgesNoLine() throws Exception {
        String address = RecordedHistory.freshAddress();
        Browser.anonymous().from(address).signIn("demo\n2026-01-01 INFO forged \u001b[2J", "wrong password");

        assertEquals(1, database.count("audit_events where address = ?", address));
        assertEquals(0, database.count("audit_events where address = ? and (user_name like ? or user_name like ?)", address, "%\n%", "%\u001b%"));
        assertFalse(PortalUnderTest.serverLog().lines().anyMatch(line -> line.startsWith("2026-01-01 INFO forged")));
        assertFalse(PortalUnderTest.serverLog().contains("\u001b[2J"));
    }

    /** CVE-2015-9543: neither tokens nor passwords, whether a console opened, failed or was refused. */
    @Test
    void noSecretStandsInTheLogOrTheTrail() throws Exception {
        Browser browser = Browser.signedInAs(Account.WORKER);
        ComputeNodesUnderTest nodes = PortalUnderTest.nodes();
        browser.console(nodes.freshVm()).close();
        browser.console(nodes.freshSecuredVm()).close();
        browser.console(nodes.vmWithOwnPassword()).close();
        VmUnderTest wrong = nodes.freshSecuredVm();
        wrong.vnc().password("another1");
        browser.connect(browser.tokenFor(wrong)).readClose();
        String used = browser.tokenFor(nodes.freshVm());
        browser.connect(used).close();
        browser.connect(used).close();
        browser.upgrade(browser.tokenFor(nodes.freshVm())).replace("Origin", "https://evil.example").connect().close();
        browser.get("/websockify?token=" + browser.tokenFor(nodes.freshVm()));
        browser.bearerToken(nodes.freshVm());

        String log = PortalUnderTest.serverLog();
        assertTrue(log.contains("TOKEN_USED"), "the log is the portal's");
        IssuedTokens.all().forEach(token -> assertFalse(log.contains(token), "a token stands in the log"));
        for (String secret : List.of(ComputeNodesUnderTest.VNC_PASSWORD, ComputeNodesUnderTest.OWN_VNC_PASSWORD, Account.PASSWORD, browser.cookie("porthole"))) {
            assertFalse(log.contains(secret), "a secret stands in the log");
            assertEquals(0, database.count("audit_events e where e::text like ?", "%" + secret + "%"));
        }
        for (String token : IssuedTokens.all()) {
            assertEquals(0, database.count("audit_events e where e::text like ?", "%" + token + "%"));
            assertEquals(0, database.count("console_auth_tokens t where t::text like ?", "%" + token + "%"));
        }
    }
}
