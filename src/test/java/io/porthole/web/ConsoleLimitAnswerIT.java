package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each answer says which limit was reached, how high it is and when to try again. */
@ArquillianTest
@RunAsClient
class ConsoleLimitAnswerIT {

    private static final int RACERS = 10;

    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();
    private final UUID boot = UUID.randomUUID();
    private UUID elsewhere;
    private String name;
    private Browser browser;

    /** Its consoles count as those of this one, and are quickly made. */
    @BeforeEach
    void anotherPortalNode() throws Exception {
        name = Account.freshMember("workshop");
        browser = Browser.newSignIn(name).from(address);
        elsewhere = RecordedHistory.insertEnded("of-another-portal-" + boot, "vm of another portal", Instant.now());
        database.update("insert into portal_nodes (boot, name, heartbeat_at) values (?, 'another', now() + interval '1 hour')", boot);
        database.update("update console_sessions set state = 'ACTIVE', ended_at = null, end_reason = null where id = ?", elsewhere);
    }

    @AfterEach
    void itsConsolesEnd() throws SQLException {
        RecordedHistory.close(elsewhere);
    }

    @Test
    void thePageNamesTheLimitItsNumberAndWhenToTryAgain() throws Exception {
        fillTheVm();

        HttpAnswer answer = browser.pressConsole(vm);

        assertEquals(429, answer.status());
        assertEquals("5", answer.header("Retry-After").orElseThrow());
        assertTrue(answer.says("24 consoles of this VM are open, and there may be no more"), answer.text());
        assertTrue(answer.says("Try again in 5 seconds."));
        assertFalse(answer.says("vm of another portal"), "whose they are is not this person's business");
        RecordedHistory.assertRefused(address, "LIMIT_REACHED");
    }

    @Test
    void whoReachedTheirOwnLimitSeesWhatTheyHaveOpen() throws Exception {
        open(PortalUnderTest.CONSOLES_PER_USER);
        database.update("update console_sessions set user_id = ? where id = ?", Account.idOf(name), elsewhere);

        HttpAnswer answer = browser.pressConsole(vm);

        assertEquals(429, answer.status());
        assertTrue(answer.says("You have 2,000 consoles open, and a person may have no more"), answer.text().substring(0, 3000));
        assertTrue(answer.says("vm of another portal"));
    }

    @Test
    void theConsolePageIsToldWhenItAsksForItsNextToken() throws Exception {
        UUID session = browser.openConsole(vm);
        fillTheVm();

        HttpAnswer answer = browser.askForToken(session);

        assertEquals(429, answer.status());
        assertEquals("5", answer.header("Retry-After").orElseThrow());
        assertTrue(answer.says("\"refusal\":\"LIMIT_REACHED\"") && answer.says("\"retryAfter\":5"), answer.text());
        assertTrue(answer.says("24 consoles of this VM are open"), answer.text());
    }

    @Test
    void aProgramIsToldToo() throws Exception {
        fillTheVm();

        HttpAnswer answer = browser.askForBearerUrl(vm);

        assertEquals(429, answer.status());
        assertEquals("5", answer.header("Retry-After").orElseThrow());
        assertTrue(answer.says("\"limit\":\"PER_INSTANCE\",\"most\":24,\"retry_after\":5,\"message\":\"24 consoles per VM are open, and no more may be\""), answer.text());
    }

    @Test
    void theWebSocketIsToldWhenToTryAgain() throws Exception {
        String token = browser.tokenFor(vm);
        fillTheVm();

        try (RawWebSocket refused = browser.connect(token)) {
            assertEquals(429, refused.answer().status());
            assertEquals("5", refused.answer().header("Retry-After").orElseThrow());
        }
    }

