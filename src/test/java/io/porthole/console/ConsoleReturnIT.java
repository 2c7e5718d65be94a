package io.porthole.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;

/** What becomes of a console session whose connection broke, and who may go on with it. */
@ArquillianTest
@RunAsClient
class ConsoleReturnIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private String userName;
    private Browser browser;
    private UUID session;

    @BeforeEach
    void signIn() throws Exception {
        userName = Account.freshMember("workshop");
        browser = Browser.newSignIn(userName);
        session = browser.openConsole(vm);
    }

    // ---- waiting

    @Test
    void aSessionWhoseVmClosedItsScreenWaitsAndGoesOnWithTheNextConnection() throws Exception {
        lose(connect());
        Map<String, Object> waiting = awaitWaiting();
        assertNull(waiting.get("ended_at"));
        assertNull(waiting.get("end_reason"));
        assertEquals(Duration.ofMinutes(10), Duration.between(closedAt(1), RecordedHistory.time(waiting, "waits_until")));

        try (RawWebSocket again = connect()) {
            assertEquals("ACTIVE", RecordedHistory.session(session).get("state"));
            again.sendClose(1000);
            RecordedHistory.assertEnded(session, "BROWSER_CLOSED");
        }
        assertEquals(List.of("VNC_CLOSED", "BROWSER_CLOSED"), endsOfConnections());
    }

    @Test
    void aSessionToWhichNobodyComesBackEndedWhenAndWhyItsLastConnectionDid() throws Exception {
        lose(connect());
        awaitWaiting();

        Map<String, Object> ended = RecordedHistory.endOf(session);

        assertEquals("VNC_CLOSED", ended.get("end_reason"));
        assertEquals(closedAt(1), RecordedHistory.time(ended, "ended_at"));
        assertEquals(false, ended.get("ended_about"));
    }

    @Test
    void anAttemptToComeBackThatFailsLeavesItWaiting() throws Exception {
        lose(connect());
        awaitWaiting();
        vm.vnc().close();

        try (RawWebSocket failing = browser.connect(browser.token(session))) {
            assertEquals(4033, failing.readClose().closeCode());
        }

        Patience.until("the second connection is closed", LIMIT, () -> endsOfConnections().equals(List.of("VNC_CLOSED", "NODE_REFUSED")));
        assertEquals("WAITING", RecordedHistory.session(session).get("state"));
        RecordedHistory.assertEnded(session, "NODE_REFUSED");
    }

    @Test
    void aTokenThatNobodyUsesKeepsItWaitingNoShorterThanTheTokenLives() throws Exception {
        lose(connect());
        awaitWaiting();
        PortalUnderTest.database().update("update console_sessions set waits_until = now() + interval '5 seconds' where id = ?", session);

        browser.token(session);

        Instant until = RecordedHistory.time(RecordedHistory.session(session), "waits_until");
        assertTrue(until.isAfter(Instant.now().plusSeconds(40)), until.toString());
        RecordedHistory.assertEnded(session, "VNC_CLOSED");
    }

    @Test
    void whoeverComesAfterTheEndGoesOnInTheSameSessionAllTheSame() throws Exception {
        lose(connect());
        awaitWaiting();
        RecordedHistory.endOf(session);

        connect().close();

        assertEquals(2, PortalUnderTest.database().count("console_connections where session_id = ?", session));
    }

    @Test
    void aSessionThatNeverHadAPictureDoesNotWait() throws Exception {
        vm.vnc().close();

        try (RawWebSocket failing = browser.connect(browser.token(session))) {
            assertEquals(4033, failing.readClose().closeCode());
        }

        Patience.until("it ended", LIMIT, () -> "ENDED".equals(RecordedHistory.session(session).get("state")));
        assertEquals("NODE_REFUSED", RecordedHistory.session(session).get("end_reason"));
    }

    @Test
    void aBearerUrlsSessionWaitsNoLongerThanTheUrlAdmits() throws Exception {
        String token = browser.bearerToken(vm);
        UUID byUrl = (UUID) PortalUnderTest.database().value("select session_id from console_auth_tokens where token_hash = sha256(?)", (Object) token.getBytes(US_ASCII));
        PortalUnderTest.database().update("update console_sessions set open_until = now() + interval '3 minutes' where id = ?", byUrl);
        lose(Browser.anonymous().connect(token).shakeHands());

        Patience.until("it waits", LIMIT, () -> "WAITING".equals(RecordedHistory.session(byUrl).get("state")));

        Map<String, Object> waiting = RecordedHistory.session(byUrl);
        assertEquals(waiting.get("open_until"), waiting.get("waits_until"));
        RecordedHistory.assertEnded(byUrl, "VNC_CLOSED");
    }

    // ---- with a later sign-in

    @Test
    void thePersonGoesOnAfterSigningInAnewAndTheTrailTells() throws Exception {
        RawWebSocket console = connect();
        browser.signOut();
        assertEquals(4010, console.readClose().closeCode());
        Browser later = Browser.newSignIn(userName);

        assertEquals(200, later.get("/console/" + session).status());
        assertEquals("SIGNED_OUT", RecordedHistory.endOf(session).get("end_reason"), "to look at the page changes nothing");
        later.connect(later.token(session)).shakeHands().close();

        assertEquals(1, PortalUnderTest.database().count("audit_events where action = 'CONSOLE_TAKEN_UP' and session_id = ? and user_name = ?", session, userName));
        assertEquals(2, PortalUnderTest.database().count("console_connections where session_id = ?", session));
    }

    @Test
    void whatTheEarlierSignInStillHasOpenEndsWithIt() throws Exception {
        RawWebSocket console = connect();
        PortalUnderTest.database().update("update sign_ins set ended_at = now() where id = (select sign_in_id from console_sessions where id = ?)", session);
        Browser later = Browser.newSignIn(userName);
        later.token(session);

        assertEquals(4010, console.readClose().closeCode());
    }

    @Test
    void anotherPersonIsRefused() throws Exception {
        browser.signOut();
        Browser other = Browser.newSignIn(Account.freshMember("workshop"));

        assertRefused(other.get("/console/" + session));
        assertRefused(other.askForToken(session));
    }

    @Test
    void theSamePersonsOtherBrowserIsRefusedWhileTheFirstIsSignedIn() throws Exception {
        Browser other = Browser.newSignIn(userName);

        assertRefused(other.get("/console/" + session));
        assertRefused(other.askForToken(session));
        browser.token(session);
    }

    // ---- steps

    private RawWebSocket connect() throws Exception {
        RawWebSocket console = browser.connect(browser.token(session)).shakeHands();
        awaitPicture();
        return console;
    }

    /** Until then the portal does not know that there was a screen. */
    private void awaitPicture() throws Exception {
        Patience.until("the screen was reached", LIMIT, () -> PortalUnderTest.database()
                .count("console_connections c join console_sessions s on s.id = c.session_id where s.instance_id = ? and c.closed_at is null and c.established_at is not null", vm.id()) == 1);
    }

    private void lose(RawWebSocket console) throws Exception {
        awaitPicture();
        vm.vnc().closeConnections();
        assertEquals(4000, console.readClose().closeCode());
    }

    private Map<String, Object> awaitWaiting() throws Exception {
        Patience.until("the session waits", LIMIT, () -> "WAITING".equals(RecordedHistory.session(session).get("state")));
        return RecordedHistory.session(session);
    }

    private Instant closedAt(int connections) throws SQLException {
        List<Map<String, Object>> rows = PortalUnderTest.database().rows("select closed_at from console_connections where session_id = ? order by opened_at", session);
        assertEquals(connections, rows.size());
        return RecordedHistory.time(rows.get(connections - 1), "closed_at");
    }

    private List<Object> endsOfConnections() throws SQLException {
        return PortalUnderTest.database().rows("select end_reason from console_connections where session_id = ? order by opened_at", session).stream()
                .map(row -> row.get("end_reason")).toList();
    }

    private static void assertRefused(HttpAnswer answer) {
        assertEquals(404, answer.status(), answer.toString());
    }
}
