package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RawWebSocket.Frame;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who sees which open consoles, who may end them from elsewhere, and what is written down of it. */
@ArquillianTest
@RunAsClient
class LiveIT {

    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();
    private String userName;
    private Browser browser;
    private UUID session;
    private RawWebSocket console;

    @BeforeEach
    void openConsole() throws Exception {
        userName = Account.freshMember("workshop");
        browser = Browser.newSignIn(userName);
        session = browser.openConsole(vm);
        console = browser.connect(browser.token(session)).shakeHands();
    }

    @AfterEach
    void closeConsole() throws Exception {
        console.close();
    }

    // ---- who sees what

    @Test
    void administratorSeesWhoIsOnWhatFromWhereAndThroughWhichPortalNode() throws Exception {
        String page = pageFor(Browser.signedInAs(Account.ADMIN));

        String portal = (String) database.value("select portal_node from console_connections where session_id = ?", session);
        for (String shown : List.of(userName, vm.name(), vm.project(), vm.node(), "127.0.0.1", portal, "/live/console/" + session + "/cut", "1 found")) {
            assertTrue(page.contains(shown), shown + " is missing in " + page);
        }
    }

    @Test
    void auditorSeesItAndIsOfferedNoEnd() throws Exception {
        String page = pageFor(Browser.signedInAs(Account.AUDITOR));

        assertTrue(page.contains(vm.name()));
        assertFalse(page.contains("/cut"), page);
    }

    @Test
    void memberSeesTheirOwnOnly() throws Exception {
        assertFalse(pageFor(Browser.signedInAs(Account.WORKER)).contains(vm.name()));
        String own = pageFor(Browser.newSignIn(userName));

        assertTrue(own.contains(vm.name()) && own.contains("/live/console/" + session + "/cut"), own);
        assertFalse(own.contains("/live/vm/"), own);
    }

