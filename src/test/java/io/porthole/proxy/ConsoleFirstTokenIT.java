package io.porthole.proxy;

import static io.porthole.proxy.RefusedUpgrade.assertRefusedExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A visit begins with a token that follows from the sign-in which asked for it: no page and no address has it, and all that holds for a token holds for it. */
@ArquillianTest
@RunAsClient
class ConsoleFirstTokenIT {

    private static final int RACING = 8;

    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();

    @Test
    void thePageOfAVisitThatBeginsConnectsWithoutAskingForAToken() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);
        assertTrue(worker.get("/console/" + session).says("name=\"visit\" content=\"websockify?session=" + session + "\""));

        try (RawWebSocket console = worker.upgradeFirst(session).connect().shakeHands()) {
            assertTrue(console.isOpen());
            assertEquals(1, database.count("console_connections where session_id = ?", session));
            assertFalse(worker.get("/console/" + session).says("name=\"visit\""), "a page that is loaded again asks for a token");
        }
    }

    @Test
    void itAdmitsOnce() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.upgradeFirst(session).connect().shakeHands()) {
            assertRefusedExactly(403, worker.upgradeFirst(session).connect());
            RecordedHistory.assertRefused(address, "TOKEN_USED");
            assertTrue(console.isOpen());
        }
        try (RawWebSocket again = worker.connect(worker.token(session)).shakeHands()) {
            assertTrue(again.isOpen(), "a further token is asked for");
        }
    }

    @Test
    void ofManyThatRaceOneWins() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);
        ExecutorService together = Executors.newFixedThreadPool(RACING);
        try {
            List<Callable<RawWebSocket>> all = new ArrayList<>();
            for (int i = 0; i < RACING; i++) {
                all.add(() -> worker.upgradeFirst(session).connect());
            }
            int open = 0;
            for (Future<RawWebSocket> one : together.invokeAll(all)) {
                try (RawWebSocket socket = one.get()) {
                    open += socket.isOpen() ? 1 : 0;
                }
            }
            assertEquals(1, open);
        } finally {
            together.shutdownNow();
        }
    }

    @Test
    void noOtherBrowserBeginsTheVisit() throws Exception {
        UUID session = worker().openConsole(vm);

        for (Browser other : List.of(Browser.newSignIn(Account.freshMember("workshop")), Browser.newSignIn(Account.WORKER), Browser.signedInAs(Account.ADMIN))) {
            RefusedUpgrade.assertRefused(403, "TOKEN_UNKNOWN", other.upgradeFirst(session), RecordedHistory.freshAddress(), vm);
        }
    }

    @Test
    void whoIsNotSignedInBeginsNone() throws Exception {
        UUID session = worker().openConsole(vm);

        assertRefused(401, "TOKEN_MISSING", RawRequest.upgradeFromOurPage("/websockify?session=" + session));
    }

    @Test
    void theCookieAloneBeginsNone() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);

        assertRefused(401, "TOKEN_MISSING", worker.withCookies(RawRequest.upgrade("/websockify?session=" + session)));
    }

    @Test
    void aForeignPageBeginsNone() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);

        assertRefused(403, "ORIGIN_REFUSED", worker.upgradeFirst(session).replace("Origin", "https://evil.example"));
    }

    @Test
    void afterTheSignOutItIsOver() throws Exception {
        Browser worker = Browser.newSignIn(Account.WORKER).from(address);
        UUID session = worker.openConsole(vm);
        RawRequest upgrade = worker.upgradeFirst(session);
        worker.signOut();

        assertRefused(401, "TOKEN_MISSING", upgrade);
    }

    @Test
    void afterAWhileItIsOver() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);
        database.update("update console_auth_tokens set expires_at = now() - interval '1 second' where session_id = ?", session);
        database.update("update console_sessions set open_until = now() - interval '1 second' where id = ?", session);

        assertFalse(worker.get("/console/" + session).says("name=\"visit\""));
        assertRefused(403, "TOKEN_EXPIRED", worker.upgradeFirst(session));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%00", "8f14e45f-ceea-4672-a950-0a3d58fb0001"})
    void whatIsNoVisitOfTheBrowsersIsRefused(String session) throws Exception {
        assertRefused(403, "TOKEN_UNKNOWN", worker().withCookies(RawRequest.upgradeFromOurPage("/websockify?session=" + session)));
    }

    /** A person who signs in anew has a visit of before: its page asks, and goes on. */
    @Test
    void theNextSignInOfTheSamePersonAsksForAToken() throws Exception {
        Browser before = Browser.newSignIn(Account.WORKER).from(address);
        UUID session = before.openConsole(vm);
        before.signOut();
        Browser after = Browser.newSignIn(Account.WORKER).from(address);

        HttpAnswer page = after.get("/console/" + session);

        assertEquals(200, page.status());
        assertFalse(page.says("name=\"visit\""));
        assertRefused(403, "TOKEN_UNKNOWN", after.upgradeFirst(session));
        after.connect(after.token(session)).shakeHands().close();
    }

    private Browser worker() throws IOException {
        return Browser.signedInAs(Account.WORKER).from(address);
    }

    private void assertRefused(int status, String reason, RawRequest upgrade) throws Exception {
        RefusedUpgrade.assertRefused(status, reason, upgrade, address, vm);
    }
}
