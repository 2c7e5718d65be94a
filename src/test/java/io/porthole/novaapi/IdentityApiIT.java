package io.porthole.novaapi;

import static io.porthole.testing.OpenStackHttp.json;
import static io.porthole.testing.OpenStackHttp.password;
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
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keystone's shapes and statuses, request by request. */
@ArquillianTest
@RunAsClient
class IdentityApiIT {

    private static final String TOKENS = "/identity/v3/auth/tokens";
    private static final String UNAUTHORIZED = "The request you have made requires authentication.";

    // ---- versions

    @ParameterizedTest
    @ValueSource(strings = {"/identity", "/identity/"})
    void theRootTellsTheVersions(String path) throws IOException {
        HttpAnswer answer = OpenStackHttp.nobody().get(path);

        assertEquals(300, answer.status(), answer.toString());
        assertEquals("v3.14", json(answer, "versions", "values", "0", "id"));
        assertEquals(PortalUnderTest.url() + "/identity/v3/", json(answer, "versions", "values", "0", "links", "0", "href"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/identity/v3", "/identity/v3/"})
    void theVersionTellsOfItself(String path) throws IOException {
        HttpAnswer answer = OpenStackHttp.nobody().get(path);

        assertEquals(200, answer.status(), answer.toString());
        assertEquals("stable", json(answer, "version", "status"));
        assertEquals("application/vnd.openstack.identity-v3+json", json(answer, "version", "media-types", "0", "type"));
    }

    // ---- a token for a password

    @Test
    void aPasswordGivesATokenWithRolesAndCatalog() throws Exception {
        HttpAnswer answer = OpenStackHttp.nobody().askForToken(password("demo", Account.PASSWORD), "studio");

        assertEquals(201, answer.status(), answer.toString());
        assertEquals("X-Auth-Token", answer.header("Vary").orElseThrow());
        assertEquals("application/json", answer.header("Content-Type").orElseThrow());
        assertTrue(answer.header("x-openstack-request-id").orElseThrow().matches("req-[0-9a-f-]{36}"));
        assertTrue(OpenStackHttp.tokenOf(answer).matches("[A-Za-z0-9_-]{43}"));
        assertEquals(List.of("password"), json(answer, "token", "methods"));
        assertEquals("demo", json(answer, "token", "user", "name"));
        assertEquals(Map.of("id", "default", "name", "Default"), json(answer, "token", "user", "domain"));
        assertEquals("studio", json(answer, "token", "project", "name"));
        assertEquals("member", json(answer, "token", "roles", "0", "name"));
        assertEquals(false, json(answer, "token", "is_domain"));
        assertEquals(List.of("identity /identity", "compute /compute/v2.1", "image /image"), services(answer));
    }

    @Test
    void aTokensTimesAreUtcAndAnHourApart() throws Exception {
        HttpAnswer answer = OpenStackHttp.nobody().askForToken(password("demo", Account.PASSWORD), "studio");
        String issued = (String) json(answer, "token", "issued_at");
        String expires = (String) json(answer, "token", "expires_at");

        assertTrue(issued.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"), issued);
        assertEquals(Duration.ofHours(1), Duration.between(Instant.parse(issued), Instant.parse(expires)));
    }

    @ParameterizedTest
    @CsvSource({"DEMO, studio, member", "AUDITOR, studio, reader", "ADMIN, treasury, admin"})
    void rolesHaveKeystonesNames(Account account, String project, String role) throws Exception {
        assertEquals(role, json(OpenStackHttp.nobody().askForToken(password(account.userName(), Account.PASSWORD), project), "token", "roles", "0", "name"));
    }

    @Test
    void userAndProjectCanBeNamedByTheirIds() throws Exception {
        Object user = id("users", "demo");
        Object project = id("projects", "studio");
        HttpAnswer answer = OpenStackHttp.nobody().post(TOKENS, """
                {"auth": {"identity": {"methods": ["password"], "password": {"user": {"id": "%s", "password": "%s"}}}, "scope": {"project": {"id": "%s"}}}}
                """.formatted(user, Account.PASSWORD, project));

        assertEquals(201, answer.status(), answer.toString());
        assertEquals(user.toString(), json(answer, "token", "user", "id"));
        assertEquals(project.toString(), json(answer, "token", "project", "id"));
    }

    @Test
    void withoutAScopeTheTokenIsForNoProject() throws Exception {
        HttpAnswer answer = OpenStackHttp.nobody().askForToken(password("demo", Account.PASSWORD), null);

        assertEquals(201, answer.status(), answer.toString());
        assertFalse(((Map<?, ?>) json(answer, "token")).containsKey("project"));
        assertFalse(((Map<?, ?>) json(answer, "token")).containsKey("catalog"));
        assertEquals(403, OpenStackHttp.with(OpenStackHttp.tokenOf(answer)).get("/compute/v2.1/servers").status());
    }

    @Test
    void aTokenGivesAnotherThatEndsWhenItEnds() throws Exception {
        HttpAnswer first = OpenStackHttp.nobody().askForToken(password("demo", Account.PASSWORD), null);
        HttpAnswer second = OpenStackHttp.nobody().askForToken(OpenStackHttp.token(OpenStackHttp.tokenOf(first)), "studio");

        assertEquals(201, second.status(), second.toString());
        assertNotEquals(OpenStackHttp.tokenOf(first), OpenStackHttp.tokenOf(second));
        assertEquals(json(first, "token", "expires_at"), json(second, "token", "expires_at"));
        assertEquals(List.of("password", "token"), json(second, "token", "methods"));
        assertEquals("studio", json(second, "token", "project", "name"));
    }

    // ---- no token

    @ParameterizedTest
    @CsvSource({"demo, wrong password", "nobody-of-that-name, correct horse battery"})
    void aWrongUserOrPasswordIsUnauthorized(String user, String password) throws IOException {
        assertUnauthorized(OpenStackHttp.nobody().from(RecordedHistory.freshAddress()).askForToken(password(user, password), "studio"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"treasury", "no-such-project", "Studio"})
    void aProjectThatTheUserIsNotInIsUnauthorizedInTheSameWords(String project) throws IOException {
        String address = RecordedHistory.freshAddress();
        assertUnauthorized(OpenStackHttp.nobody().from(address).askForToken(password("demo", Account.PASSWORD), project));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{'auth': {'identity': {'methods': ['totp'], 'totp': {}}}}",
            "{'auth': {'identity': {'methods': ['password', 'totp'], 'password': {}}}}",
            "{'auth': {'identity': {'methods': ['token'], 'token': {'id': 'x'}}}}",
            "{'auth': {'identity': {'methods': ['token'], 'token': {'id': 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'}}}}",
            "{'auth': {'identity': {'methods': ['password'], 'password': {'user': {'name': 'demo', 'password': 'x', 'domain': {'name': 'Other'}}}}}}",
            "{'auth': {'identity': {'methods': ['password'], 'password': {'user': {'id': 'demo', 'password': 'correct horse battery'}}}}}",
            "{'auth': {'identity': {'methods': ['password'], 'password': {'user': {'name': 'demo', 'password': 'correct horse battery', 'domain': {'id': 'default'}}}}, 'scope': {'system': {'all': true}}}}"})
    void whatPortholeDoesNotKnowIsUnauthorized(String body) throws IOException {
        assertUnauthorized(OpenStackHttp.nobody().from(RecordedHistory.freshAddress()).post(TOKENS, body.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "null", "{", "{'auth': 1}", "{'auth': {}}", "{'auth': {'identity': {}}}", "{'auth': {'identity': {'methods': []}}}",
            "{'auth': {'identity': {'methods': 'password'}}}", "{'auth': {'identity': {'methods': [1]}}}", "{'auth': {'identity': {'methods': ['password']}}}",
            "{'auth': {'identity': {'methods': ['password'], 'password': {'user': {'name': 'demo', 'password': 'x'}}}}}",
            "{'auth': {'identity': {'methods': ['password'], 'password': {'user': {'name': 'demo', 'password': 1, 'domain': {'id': 'default'}}}}}}",
            "{'auth': {'identity': {'methods': ['password'], 'password': {'user': {'name': 'de\\u0000mo', 'password': 'x', 'domain': {'id': 'default'}}}}}}",
            "{'auth': {'identity': {'methods': ['token'], 'token': {}}}}", "{'auth': {'identity': {'methods': ['token'], 'token': {'id': 'x'}}, 'scope': {'project': {'name': 'studio'}}}}"})
    void whatIsNotOfKeystonesFormIsABadRequest(String body) throws IOException {
        HttpAnswer answer = OpenStackHttp.nobody().post(TOKENS, body.replace('\'', '"'));

        assertEquals(400, answer.status(), answer.toString());
        assertEquals(400L, json(answer, "error", "code"));
        assertEquals("Bad Request", json(answer, "error", "title"));
        assertFalse(answer.says("Exception"), answer.text());
    }

    @Test
    void aBodyNestedTenThousandDeepIsABadRequest() throws IOException {
        assertEquals(400, OpenStackHttp.nobody().post(TOKENS, "{\"auth\":".repeat(10_000)).status());
    }

    @Test
    void aBodyOfAMegabyteIsTooLarge() throws IOException {
        HttpAnswer answer = OpenStackHttp.nobody().post(TOKENS, "{\"auth\": \"" + "x".repeat(1_000_000) + "\"}");

        assertEquals(413, answer.status());
        assertEquals(413L, json(answer, "error", "code"));
    }

    @Test
    void guessingIsSlowedDownAsAtTheSignInPage() throws Exception {
        String name = Account.freshMember("studio");
        OpenStackHttp guesser = OpenStackHttp.nobody().from(RecordedHistory.freshAddress());
        for (int i = 0; i < 5; i++) {
            assertEquals(401, guesser.askForToken(password(name, "wrong " + i), "studio").status());
        }

        HttpAnswer answer = guesser.askForToken(password(name, Account.PASSWORD), "studio");

        assertEquals(429, answer.status(), answer.toString());
        assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) > 0);
        assertEquals(201, OpenStackHttp.nobody().askForToken(password(name, Account.PASSWORD), "studio").status(), "from elsewhere");
    }

    @Test
    void aRightPasswordForgivesTheWrongOnesBeforeIt() throws Exception {
        String name = Account.freshMember("studio");
        String address = RecordedHistory.freshAddress();
        for (int i = 0; i < 4; i++) {
            OpenStackHttp.nobody().from(address).askForToken(password(name, "wrong"), "studio");
        }
        assertEquals(201, OpenStackHttp.nobody().from(address).askForToken(password(name, Account.PASSWORD), "studio").status());

        assertEquals(401, OpenStackHttp.nobody().from(address).askForToken(password(name, "wrong"), "studio").status());
        assertEquals(303, Browser.anonymous().from(address).signIn(name, Account.PASSWORD).status());
    }

    // ---- looking at tokens, and revoking them

    @Test
    void aTokenTellsOfItself() throws Exception {
        String token = OpenStackHttp.newToken("demo", "studio");

        HttpAnswer answer = OpenStackHttp.with(token).request("GET", TOKENS).header("X-Subject-Token", token).send();

        assertEquals(200, answer.status(), answer.toString());
        assertEquals(token, answer.header("X-Subject-Token").orElseThrow());
        assertEquals("demo", json(answer, "token", "user", "name"));
        assertEquals(200, OpenStackHttp.with(token).request("HEAD", TOKENS).header("X-Subject-Token", token).send().status());
    }

    @Test
    void aTokenOfSomebodyElseIsForAdministratorsOnly() throws Exception {
        String eve = OpenStackHttp.newToken("eve", "treasury");

        HttpAnswer refused = OpenStackHttp.as(Account.DEMO, "studio").request("GET", TOKENS).header("X-Subject-Token", eve).send();

        assertEquals(403, refused.status(), refused.toString());
        assertEquals(403, OpenStackHttp.as(Account.DEMO, "studio").request("DELETE", TOKENS).header("X-Subject-Token", eve).send().status());
        assertEquals(200, OpenStackHttp.as(Account.ADMIN, "studio").request("GET", TOKENS).header("X-Subject-Token", eve).send().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void anUnknownTokenIsNotFoundAndNotRepeated(String subject) throws Exception {
        HttpAnswer answer = OpenStackHttp.as(Account.DEMO, "studio").request("GET", TOKENS).header("X-Subject-Token", subject).send();

        assertEquals(404, answer.status(), answer.toString());
        assertEquals("Could not find token.", json(answer, "error", "message"));
        assertEquals(404, OpenStackHttp.as(Account.DEMO, "studio").get(TOKENS).status());
    }

    @Test
    void aRevokedTokenIsDeadAtOnce() throws Exception {
        String token = OpenStackHttp.newToken("demo", "studio");

        HttpAnswer answer = OpenStackHttp.with(token).request("DELETE", TOKENS).header("X-Subject-Token", token).send();

        assertEquals(204, answer.status());
        assertEquals("", answer.text());
        assertUnauthorized(OpenStackHttp.with(token).get("/compute/v2.1/servers"));
        assertUnauthorized(OpenStackHttp.nobody().askForToken(OpenStackHttp.token(token), "studio"));
    }

    // ---- who is let in

    @ParameterizedTest
    @ValueSource(strings = {"/identity/v3/auth/tokens", "/identity/v3/users", "/compute/v2.1/servers", "/compute/v2.1/servers/detail/", "/compute/v2.1/anything", "/image/v2/images", "/compute/v3"})
    void withoutATokenNothingButVersionsIsTold(String path) throws IOException {
        assertUnauthorized(OpenStackHttp.nobody().get(path));
        assertUnauthorized(OpenStackHttp.with("x").get(path));
        assertUnauthorized(OpenStackHttp.with("A".repeat(43)).get(path));
    }

    /** Nothing here believes a cookie, so that no page of another site can use one (CSRF). */
    @Test
    void aBrowsersSignInIsNoToken() throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN);

        assertUnauthorized(admin.get("/compute/v2.1/servers"));
        assertUnauthorized(admin.send(admin.request("POST", "/compute/v2.1/servers/" + PortalUnderTest.nodes().vm("desktop").id() + "/action")
                .header("X-CSRF-Token", admin.formToken()).body("application/json", "{\"os-stop\": null}")));
    }

    @Test
    void anApiTokenIsNoSignIn() throws Exception {
        assertEquals(302, RawRequest.of("GET", "/history").header("X-Auth-Token", OpenStackHttp.newToken("admin", "studio")).send().status());
    }

    @Test
    void anUnknownPlaceIsNotFoundInKeystonesForm() throws Exception {
        HttpAnswer answer = OpenStackHttp.as(Account.DEMO, "studio").get("/identity/v3/users");

        assertEquals(404, answer.status(), answer.toString());
        assertEquals("Not Found", json(answer, "error", "title"));
    }

    @Test
    void anotherNameThanOursIsMisdirected() throws IOException {
        assertEquals(421, OpenStackHttp.nobody().request("GET", "/identity/v3").replace("Host", "evil.example").send().status());
    }

    private static List<String> services(HttpAnswer answer) {
        return ((List<?>) json(answer, "token", "catalog")).stream().map(Map.class::cast).map(service -> {
            Map<?, ?> endpoint = (Map<?, ?>) ((List<?>) service.get("endpoints")).get(0);
            assertEquals("public", endpoint.get("interface"));
            return service.get("type") + " " + endpoint.get("url").toString().substring(PortalUnderTest.url().length());
        }).toList();
    }

    private static Object id(String table, String name) throws SQLException {
        return PortalUnderTest.database().value("select id from " + table + " where name = ?", name);
    }

    private static void assertUnauthorized(HttpAnswer answer) {
        assertEquals(401, answer.status(), answer.toString());
        assertEquals("Keystone uri=\"" + PortalUnderTest.url() + "/identity\"", answer.header("WWW-Authenticate").orElseThrow());
        assertEquals(Map.of("code", 401L, "title", "Unauthorized", "message", UNAUTHORIZED), json(answer, "error"));
    }
}
