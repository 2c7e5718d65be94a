package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RecordedHistory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ArquillianTest
@RunAsClient
class SignInIT {

    private static final String COOKIE = "porthole";
    private static final String WRONG = "Tr0ub4dor and 3";
    private static final String PLANTED = "A".repeat(43);

    @Test
    void rightPasswordLeadsToTheList() throws IOException {
        Browser browser = Browser.anonymous();

        HttpAnswer answer = browser.signIn("demo", Account.PASSWORD);

        assertEquals(303, answer.status());
        assertEquals("/vms", answer.location());
        assertEquals(200, browser.get("/vms").status());
    }

    /** The container's handler, which the module keeps, is one for all requests. */
    @Test
    void ofManyAtOnceEachIsWhoTheySignedInAs() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(6);
        try {
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String name = i < 5 ? Account.freshMember() : null;
                Browser browser = Browser.anonymous();
                if (name != null) {
                    assertEquals(303, browser.signIn(name, Account.PASSWORD).status());
                }
                wrong.add(people.submit(() -> askedForSomebodyElse(browser, name)));
            }
            for (Future<Integer> count : wrong) {
                assertEquals(0, count.get(2, TimeUnit.MINUTES));
            }
        } finally {
            people.shutdownNow();
        }
    }

    /** @param name null for nobody */
    private static int askedForSomebodyElse(Browser browser, String name) throws IOException {
        int wrong = 0;
        for (int i = 0; i < 40; i++) {
            HttpAnswer answer = browser.get("/account");
            boolean right = name == null ? answer.status() == 302 : answer.status() == 200 && answer.says(name);
            wrong += right ? 0 : 1;
        }
        return wrong;
    }

    @Test
    void wrongPasswordIsRefusedWithoutACookie() throws IOException {
        HttpAnswer answer = Browser.anonymous().signIn("demo", WRONG);

        assertEquals(401, answer.status());
        assertTrue(answer.says("do not belong together"));
        assertTrue(answer.headers("Set-Cookie").stream().noneMatch(cookie -> cookie.startsWith(COOKIE + "=")));
    }

    @Test
    void aWrongNameAndAWrongPasswordCannotBeToldApart() throws IOException, SQLException {
        HttpAnswer wrongPassword = Browser.anonymous().signIn(Account.freshMember(), WRONG);
        HttpAnswer wrongName = Browser.anonymous().signIn("fresh-00000000-0000-0000-0000-000000000000", WRONG);

        assertEquals(withoutNameAndToken(wrongPassword), withoutNameAndToken(wrongName));
    }

    private static String withoutNameAndToken(HttpAnswer answer) {
        return answer.status() + answer.text().replaceAll("value=\"[^\"]*\"", "value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "demo' or '1'='1", "%", "d%mo"})
    void aNameThatIsNobodysIsRefused(String name) throws IOException {
        assertEquals(401, Browser.anonymous().from(RecordedHistory.freshAddress()).signIn(name, Account.PASSWORD).status());
    }

    @Test
    void aNameOrPasswordWithANulIsRefusedAndBreaksNothing() throws IOException {
        assertEquals(401, Browser.anonymous().from(RecordedHistory.freshAddress()).signIn("de\0mo", WRONG).status());
        assertEquals(401, Browser.anonymous().from(RecordedHistory.freshAddress()).signIn("demo", "nul\0nul\0nul").status());
    }

    @Test
    void aPasswordOfALongTextIsRefused() throws IOException {
        assertEquals(401, Browser.anonymous().from(RecordedHistory.freshAddress()).signIn("demo", "x".repeat(100_000)).status());
    }

    @Test
    void capitalLettersInTheNameDoNotMatter() throws IOException {
        assertEquals(303, Browser.anonymous().signIn("DEMO", Account.PASSWORD).status());
    }

    @Test
    void disabledUserIsRefusedAsIfThePasswordWereWrong() throws Exception {
        String name = Account.freshMember("studio");
        PortalUnderTest.database().update("update users set enabled = false where name = ?", name);

        assertEquals(401, Browser.anonymous().signIn(name, Account.PASSWORD).status());
    }

    @Test
    void disabledUserIsOutAtOnce() throws Exception {
        String name = Account.freshMember("studio");
        Browser browser = Browser.newSignIn(name);
        assertEquals(200, browser.get("/vms").status());

        PortalUnderTest.database().update("update users set enabled = false where name = ?", name);

        assertEquals("/signin", browser.get("/vms").location());
    }

    // ---- sign-out

    @Test
    void signOutEndsTheSignInAndNotOnlyTheCookie() throws IOException {
        Browser browser = Browser.newSignIn(Account.DEMO);
        String secret = browser.cookie(COOKIE);

        HttpAnswer answer = browser.signOut();

        assertEquals("/signin?done=signout", answer.location());
        assertNull(browser.cookie(COOKIE), answer.toString());
        assertEquals("/signin", RawRequest.of("GET", "/vms").cookie(COOKIE, secret).send().location());
    }

    @Test
    void signOutOfOneBrowserLeavesTheOtherSignedIn() throws IOException {
        Browser one = Browser.newSignIn(Account.DEMO);
        Browser other = Browser.newSignIn(Account.DEMO);

        one.signOut();

        assertEquals(200, other.get("/vms").status());
    }

    @Test
    void signOutByGetDoesNothing() throws IOException {
        Browser browser = Browser.newSignIn(Account.DEMO);

        assertEquals(405, browser.get("/signout").status());
        assertEquals(200, browser.get("/vms").status());
    }

    // ---- the cookie

    @Test
    void eachSignInHasAFreshSecret() throws IOException {
        assertNotEquals(Browser.newSignIn(Account.DEMO).cookie(COOKIE), Browser.newSignIn(Account.DEMO).cookie(COOKIE));
    }

    @Test
    void aCookieThatWasPlantedBeforeTheSignInDoesNotBecomeSignedIn() throws IOException {
        Browser victim = Browser.anonymous();
        victim.setCookie(COOKIE, PLANTED);

        victim.signIn("demo", Account.PASSWORD);

        assertNotEquals(PLANTED, victim.cookie(COOKIE));
        assertEquals("/signin", RawRequest.of("GET", "/vms").cookie(COOKIE, PLANTED).send().location());
    }

    @Test
    void aFormCookieThatWasPlantedIsNoSignIn() throws IOException {
        Browser victim = Browser.anonymous();
        victim.get("/signin");
        String form = victim.cookie("porthole_form");

        victim.signIn("demo", Account.PASSWORD);

        assertNotNull(form);
        assertNotEquals(form, victim.cookie(COOKIE));
    }

    @Test
    void cookiesAreOutOfReachForScriptsAndOtherSites() throws IOException {
        Browser browser = Browser.anonymous();

        assertGuarded(browser.get("/signin"));
        assertGuarded(browser.signIn("demo", Account.PASSWORD));
    }

    private static void assertGuarded(HttpAnswer answer) {
        assertFalse(answer.headers("Set-Cookie").isEmpty());
        for (String cookie : answer.headers("Set-Cookie")) {
            assertTrue(cookie.contains("HttpOnly"), cookie);
            assertTrue(cookie.contains("SameSite=Lax") || cookie.contains("SameSite=Strict"), cookie);
            assertTrue(cookie.contains("Path=/") || cookie.contains("path=/"), cookie);
        }
    }

    @Test
    void theDatabaseDoesNotHoldTheSecret() throws Exception {
        String secret = Browser.newSignIn(Account.DEMO).cookie(COOKIE);

        assertEquals(0, PortalUnderTest.database().count("sign_ins where secret_hash = ?", secret.getBytes()));
        assertEquals(0, PortalUnderTest.database().count("sign_ins s where s::text like ?", "%" + secret + "%"));
    }

    // ---- where a sign-in leads (CVE-2021-3654)

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "//evil.example/vms",
            "/vms//evil.example", "/%2f%2fevil.example", "/%2fevil.example", "javascript:alert(1)", "/vms\r\nSet-Cookie: a=b", "/vms%0d%0aSet-Cookie:%20a=b",
            "/vmsx", "/signout", "http:/vms", " //evil.example", "/vms@evil.example", "\t//evil.example"})
    void aSignInNeverLeadsToAnotherSite(String to) throws IOException {
        HttpAnswer answer = Browser.anonymous().signIn("demo", Account.PASSWORD, "to", to);

        assertEquals(303, answer.status());
        assertTrue(answer.location().equals("/vms") || answer.location().equals("/vms%0d%0aSet-Cookie:%20a=b"), answer.location());
        assertTrue(answer.headers("Set-Cookie").stream().noneMatch(cookie -> cookie.startsWith("a=")));
    }

    @Test
    void aSignInLeadsBackToThePageThatWasAskedFor() throws IOException {
        assertEquals("/vms?q=a&page=2", Browser.anonymous().signIn("demo", Account.PASSWORD, "to", "/vms?q=a&page=2").location());
    }

    @Test
    void whoIsSignedInIsNotSentToAnotherSiteEither() throws IOException {
        assertEquals("/vms", Browser.newSignIn(Account.DEMO).get("/signin?to=//evil.example").location());
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "//evil.example/..", "///evil.example/%2F..", "/%2f%2fevil.example", "/%5cevil.example", "/vms%0d%0aX:y", "/%00"})
    void aPathThatLooksLikeAnotherSiteIsABadRequest(String path) throws IOException {
        HttpAnswer answer = Browser.anonymous().get(path);

        assertEquals(400, answer.status());
        assertEquals("", answer.location());
    }
}