    @Test
    void ofManyAtOnceNoMoreGetInThanMay() throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            tokens.add(browser.tokenFor(vm));
        }
        open(PortalUnderTest.CONSOLES_PER_VM - 1);
        database.update("update console_sessions set instance_id = ? where id = ?", vm.id(), elsewhere);

        List<Callable<RawWebSocket>> attempts = tokens.stream().map(token -> (Callable<RawWebSocket>) () -> browser.connect(token)).toList();
        List<RawWebSocket> sockets = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            for (Future<RawWebSocket> attempt : threads.invokeAll(attempts)) {
                sockets.add(attempt.get());
            }
            assertEquals(1, sockets.stream().filter(socket -> socket.answer().status() == 101).count());
            assertEquals(RACERS - 1, sockets.stream().filter(socket -> socket.answer().status() == 429).count());
        } finally {
            threads.shutdownNow();
            for (RawWebSocket socket : sockets) {
                socket.close();
            }
        }
    }

    // ---- attempts

    @Test
    void badTokensWithoutEndAreAnswered429AndDoNotFillTheTrail() throws Exception {
        manyTimes(PortalUnderTest.REFUSED_PER_ADDRESS, () -> assertEquals(403, badToken().status()));
        HttpAnswer first = badToken();
        HttpAnswer second = badToken();

        for (HttpAnswer answer : List.of(first, second)) {
            assertEquals(429, answer.status());
            assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) <= 60);
            assertEquals("", answer.text());
        }
        assertEquals(PortalUnderTest.REFUSED_PER_ADDRESS + 1L, database.count("audit_events where address = ?", address));
        assertEquals(1, database.count("audit_events where address = ? and refusal = 'TOO_MANY_ATTEMPTS'", address));
        try (RawWebSocket good = browser.console(vm)) {
            assertTrue(good.isOpen(), "a good token is good, whatever others of that address do");
        }
    }

    private HttpAnswer badToken() throws Exception {
        return RawRequest.upgradeFromOurPage("/websockify?token=" + "A".repeat(43)).from(address).send();
    }

    @Test
    void whoAsksForConsolesWithoutEndIsToldToWait() throws Exception {
        String url = "/vms/" + UUID.randomUUID() + "/console";
        manyTimes(PortalUnderTest.ASKED_PER_ADDRESS, () -> browser.send(browser.request("POST", url).header("X-CSRF-Token", browser.formToken())));

        HttpAnswer answer = browser.post("/vms/" + vm.id() + "/console");

        assertEquals(429, answer.status());
        assertTrue(answer.says("more than 3,000 consoles were asked for within a minute"), answer.text());
        assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) <= 60);
        assertEquals(2, database.count("audit_events where address = ? and refusal = 'TOO_MANY_ATTEMPTS'", address));
    }

    private interface Attempt {
        void make() throws Exception;
    }

    private static void manyTimes(int times, Attempt attempt) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            Callable<Void> one = () -> {
                attempt.make();
                return null;
            };
            for (Future<Void> made : threads.invokeAll(java.util.Collections.nCopies(times, one))) {
                made.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    // ---- as it looks

    @Test
    void thePageOfALimitIsGoodToRead() throws Exception {
        fillTheVm();
        try (Chromium wide = Chromium.open(); Chromium narrow = Chromium.openNarrow()) {
            for (Chromium browser : List.of(wide, narrow)) {
                browser.signIn(Account.WORKER).go("/vms?q=" + vm.name()).awaitElement("#console-" + vm.id());
                browser.click("#console-" + vm.id());
                browser.awaitElement("#which");
                browser.screenshots(browser == wide ? "limit" : "narrow-limit");
                assertFalse(browser == narrow && browser.overflowsSideways());
                if (browser == wide) {
                    assertEquals(List.of(), browser.accessibilityFaults("limit"));
                }
                browser.click("button.primary");
                browser.awaitElement("#which");
            }
        }
    }

    private void fillTheVm() throws SQLException {
        open(PortalUnderTest.CONSOLES_PER_VM);
        database.update("update console_sessions set instance_id = ? where id = ?", vm.id(), elsewhere);
    }

    private void open(int consoles) throws SQLException {
        database.update("""
                insert into console_connections (id, session_id, portal_node, portal_boot, address)
                select gen_random_uuid(), ?, 'another', ?, '127.0.0.9' from generate_series(1, ?)""", elsewhere, boot, consoles);
    }
}