    @Test
    void partOfThePageIsSentOnlyWhenItIsAnother() throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN);
        String address = "/live?part=list&q=" + userName;
        Patience.until("what was counted of the handshake is told, and nothing else changes", LIMIT, () -> again(admin, address, admin.get(address)).status() == 304);
        HttpAnswer first = admin.get(address);
        console.close();
        RecordedHistory.endOf(session);
        HttpAnswer then = again(admin, address, first);
        assertEquals(200, then.status());
        assertFalse(then.says(vm.name()));
    }

    private static HttpAnswer again(Browser browser, String address, HttpAnswer before) throws Exception {
        return browser.withCookies(RawRequest.of("GET", address)).header("If-None-Match", before.header("ETag").orElseThrow()).send();
    }

    @Test
    void rateShowsWhatFlowsNowAndGoesBackToNothing() throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN);

        Patience.until("the page tells a rate of megabytes", LIMIT, () -> {
            vm.vnc().send(new byte[5_000_000]);
            console.readBytes(5_000_000);
            return pageFor(admin).matches("(?s).*[0-9.]+ MB/s.*[0-9.]+ MB in all.*");
        });
        Patience.until("the rate is none again", LIMIT, () -> pageFor(admin).matches("(?s).*>0 B/s.*[0-9.]+ MB in all.*"));
    }

    // ---- the end from elsewhere

    @Test
    void administratorEndsItAndThePersonReadsWhy() throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN);
        long start = System.nanoTime();
        HttpAnswer answer = admin.post("/live/console/" + session + "/cut", "words", "Maintenance at 23:00 – please save");
        Frame close = console.readClose();
        report("cut by an administrator", start);

        assertEquals("/live?done=cut", answer.location());
        assertEquals(4009, close.closeCode());
        assertEquals("Maintenance at 23:00 – please save", close.closeReason());
        assertWithin(start);
        RecordedHistory.assertEnded(session, "CUT_BY_ADMINISTRATOR");
        assertEquals(Map.of("cut_by", "admin", "cut_words", "Maintenance at 23:00 – please save"),
                database.rows("select cut_by, cut_words from console_history where id = ?", session).get(0));
        assertEquals(List.of(Map.of("user_name", "admin", "on_behalf_of", userName)),
                database.rows("select user_name, on_behalf_of from audit_events where action = 'CONSOLE_CUT' and session_id = ?", session));
        String history = Browser.signedInAs(Account.AUDITOR).get("/history?user=" + userName).text();
        assertTrue(history.contains("<bdi>admin</bdi>") && history.contains("“Maintenance at 23:00 – please save”"), history);
    }

    @Test
    void personEndsTheirOwnFromAnotherBrowser() throws Exception {
        Browser elsewhere = Browser.newSignIn(userName);
        long start = System.nanoTime();
        assertEquals("/live?done=cut", elsewhere.post("/live/console/" + session + "/cut").location());
        Frame close = console.readClose();
        report("ended by the person from another browser", start);

        assertEquals(4020, close.closeCode());
        assertWithin(start);
        RecordedHistory.assertEnded(session, "ENDED_BY_USER");
        assertEquals("/live?done=cut-none", elsewhere.post("/live/console/" + session + "/cut").location());
    }

    @Test
    void allOfAPersonEndAndNobodyElses() throws Exception {
        VmUnderTest second = PortalUnderTest.nodes().freshVm();
        UUID user = (UUID) database.value("select id from users where name = ?", userName);
        try (RawWebSocket other = browser.console(second); RawWebSocket stays = Browser.signedInAs(Account.WORKER).console(vm)) {
            Browser.signedInAs(Account.ADMIN).post("/live/user/" + user + "/cut", "words", "");

            assertEquals("CUT_BY_ADMINISTRATOR", console.readClose().closeReason());
            assertEquals(4009, other.readClose().closeCode());
            assertGoesOn(stays);
        }
    }

    @Test
    void allOfAVmEndThoseOfBearerUrlsTooAndNoneOfAnotherVm() throws Exception {
        VmUnderTest second = PortalUnderTest.nodes().freshVm();
        try (RawWebSocket bearer = RawRequest.upgrade("/websockify?token=" + browser.bearerToken(vm)).connect().shakeHands();
                RawWebSocket stays = browser.console(second)) {
            Browser.signedInAs(Account.ADMIN).post("/live/vm/" + vm.id() + "/cut", "words", "moved");

            assertEquals("moved", console.readClose().closeReason());
            assertEquals("moved", bearer.readClose().closeReason());
            second.vnc().awaitReady(1, LIMIT);
            second.vnc().send(new byte[] {7});
            assertArrayEquals(new byte[] {7}, stays.readBytes(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"AUDITOR, 403, NOT_PERMITTED", "WORKER, 404, SESSION_NOT_FOUND"})
    void nobodyElseMayEndItAndTheAttemptIsWrittenDown(Account who, int status, String refusal) throws Exception {
        HttpAnswer answer = Browser.signedInAs(who).post("/live/console/" + session + "/cut", "words", "x");

        assertEquals(status, answer.status());
        assertEquals(1, database.count("audit_events where action = 'CONSOLE_CUT_REFUSED' and refusal = ? and user_name = ? and detail like ?",
                refusal, who.userName(), "%" + session));
        assertGoesOn(console);
    }

    @ParameterizedTest
    @CsvSource({"vm", "user"})
    void memberMayNotEndAllOfAVmOrOfAnother(String what) throws Exception {
        Object id = what.equals("vm") ? vm.id() : database.value("select id from users where name = 'demo'");

        assertEquals(403, browser.post("/live/" + what + "/" + id + "/cut").status());
        assertGoesOn(console);
    }

    @Test
    void nothingEndsWithoutTheFormsToken() throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN);

        assertEquals(403, admin.withCookies(RawRequest.of("POST", "/live/console/" + session + "/cut").body("application/x-www-form-urlencoded", "words=x")).send().status());
        assertGoesOn(console);
    }

    // ----

    private String pageFor(Browser reader) throws Exception {
        HttpAnswer answer = reader.get("/live?q=" + userName);
        assertEquals(200, answer.status());
        return answer.text();
    }

    private void assertGoesOn(RawWebSocket open) throws Exception {
        vm.vnc().awaitOpen(1, LIMIT);
        vm.vnc().send(new byte[] {7});
        assertArrayEquals(new byte[] {7}, open.readBytes(1));
    }

    private static void report(String what, long startNanos) {
        System.out.printf("%s: the console ended %d ms after the click%n", what, Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
    }

    private static void assertWithin(long startNanos) {
        Duration passed = Duration.ofNanos(System.nanoTime() - startNanos);
        assertTrue(passed.compareTo(PROMISED) < 0, "it took " + passed);
    }
}
