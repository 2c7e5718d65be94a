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
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What guards every page: the form token, Origin and Host, the headers, and how little an error tells. */
@ArquillianTest
@RunAsClient
class PageProtectionIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static final List<String> ADMINISTRATION = List.of("/admin/users", "/admin/users/USER", "/admin/projects", "/admin/projects/PROJECT", "/admin/projects/none", "/admin/nodes",
            "/admin/rules", "/admin/settings");
    private static final List<String> CHANGES = List.of("/admin/users", "/admin/users/USER/take", "/admin/users/USER/grant", "/admin/users/USER/link", "/admin/users/USER/password",
            "/admin/users/USER/signins", "/admin/users/USER/disable", "/admin/users/USER/enable", "/admin/users/USER/limit", "/admin/users/USER/unlimit", "/admin/projects", "/admin/projects/PROJECT/give-back", "/admin/projects/PROJECT/assign",
            "/admin/projects/PROJECT/describe", "/admin/projects/PROJECT/delete", "/admin/projects/none", "/admin/nodes", "/admin/rules/add", "/admin/rules/remove");
    private static final Pattern SHOWN_TOKEN = Pattern.compile("<meta name=\"csrf\" content=\"([A-Za-z0-9_-]{86})\">");
    private static final Pattern POST_FORM = Pattern.compile("<form[^>]*method=\"post\"[^>]*?action=\"([^\"]+)\"");

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

    // ---- administration: every page, and every change

    @ParameterizedTest
    @EnumSource(value = Account.class, names = {"DEMO", "AUDITOR"})
    void pagesOfAdministrationAreForAdministratorsOnly(Account account) throws Exception {
        for (String page : ADMINISTRATION) {
            assertEquals(200, Browser.signedInAs(Account.ADMIN).get(existing(page)).status(), page);
            assertEquals(403, Browser.signedInAs(account).get(existing(page)).status(), page);
            assertEquals(302, Browser.anonymous().get(existing(page)).status(), page);
        }
    }

    @Test
    void changesOfAdministrationNeedTheFormToken() throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN);
        for (String change : CHANGES) {
            assertEquals(403, admin.request("POST", existing(change)).body(FORM, "").send().status(), change);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Account.class, names = {"DEMO", "AUDITOR"})
    void changesOfAdministrationAreMadeByAdministratorsOnly(Account account) throws Exception {
        String address = RecordedHistory.freshAddress();
        Browser browser = Browser.signedInAs(account).from(address);
        for (String change : CHANGES) {
            assertEquals(403, browser.post(existing(change)).status(), change);
        }
        assertEquals(Collections.nCopies(CHANGES.size(), "ADMINISTRATION_REFUSED ADMINISTRATORS_ONLY"), RecordedHistory.trailFrom(address));
    }

    /** A form that is new on these pages is missed here. */
    @Test
    void everyFormOfAdministrationIsTriedHere() throws IOException {
        Set<String> actions = new TreeSet<>();
        try (Stream<Path> templates = Files.list(Path.of("webapp/WEB-INF/templates"))) {
            for (Path template : templates.filter(path -> path.getFileName().toString().startsWith("admin-")).toList()) {
                String owner = template.getFileName().toString().equals("admin-user.html") ? "/admin/users/USER" : "/admin/projects/PROJECT";
                POST_FORM.matcher(Files.readString(template)).results().map(form -> form.group(1).replace("|", "").replace("${place}", owner)).forEach(actions::add);
            }
        }
        assertEquals(new TreeSet<>(CHANGES), actions);
    }

    private static String existing(String path) throws Exception {
        return path.replace("USER", Account.idOf("demo").toString())
                .replace("PROJECT", PortalUnderTest.database().value("select id from projects where name = 'studio'").toString());
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

    // ---- the console's page, the one that is compressed (BREACH, CVE-2013-3587)

    @Test
    void theConsolesPageMasksItsFormTokenAnewEachTimeAndEachServes() throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);
        UUID session = browser.openConsole(vm);
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            shown.add(tokenOfPage(browser, session));
        }

        assertEquals(3, Set.copyOf(shown).size(), shown.toString());
        for (String token : shown) {
            assertEquals(200, askWith(browser, session, token).status());
            assertEquals(200, askWith(browser, session, token).status(), "once more");
        }
    }

    @Test
    void theMaskedFormTokenOfAnotherSignInIsForbidden() throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);
        Browser other = Browser.newSignIn(Account.DEMO);
        UUID session = browser.openConsole(vm);
        String foreign = tokenOfPage(other, other.openConsole(vm));
        String own = tokenOfPage(browser, session);

        assertEquals(403, askWith(browser, session, foreign).status());
        assertEquals(403, askWith(browser, session, own.substring(43) + own.substring(0, 43)).status());
        assertEquals(200, askWith(browser, session, own).status());
    }

    private static String tokenOfPage(Browser browser, UUID session) throws IOException {
        Matcher shown = SHOWN_TOKEN.matcher(browser.get("/console/" + session).text());
        assertTrue(shown.find());
        return shown.group(1);
    }

    private static HttpAnswer askWith(Browser browser, UUID session, String formToken) throws IOException {
        return browser.request("POST", "/console/" + session + "/token").header("X-CSRF-Token", formToken).header("Content-Length", "0").send();
    }

    @Test
    void onlyTheConsolesPageIsCompressed() throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);
        String console = "/console/" + browser.openConsole(vm);

        HttpAnswer compressed = browser.request("GET", console).header("Accept-Encoding", "gzip").send();
        assertEquals("gzip", compressed.header("Content-Encoding").orElse("none"));
        String page = new String(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(page.contains(vm.name()) && page.endsWith("</html>\n"), page);
        assertTrue(browser.get(console).header("Content-Encoding").isEmpty(), "who does not ask for it");
        String unknown = "/console/" + UUID.randomUUID();
        for (String other : List.of("/vms", "/vms?part=list", "/account", "/history", console + "/state", console + "/refusal", unknown, "/no-such-page")) {
            assertTrue(browser.request("GET", other).header("Accept-Encoding", "gzip").send().header("Content-Encoding").isEmpty(), other);
        }
        assertTrue(askWith(browser, UUID.fromString(console.substring("/console/".length())), browser.formToken()).header("Content-Encoding").isEmpty(), "an answer with a console's token");
    }

    /** Or else another site could put its guesses beside what is in it. */
    @Test
    void theConsolesPageRepeatsNothingOfItsRequest() throws IOException {
        Browser browser = Browser.signedInAs(Account.DEMO);
        String console = "/console/" + browser.openConsole(vm);
        String guess = "a-guess-of-somebody-else";

        HttpAnswer answer = browser.request("GET", console + "?notice=" + guess + "&" + guess + "=" + guess + "&csrf=" + guess).header("User-Agent", guess).header("Referer", "https://" + guess + "/")
                .header("Accept-Language", guess).header("X-" + guess, guess).cookie(guess, guess).send();

        assertEquals(200, answer.status());
        assertFalse(answer.says(guess));
        assertEquals(SHOWN_TOKEN.matcher(browser.get(console).text()).replaceAll(""), SHOWN_TOKEN.matcher(answer.text()).replaceAll(""));
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
