package io.porthole.proxy;

import static io.porthole.proxy.RefusedUpgrade.assertRefusedExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reason for which no console opens. Nothing of a refused visit reaches a VNC server, and the history tells of it. */
@ArquillianTest
@RunAsClient
class ConsoleRefusalIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NO_SUCH_TOKEN = "A".repeat(43);

    /** By it this test's visits are found in the history. */
    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();

    // ---- the token

    @ParameterizedTest
    @ValueSource(strings = {"/websockify", "/websockify?", "/websockify?token=", "/", "/?", "/websockify?Token=x", "/websockify?x=token"})
    void noTokenIsRefused(String target) throws Exception {
        assertRefused(401, "TOKEN_MISSING", worker().withCookies(RawRequest.upgradeFromOurPage(target)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "..%2f..%2fetc%2fpasswd", "%00", "' or 1=1 --"})
    void aTokenOfAnotherFormIsRefused(String token) throws Exception {
        assertRefused(403, "TOKEN_UNKNOWN", worker().upgrade(token.replace(" ", "+")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "%c3%28"})
    void aBrokenEscapeOpensNothing(String token) throws Exception {
        try (RawWebSocket refused = worker().upgrade(token).connect()) {
            assertTrue(refused.answer().status() == 400 || refused.answer().status() == 403, refused.answer().toString());
        }
        assertEquals(0, vm.vnc().connectionsAccepted());
    }

    @Test
    void aTokenOfFourThousandLettersIsRefused() throws Exception {
        assertRefused(403, "TOKEN_UNKNOWN", worker().upgrade("x".repeat(4_000)));
    }

    @Test
    void anUnknownTokenIsRefused() throws Exception {
        assertRefused(403, "TOKEN_UNKNOWN", worker().upgrade(NO_SUCH_TOKEN));
    }

    @Test
    void theHashOfATokenIsNoToken() throws Exception {
        Browser worker = worker();
        worker.tokenFor(vm);
        byte[] hash = (byte[]) database.value("select token_hash from console_auth_tokens order by expires_at desc limit 1");

        assertRefused(403, "TOKEN_UNKNOWN", worker.upgrade(Base64.getUrlEncoder().withoutPadding().encodeToString(hash)));
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);
        String token = worker.token(session);
        database.update("update console_auth_tokens set expires_at = now() - interval '1 second' where session_id = ?", session);

        assertRefused(403, "TOKEN_EXPIRED", worker.upgrade(token));
    }

    @Test
    void anExpiredBearerTokenIsRefused() throws Exception {
        String token = worker().bearerToken(vm);
        database.update("update console_auth_tokens t set expires_at = now() - interval '1 second' from console_sessions s where s.id = t.session_id and s.instance_id = ?", vm.id());

        assertRefused(403, "TOKEN_EXPIRED", RawRequest.upgrade("/websockify?token=" + token).from(address));
    }

    @Test
    void aUsedTokenIsRefused() throws Exception {
        Browser worker = worker();
        String token = worker.tokenFor(vm);
        try (RawWebSocket console = worker.connect(token).shakeHands()) {
            RawWebSocket second = worker.connect(token);

            assertRefusedExactly(403, second);
            RecordedHistory.assertRefused(address, "TOKEN_USED");
            assertEquals(1, vm.vnc().connectionsAccepted());
            assertTrue(console.isOpen());
        }
    }

    @Test
    void aTokenOfAnotherPersonIsRefused() throws Exception {
        String token = worker().tokenFor(vm);
        Browser other = Browser.newSignIn(Account.freshMember("workshop")).from(address);

        assertRefused(403, "TOKEN_OF_ANOTHER_SIGN_IN", other.upgrade(token));
    }

    @Test
    void aTokenOfAnotherBrowserOfTheSamePersonIsRefused() throws Exception {
        String token = worker().tokenFor(vm);

        assertRefused(403, "TOKEN_OF_ANOTHER_SIGN_IN", Browser.newSignIn(Account.WORKER).upgrade(token));
    }

    @Test
    void aPagesTokenWithoutItsCookieIsRefused() throws Exception {
        String token = worker().tokenFor(vm);

        assertRefused(403, "TOKEN_OF_ANOTHER_SIGN_IN", RawRequest.upgradeFromOurPage("/websockify?token=" + token).from(address));
    }

    @Test
    void aTokenThatSomebodyElseTriedStillWorksForItsOwner() throws Exception {
        Browser worker = worker();
        String token = worker.tokenFor(vm);
        RawRequest.upgradeFromOurPage("/websockify?token=" + token).from(address).connect().close();
        worker.upgrade(token).replace("Origin", "https://evil.example").connect().close();

        try (RawWebSocket console = worker.connect(token)) {
            console.shakeHands();
        }
    }

    @Test
    void aTokenAfterTheSignOutIsRefused() throws Exception {
        Browser worker = Browser.newSignIn(Account.WORKER).from(address);
        RawRequest upgrade = worker.upgrade(worker.tokenFor(vm));
        worker.signOut();

        assertRefused(403, "TOKEN_OF_ANOTHER_SIGN_IN", upgrade);
    }

    // ---- what changed since the click

    @Test
    void aVmThatWasStoppedAfterTheTokenIsRefused() throws Exception {
        Browser worker = worker();
        String token = worker.tokenFor(vm);
        stop(worker);

        assertRefused(409, "INSTANCE_NOT_READY", worker.upgrade(token));
    }

    @Test
    void aVmWhoseScreenIsElsewhereByNowIsRefused() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);
        String token = worker.token(session);
        database.update("update console_auth_tokens set port = port - 1 where session_id = ?", session);

        assertRefused(409, "INSTANCE_MOVED", worker.upgrade(token));
    }

    @Test
    void aVmThatIsGoneIsRefused() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);
        String token = worker.token(session);
        database.update("update console_sessions set instance_id = ? where id = ?", UUID.randomUUID(), session);

        assertRefused(404, "INSTANCE_NOT_FOUND", worker.upgrade(token));
    }

    @Test
    void aVmWhoseNodeFellSilentIsRefused() throws Exception {
        Browser worker = worker();
        String token = worker.tokenFor(vm);
        database.update("update instances set node = 'refusing' where id = ?", vm.id());

        assertRefused(503, "NODE_UNREACHABLE", worker.upgrade(token));
    }

    @Test
    void aRightThatWasTakenAwayAfterTheTokenIsRefused() throws Exception {
        String name = Account.freshMember("workshop");
        Browser member = Browser.newSignIn(name).from(address);
        String token = member.tokenFor(vm);
        database.update("delete from memberships where user_id = (select id from users where name = ?)", name);

        assertRefused(403, "NOT_PERMITTED", member.upgrade(token));
    }

    @Test
    void aUserWhoWasDisabledAfterTheTokenIsRefused() throws Exception {
        String name = Account.freshMember("workshop");
        Browser member = Browser.newSignIn(name).from(address);
        RawRequest upgrade = member.upgrade(member.tokenFor(vm));
        database.update("update users set enabled = false where name = ?", name);

        assertRefused(403, "TOKEN_OF_ANOTHER_SIGN_IN", upgrade);
    }

    @Test
    void theBearerTokenOfAUserWhoWasDisabledIsRefused() throws Exception {
        String name = Account.freshMember("workshop");
        String token = Browser.newSignIn(name).bearerToken(vm);
        database.update("update users set enabled = false where name = ?", name);

        assertRefused(403, "USER_DISABLED", RawRequest.upgrade("/websockify?token=" + token).from(address));
    }

    @Test
    void theBearerTokenOfAUserWhoseRightWasTakenAwayIsRefused() throws Exception {
        String name = Account.freshMember("workshop");
        String token = Browser.newSignIn(name).bearerToken(vm);
        database.update("delete from memberships where user_id = (select id from users where name = ?)", name);

        assertRefused(403, "NOT_PERMITTED", RawRequest.upgrade("/websockify?token=" + token).from(address));
    }

    /** It used to admit again, where the VM had its old port. */
    @Test
    void theBearerTokenOfAVmThatWasStoppedIsRefusedThoughItRunsAgainAtTheSamePlace() throws Exception {
        Browser worker = worker();
        String token = worker.bearerToken(vm);
        stop(worker);
        assertEquals(303, worker.post("/vms/" + vm.id() + "/start").status());
        Patience.until(vm.name() + " runs", LIMIT, () -> worker.get("/vms/" + vm.id() + "/state").says("RUNNING"));

        assertRefused(403, "TOKEN_EXPIRED", RawRequest.upgrade("/websockify?token=" + token).from(address));
        try (RawWebSocket later = RawRequest.upgrade("/websockify?token=" + worker.bearerToken(vm)).from(address).connect()) {
            later.shakeHands();
        }
    }

    private Browser worker() throws IOException {
        return Browser.signedInAs(Account.WORKER).from(address);
    }

    private void stop(Browser browser) throws Exception {
        assertEquals(303, browser.post("/vms/" + vm.id() + "/stop").status());
        Patience.until(vm.name() + " is off", LIMIT, () -> browser.get("/vms/" + vm.id() + "/state").says("OFF"));
    }

    private void assertRefused(int status, String reason, RawRequest upgrade) throws Exception {
        RefusedUpgrade.assertRefused(status, reason, upgrade, address, vm);
    }
}
