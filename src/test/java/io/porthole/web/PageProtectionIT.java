package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What guards every page: the form token, Origin and Host, the headers, and how little an error tells. */
@ArquillianTest
@RunAsClient
class PageProtectionIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final VmUnderTest vm = PortalUnderTest.nodes().vm("desktop");

    // ---- changes come from our own pages only

    @ParameterizedTest
    @ValueSource(strings = {"/signout", "/vms/ID/console", "/vms/ID/stop", "/vms/ID/start", "/vms/ID/reboot", "/console/ID/token"})
    void aChangeWithoutTheFormTokenIsForbidden(String path) throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);

        HttpAnswer answer = browser.request("POST", path.replace("ID", vm.id().toString())).body(FORM, "").send();

        assertEquals(403, answer.status());
        assertEquals(200, browser.get("/vms").status());
    }

    @Test
    void aChangeWithTheFormTokenOfAnotherBrowserIsForbidden() throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);
        String foreign = Browser.newSignIn(Account.DEMO).formToken();

        assertNotEquals(foreign, browser.formToken());
        assertEquals(403, browser.request("POST", "/vms/" + vm.id() + "/console").body(FORM, "csrf=" + foreign).send().status());
    }

    @Test
    void theFormTokenOfTheSignInFormDoesNotServeAfterTheSignIn() throws IOException {
        Browser browser = Browser.anonymous();
        browser.get("/signin");
        String before = browser.formToken();
        browser.signIn("demo", Account.PASSWORD);

        assertEquals(403, browser.request("POST", "/signout").body(FORM, "csrf=" + before).send().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "", "http://127.0.0.1:1", "http://localhost:8080", "https://127.0.0.1"})
    void aChangeFromAForeignOriginIsForbiddenEvenWithTheFormToken(String origin) throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);

        HttpAnswer answer = browser.request("POST", "/vms/" + vm.id() + "/console").header("Origin", origin)
                .body(FORM, "csrf=" + browser.formToken()).send();

        assertEquals(403, answer.status());
    }

    /** Browsers send "null" with our own forms, because our pages forbid referrers; then Sec-Fetch-Site tells. */
    @ParameterizedTest
    @CsvSource({"same-origin, 303", "none, 303", "cross-site, 403", "same-site, 403", "x, 403"})
    void whereTheOriginIsNullTheBrowsersOtherHeaderTells(String site, int status) throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);

        HttpAnswer answer = browser.request("POST", "/vms/" + vm.id() + "/console").header("Origin", "null").header("Sec-Fetch-Site", site)
                .body(FORM, "csrf=" + browser.formToken()).send();

        assertEquals(status, answer.status());
    }

    @Test
    void aChangeFromOurOwnOriginIsDone() throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);

        HttpAnswer answer = browser.request("POST", "/vms/" + vm.id() + "/console").header("Origin", PortalUnderTest.url())
                .body(FORM, "csrf=" + browser.formToken()).send();

        assertEquals(303, answer.status());
    }

    @Test
    void aSignInFormWithoutItsTokenIsShownAnew() throws IOException {
        HttpAnswer answer = Browser.anonymous().request("POST", "/signin").body(FORM, "name=demo&password=" + Account.PASSWORD.replace(' ', '+')).send();

        assertEquals("/signin?expired=1", answer.location());
        assertTrue(answer.headers("Set-Cookie").isEmpty());
    }

    // ---- the portal's names (nova bug 2158919, DNS rebinding)

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:9380", "127.0.0.1.evil.example", "", "localhost", "127.0.0.1@evil.example"})
    void aRequestForANameThatIsNotOursIsMisdirected(String host) throws IOException {
        HttpAnswer answer = RawRequest.of("GET", "/signin").replace("Host", host).send();

        assertTrue(answer.status() == 421 || answer.status() == 400, answer.toString());
        assertFalse(answer.says("<form method=\"post\" action=\"/signin\""));
    }

    @Test
    void aHostThatWasRefusedDoesNotBecomeAnAllowedOrigin() throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);
        assertEquals(421, RawRequest.of("GET", "/signin").replace("Host", "evil.example").send().status());

        HttpAnswer answer = browser.request("POST", "/vms/" + vm.id() + "/console").header("Origin", "http://evil.example")
                .body(FORM, "csrf=" + browser.formToken()).send();

        assertEquals(403, answer.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/vms", "/history", "/console/8f14e45f-ceea-4672-a950-0a3d58fb0001", "/no-such-page"})
    void noRedirectRepeatsTheHostOfTheRequest(String path) throws IOException {
        HttpAnswer answer = RawRequest.of("GET", path).replace("Host", "evil.example").send();

        assertEquals(421, answer.status());
        assertFalse(answer.toString().contains("evil.example"));
    }

    // ---- headers

    @ParameterizedTest
    @ValueSource(strings = {"/signin", "/vms", "/no-such-page", "//evil.example", "/static/porthole.css", "/vnc_auto.html", "/history", "/vms/x/y/z"})
    void everyAnswerCarriesTheSecurityHeaders(String path) throws IOException {
        assertGuarded(Browser.signedInAs(Account.DEMO).get(path));
    }

    @Test
    void refusalsCarryTheSecurityHeadersToo() throws IOException {
        assertGuarded(RawRequest.of("GET", "/signin").replace("Host", "evil.example").send());
        assertGuarded(Browser.signedInAs(Account.DEMO).request("POST", "/signout").body(FORM, "").send());
    }

    @Test
    void whatIsToldToWhoIsNotSignedInCarriesTheSecurityHeadersToo() throws IOException {
        assertGuarded(Browser.anonymous().get("/vms"));
        assertGuarded(Browser.anonymous().get("/vms?part=list"));
    }

    private static void assertGuarded(HttpAnswer answer) {
        String policy = answer.header("Content-Security-Policy").orElse("");
        assertTrue(policy.contains("default-src 'none'") && policy.contains("connect-src 'self'") && policy.contains("frame-ancestors 'none'"), answer.toString());
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("DENY", answer.header("X-Frame-Options").orElse(""));
        assertEquals("no-referrer", answer.header("Referrer-Policy").orElse(""));
        assertEquals("nosniff", answer.header("X-Content-Type-Options").orElse(""));
    }

    @Test
    void pagesAreKeptInNoCache() throws IOException {
        assertEquals("no-store", Browser.signedInAs(Account.DEMO).get("/vms").header("Cache-Control").orElse(""));
    }

    @Test
    void theServerDoesNotSayWhatItIs() throws IOException {
        HttpAnswer answer = Browser.anonymous().get("/signin");

        assertEquals("", answer.header("Server").orElse(""));
        assertEquals("", answer.header("X-Powered-By").orElse(""));
    }

    // ---- errors

    @Test
    void errorsAreThePortalsOwnPagesAndShowNoException() throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);

        assertPlain(404, browser.get("/no-such-page"));
        assertPlain(404, browser.get("/vms/not-an-id/console"));
        assertPlain(404, browser.get("/console/not-an-id"));
        assertPlain(404, browser.get("/static/../WEB-INF/web.xml"));
        assertPlain(404, browser.get("/WEB-INF/web.xml"));
        assertPlain(400, browser.get("//evil.example"));
        assertPlain(403, browser.get("/history"));
        assertPlain(405, browser.send(browser.request("PUT", "/vms").header("X-CSRF-Token", browser.formToken()).header("Content-Length", "0")));
        assertPlain(405, browser.get("/signout"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/vms?q=%00", "/vms?page=99999999999999999999", "/vms?q=%ED%A0%80", "/vms?page=-1", "/vms?page=%00", "/vms?part=list&q=%5C"})
    void strangeParametersOfTheListBreakNothing(String path) throws IOException {
        HttpAnswer answer = Browser.signedInAs(Account.DEMO).get(path);

        assertTrue(answer.status() == 200 || answer.status() == 400, answer.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user=%00", "vm=%00", "from=9999999-01-01", "from=0000-00-00", "from=-999999999-01-01", "to=%2B999999999-12-31", "state=x", "before=x_y",
            "before=%2B1000000000-12-31T23:59:59Z_8f14e45f-ceea-4672-a950-0a3d58fb0001", "after=-1000000000-01-01T00:00:00Z_8f14e45f-ceea-4672-a950-0a3d58fb0001"})
    void strangeParametersOfTheHistoryBreakNothing(String query) throws IOException {
        HttpAnswer answer = Browser.signedInAs(Account.AUDITOR).get("/history?" + query);

        assertTrue(answer.status() == 200 || answer.status() == 400, answer.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"x\"", "{}", "{\"instance\":7}", "{\"instance\":null}", "{\"instance\":\"..\"}", "", "null"})
    void aMalformedRequestOfAProgramIsItsOwnMistake(String json) throws IOException {
        HttpAnswer answer = OpenStackHttp.as(Account.DEMO).post("/api/v1/consoles", json);

        assertEquals(400, answer.status(), answer.toString());
        assertFalse(answer.says("Exception"), answer.toString());
    }

    private static void assertPlain(int status, HttpAnswer answer) {
        assertEquals(status, answer.status(), answer.toString());
        assertTrue(answer.says("<html"), answer.toString());
        for (String leak : new String[] {"Exception", "at io.porthole", "io.undertow", "jakarta.", "Caused by", "RESTEASY", "WFLY"}) {
            assertFalse(answer.says(leak), answer.toString());
        }
    }
}
