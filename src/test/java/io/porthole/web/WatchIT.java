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
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An administrator or auditor watches the console of somebody who is told of it. The portal under test is set to ask the person, too;
 * where that is not what a test is about, its database says that nobody need ask.
 */
@ArquillianTest
@RunAsClient
class WatchIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final String NO_NEWS = "{\"people\":[],\"requests\":[]}";

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

    @ParameterizedTest
    @EnumSource(names = {"ADMIN", "AUDITOR"})
    void watcherSeesTheScreenAndTouchesNothing(Account who) throws Exception {
        Browser watcher = Browser.signedInAs(who);
        UUID watching = watch(watcher);
        try (RawWebSocket screen = watcher.connect(watcher.token(watching)).shakeHands()) {
            vm.vnc().awaitReady(2, LIMIT);
            vm.vnc().send(new byte[] {7});
            assertArrayEquals(new byte[] {7}, screen.readBytes(1));
            screen.sendBinary(new RfbMessage().numberedCutText(100).toBytes());
            Patience.until("what the watcher sent is withheld", LIMIT, () -> withheld(watching) > 0);
        }
        assertEquals(1, database.count("audit_events where action = 'CONSOLE_WATCHED' and user_name = ? and session_id = ? and on_behalf_of = ? and detail like ?",
                who.userName(), watching, userName, "watches console session " + session + " of " + userName + "%"));
        RecordedHistory.endOf(watching);
        assertEquals(session, database.value("select watches from console_history where id = ?", watching));
    }

    @Test
    void watchedPersonIsTold() throws Exception {
        assertFalse(browser.get("/console/" + session + "/state").says("\"watching\":true"));
        Browser watcher = Browser.signedInAs(Account.AUDITOR);
        UUID watching = watch(watcher);
        try (RawWebSocket screen = watcher.connect(watcher.token(watching)).shakeHands()) {
            assertTrue(screen.isOpen());
            String state = browser.get("/console/" + session + "/state").text();
            assertTrue(state.contains("{\"name\":\"auditor\",\"viewOnly\":true,\"watching\":true,"), state);
            assertEquals(200, watcher.get("/console/" + watching + "/state").status());
        }
    }

    @Test
    void watchingEndsWithTheWatchedConsole() throws Exception {
        Browser watcher = Browser.signedInAs(Account.AUDITOR);
        UUID watching = watch(watcher);
        try (RawWebSocket screen = watcher.connect(watcher.token(watching)).shakeHands()) {
            console.close();
            long start = System.nanoTime();

            assertEquals(4021, screen.readClose().closeCode());
            long passed = Duration.ofNanos(System.nanoTime() - start).toMillis();
            System.out.printf("the watched console ended: the watching one %d ms later%n", passed);
            assertTrue(passed < PROMISED.toMillis(), passed + " ms");
        }
        HttpAnswer refused = watcher.askForToken(watching);
        assertEquals(403, refused.status());
        assertTrue(refused.says("WATCHED_CONSOLE_ENDED"), refused.text());
    }

    @Test
    void roleThatIsTakenEndsTheWatching() throws Exception {
        String name = Account.freshMember();
        database.update("insert into memberships (user_id, project_id, role) select u.id, p.id, 'AUDITOR' from users u, projects p where u.name = ? and p.name = 'studio'", name);
        Browser watcher = Browser.newSignIn(name);
        UUID watching = watch(watcher);
        try (RawWebSocket screen = watcher.connect(watcher.token(watching)).shakeHands()) {
            database.update("delete from memberships where user_id = (select id from users where name = ?)", name);

            assertEquals(4011, screen.readClose().closeCode());
        }
    }

    @Test
    void memberMayNotWatch() throws Exception {
        HttpAnswer refused = Browser.signedInAs(Account.WORKER).post("/live/console/" + session + "/watch");

        assertEquals(403, refused.status());
        assertEquals(1, database.count("audit_events where refusal = 'NOT_PERMITTED' and user_name = 'worker' and detail = ?", "to watch console session " + session));
    }

    /** Nobody could tell the person of a program, nor is a watcher to be watched. */
    @Test
    void onlyWhatAPageHasOpenCanBeWatched() throws Exception {
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        UUID watching = watch(auditor);
        try (RawWebSocket bearer = RawRequest.upgrade("/websockify?token=" + browser.bearerToken(vm)).connect().shakeHands();
                RawWebSocket screen = auditor.connect(auditor.token(watching)).shakeHands()) {
            UUID byLink = (UUID) database.value("select id from console_sessions where door = 'API' and user_name = ?", userName);
            Browser admin = Browser.signedInAs(Account.ADMIN);

            assertTrue(bearer.isOpen() && screen.isOpen());
            assertEquals(403, admin.post("/live/console/" + byLink + "/watch").status());
            assertEquals(403, admin.post("/live/console/" + watching + "/watch").status());
            Patience.until("the page's console can be watched", LIMIT, () -> admin.get("/live?q=" + vm.name()).says("/live/console/" + session + "/watch"));
            String page = admin.get("/live?q=" + vm.name()).text();
            assertFalse(page.contains("/live/console/" + byLink + "/watch") || page.contains("/live/console/" + watching + "/watch"), page);
        }
    }

    // ---- by a bearer URL

    @Test
    void personOfABearerUrlsPageIsAskedAndToldByItsTokenAlone() throws Exception {
        String token = browser.bearerToken(vm);
        Browser watcher = Browser.signedInAs(Account.AUDITOR);
        try (RawWebSocket page = RawRequest.upgrade("/websockify?token=" + token + "&tells=yes").connect().shakeHands()) {
            assertEquals(NO_NEWS, stateByLink(token));
            UUID watching = watch(watcher, byLink());
            assertEquals("{\"people\":[],\"requests\":[{\"id\":\"" + watching + "\",\"name\":\"auditor\"}]}", stateByLink(token));
            assertEquals(NO_NEWS, stateByLink(browser.bearerToken(vm)), "of another URL");
            assertEquals(NO_NEWS, stateByLink(null));

            assertEquals(404, answerByLink(browser.bearerToken(vm), watching).status());
            assertEquals(403, answerByLink(null, watching).status());
            assertEquals(202, watcher.askForToken(watching).status());
            assertEquals(204, answerByLink(token, watching).status());
            try (RawWebSocket screen = watcher.connect(watcher.token(watching)).shakeHands()) {
                assertTrue(screen.isOpen() && page.isOpen());
                assertEquals("{\"people\":[{\"name\":\"auditor\",\"watching\":true}],\"requests\":[]}", stateByLink(token));
            }
            assertEquals("whoever has the URL agrees to be watched by auditor",
                    database.value("select detail from audit_events where action = 'WATCH_ANSWERED' and session_id = ?", watching));
        }
    }

    @Test
    void aProgramThatComesByTheSameBearerUrlEndsTheWatching() throws Exception {
        String token = browser.bearerToken(vm);
        Browser watcher = Browser.signedInAs(Account.AUDITOR);
        try (RawWebSocket page = RawRequest.upgrade("/websockify?token=" + token + "&tells=yes").connect().shakeHands()) {
            UUID watching = watch(watcher, byLink());
            assertEquals(204, answerByLink(token, watching).status());
            try (RawWebSocket screen = watcher.connect(watcher.token(watching)).shakeHands();
                    RawWebSocket program = RawRequest.upgrade("/websockify?token=" + token).connect().shakeHands()) {
                assertEquals(4021, screen.readClose().closeCode());
                assertTrue(page.isOpen() && program.isOpen());
                assertEquals(403, watcher.askForToken(watching).status());
                assertEquals(403, watcher.post("/live/console/" + byLink() + "/watch").status());
            }
        }
    }

    private UUID byLink() throws Exception {
        return (UUID) database.value("select id from console_sessions where door = 'API' and user_name = ? and state = 'ACTIVE'", userName);
    }

    /** @return the id of the visit that watches, as soon as the list of open consoles offers it */
    private UUID watch(Browser watcher, UUID watched) throws Exception {
        Patience.until("it can be watched", LIMIT, () -> watcher.get("/live?q=" + vm.name()).says("/live/console/" + watched + "/watch"));
        String location = watcher.post("/live/console/" + watched + "/watch").location();
        return UUID.fromString(location.substring("/console/".length()));
    }

    private static String stateByLink(String token) throws Exception {
        return withToken(RawRequest.of("GET", "/console-link/state"), token).send().text();
    }

    private static HttpAnswer answerByLink(String token, UUID watching) throws Exception {
        return withToken(RawRequest.of("POST", "/console-link/consent"), token)
                .body("application/x-www-form-urlencoded", "request=" + watching + "&answer=yes").send();
    }

    private static RawRequest withToken(RawRequest request, String token) {
        return token == null ? request : request.header("X-Console-Token", token);
    }

    // ---- where consent is asked for

    @ParameterizedTest
    @CsvSource({"GIVEN, 200", "REFUSED, 403"})
    void answerOfThePersonDecides(String answer, int status) throws Exception {
        Browser watcher = Browser.signedInAs(Account.AUDITOR);
        UUID watching = ask(watcher);
        HttpAnswer waiting = watcher.askForToken(watching);
        assertEquals(202, waiting.status());
        assertEquals("{\"refusal\":\"CONSENT_AWAITED\",\"retryAfter\":2}", waiting.text());
        assertTrue(browser.get("/console/" + session + "/state").says("\"requests\":[{\"id\":\"" + watching + "\",\"name\":\"auditor\"}]"));

        assertEquals(204, browser.post("/console/" + session + "/consent", "request", watching.toString(), "answer", answer.equals("GIVEN") ? "yes" : "no").status());
        assertEquals(Map.of("watch_consent", answer), database.rows("select watch_consent from console_sessions where id = ?", watching).get(0));
        assertEquals(status, watcher.askForToken(watching).status());
        assertEquals(1, database.count("audit_events where action = 'WATCH_ANSWERED' and session_id = ? and user_name = ? and on_behalf_of = 'auditor'", watching, userName));
    }

    @Test
    void withoutAnAnswerInTimeItIsRefused() throws Exception {
        Browser watcher = Browser.signedInAs(Account.AUDITOR);
        UUID watching = ask(watcher);
        database.update("update console_sessions set asked_at = asked_at - interval '31 seconds' where id = ?", watching);

        HttpAnswer refused = watcher.askForToken(watching);
        assertEquals(403, refused.status());
        assertTrue(refused.says("CONSENT_REFUSED"), refused.text());
        assertEquals(404, browser.post("/console/" + session + "/consent", "request", watching.toString(), "answer", "yes").status());
    }

    @Test
    void nobodyElseAnswersForThePerson() throws Exception {
        Browser watcher = Browser.signedInAs(Account.AUDITOR);
        UUID watching = ask(watcher);

        assertEquals(404, watcher.post("/console/" + session + "/consent", "request", watching.toString(), "answer", "yes").status());
        assertEquals(404, watcher.post("/console/" + watching + "/consent", "request", watching.toString(), "answer", "yes").status());
        assertEquals(202, watcher.askForToken(watching).status());
    }

    /** Nobody need ask. */
    private UUID watch(Browser watcher) throws Exception {
        UUID watching = ask(watcher);
        assertEquals(1, database.update("update console_sessions set watch_consent = 'NOT_ASKED' where id = ? and watch_consent = 'ASKED'", watching));
        return watching;
    }

    private UUID ask(Browser watcher) throws Exception {
        Patience.until("the console is open", LIMIT, () -> "ACTIVE".equals(RecordedHistory.session(session).get("state")));
        String location = watcher.post("/live/console/" + session + "/watch").location();
        return UUID.fromString(location.substring("/console/".length()));
    }

    private long withheld(UUID watching) throws Exception {
        return ((Number) database.value("select coalesce(sum(withheld_messages), 0) from console_connections where session_id = ?", watching)).longValue();
    }
}
