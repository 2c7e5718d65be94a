package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets on to the API at all, and what is asked of every request. */
@ArquillianTest
@RunAsClient
class ApiAccessIT {

    private static final UUID NONE = UUID.fromString("8f14e45f-ceea-4672-a950-0a3d58fb0001");

    private final TestDatabase database = PortalUnderTest.database();
    private final String address = RecordedHistory.freshAddress();

    static Stream<String> operations() {
        return ApiDocument.operations().stream().map(ApiDocument.Operation::name).filter(name -> !name.endsWith("/openapi.json"));
    }

    static Stream<String> gets() {
        return operations().filter(name -> name.startsWith("GET ")).map(name -> name.substring("GET ".length()));
    }

    @Test
    void theDocumentIsForEverybody() throws IOException {
        HttpAnswer answer = ApiProgram.nobody().get("/openapi.json");

        assertEquals(200, answer.status());
        assertEquals("3.1.0", OpenStackHttp.json(answer, "openapi"));
    }

    // ---- tokens

    @ParameterizedTest
    @MethodSource("operations")
    void withoutATokenNobodyGetsOn(String operation) throws Exception {
        HttpAnswer answer = ask(ApiProgram.nobody().from(address), operation);

        UUID incident = ApiProgram.assertRefused(401, "TOKEN_MISSING", answer);
        assertEquals("Bearer realm=\"porthole\"", answer.header("WWW-Authenticate").orElse(""));
        assertEquals(List.of("API_REFUSED TOKEN_MISSING"), RecordedHistory.trailFrom(address));
        assertEquals(1, database.count("audit_events where incident = ? and door = 'API'", incident));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aSignInsCookieCountsForNothing(String operation) throws IOException {
        Browser admin = Browser.signedInAs(Account.ADMIN);
        String[] words = operation.split(" ");

        HttpAnswer answer = admin.withCookies(ApiProgram.nobody().request(words[0], words[1].replace("{id}", NONE.toString())))
                .header("X-CSRF-Token", admin.formToken()).header("Content-Length", "0").send();

        ApiProgram.assertRefused(401, "TOKEN_MISSING", answer);
    }

    @Test
    void aBearerHeaderServesToo() throws IOException {
        String token = OpenStackHttp.newToken("demo", null);

        assertEquals(200, ApiProgram.nobody().request("GET", "/sessions").header("Authorization", "Bearer " + token).send().status());
        assertEquals(200, ApiProgram.with(token).request("GET", "/sessions").header("Authorization", "bearer " + token).send().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic ZGVtbzpkZW1v", "Bearer", "Bearer x", "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Bearer a b"})
    void anotherAuthorizationIsNone(String header) throws IOException {
        HttpAnswer answer = ApiProgram.nobody().request("GET", "/sessions").header("Authorization", header).send();

        assertEquals(401, answer.status(), answer.toString());
    }

    /** It would be a guess which of them is meant. */
    @Test
    void twoTokensAreNone() throws IOException {
        String demo = OpenStackHttp.newToken("demo", null);
        String eve = OpenStackHttp.newToken("eve", null);

        ApiProgram.assertRefused(401, "TOKEN_UNKNOWN", ApiProgram.with(demo).request("GET", "/sessions").header("Authorization", "Bearer " + eve).send());
        ApiProgram.assertRefused(401, "TOKEN_UNKNOWN", ApiProgram.with(demo).request("GET", "/sessions").header("X-Auth-Token", eve).send());
    }

    @ParameterizedTest
    @ValueSource(strings = {"update users set enabled = false where name = ?",
            "update users set password_hash = 'another' where name = ?",
            "update api_tokens set expires_at = now() - interval '1 second' where user_id = (select id from users where name = ?)",
            "update api_tokens set revoked_at = now() where user_id = (select id from users where name = ?)",
            "delete from memberships where user_id = (select id from users where name = ?)"})
    void aTokenIsDeadAfter(String change) throws Exception {
        String user = Account.freshMember("studio");
        ApiProgram program = ApiProgram.with(OpenStackHttp.newToken(user, "studio")).from(address);
        assertEquals(200, program.get("/sessions").status());

        database.update(change, user);

        HttpAnswer answer = program.get("/sessions");
        ApiProgram.assertRefused(401, "TOKEN_UNKNOWN", answer);
        assertTrue(answer.header("WWW-Authenticate").orElse("").contains("invalid_token"), answer.toString());
        assertEquals(List.of("API_REFUSED TOKEN_UNKNOWN"), RecordedHistory.trailFrom(address));
    }

    @Test
    void aTokenForAProjectHasNoMoreRightsThanItGives() throws Exception {
        String user = Account.freshMember("workshop");
        database.update("insert into memberships (user_id, project_id, role) select ?, id, 'AUDITOR' from projects where name = 'studio'", Account.idOf(user));
        UUID somebodys = RecordedHistory.insertEnded("somebody", "else", java.time.Instant.now());

        assertEquals(404, ApiProgram.with(OpenStackHttp.newToken(user, "workshop")).get("/sessions/" + somebodys).status());
        assertEquals(200, ApiProgram.with(OpenStackHttp.newToken(user, "studio")).get("/sessions/" + somebodys).status());
        assertEquals(200, ApiProgram.with(OpenStackHttp.newToken(user, null)).get("/sessions/" + somebodys).status());
    }

    @Test
    void refusalsWithoutEndAreToldToWaitAndDoNotFillTheTrail() throws Exception {
        IntStream.range(0, PortalUnderTest.REFUSED_PER_ADDRESS).parallel().forEach(attempt -> assertEquals(401, badToken().status()));

        HttpAnswer first = badToken();
        HttpAnswer second = badToken();

        UUID incident = ApiProgram.assertRefused(429, "TOO_MANY_ATTEMPTS", first);
        assertEquals(incident, ApiProgram.assertRefused(429, "TOO_MANY_ATTEMPTS", second));
        assertTrue(Integer.parseInt(first.header("Retry-After").orElseThrow()) <= 60, first.toString());
        assertEquals(PortalUnderTest.REFUSED_PER_ADDRESS + 1L, database.count("audit_events where address = ?", address));
        assertEquals(1, database.count("audit_events where incident = ? and refusal = 'TOO_MANY_ATTEMPTS'", incident));
        assertEquals(200, auditor().from(address).get("/sessions?limit=1").status(), "a good token is good, whatever others of that address do");
    }

    private HttpAnswer badToken() {
        try {
            return ApiProgram.with("A".repeat(43)).from(address).get("/sessions");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- parameters

    @ParameterizedTest
    @MethodSource("gets")
    void whatTheDocumentDoesNotNameIsRefusedByName(String path) throws IOException {
        HttpAnswer answer = auditor().get(path.replace("{id}", NONE.toString()) + "?surprise=1");

        assertEquals(400, answer.status(), answer.toString());
        Matcher told = Pattern.compile("There is no parameter surprise here; there is (.*)\\.").matcher((String) OpenStackHttp.json(answer, "detail"));
        assertTrue(told.matches(), answer.toString());
        Set<String> known = new TreeSet<>(Arrays.asList(told.group(1).split(", ")));
        known.remove("none");
        assertEquals(ApiDocument.operation("GET", ApiDocument.ROOT + path).orElseThrow().queryParameters(), known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sessions?user=a&user=b", "/sessions?limit=0", "/sessions?limit=1001", "/sessions?limit=-1", "/sessions?limit=x", "/sessions?from=yesterday",
            "/sessions?to=9999999-01-01", "/sessions?from=%2B10000-01-01T00:00:00Z", "/sessions?state=DONE", "/sessions?id=7", "/sessions?user=%00", "/sessions?after=x",
            "/sessions?after=2026-01-01T00:00:00Z_x", "/sessions?after=%2B1000000000-12-31T23:59:59Z_8f14e45f-ceea-4672-a950-0a3d58fb0001", "/live/consoles?page=0",
            "/live/consoles?page=1000000"})
    void whatCannotBeUnderstoodIsTheCallersMistake(String target) throws IOException {
        HttpAnswer answer = auditor().get(target);

        ApiProgram.assertRefused(400, "MALFORMED", answer);
        String name = target.replaceFirst(".*\\?(\\w+)=.*", "$1");
        assertTrue(((String) OpenStackHttp.json(answer, "detail")).startsWith(name + " is "), answer.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "", "/", "/sessions/", "/sessions/x/y", "/live/consoles/x/cut"})
    void whatIsNotThereIsTold(String target) throws IOException {
        HttpAnswer answer = auditor().request("GET", target).send();

        assertTrue(answer.status() == 404 || answer.status() == 405 || answer.status() == 200 && target.equals("/sessions/"), answer.toString());
        assertEquals("application/problem+json", answer.status() == 200 ? "application/problem+json" : answer.header("Content-Type").orElse(""), answer.toString());
    }

    @Test
    void aMethodThatIsNotThereIsTold() throws IOException {
        HttpAnswer answer = auditor().request("DELETE", "/sessions").send();

        ApiProgram.assertRefused(405, "METHOD_NOT_ALLOWED", answer);
        assertTrue(answer.header("Allow").orElse("").contains("GET"), answer.toString());
    }

    /** No page of another site may read an answer: the browser is given no leave. */
    @Test
    void anotherSitesPageIsGivenNoLeave() throws IOException {
        HttpAnswer asked = auditor().request("GET", "/sessions?limit=1").header("Origin", "https://evil.example").send();
        HttpAnswer before = ApiProgram.nobody().request("OPTIONS", "/sessions").header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "GET").header("Access-Control-Request-Headers", "x-auth-token").send();

        ApiProgram.checked("GET", "/sessions", asked);
        ApiProgram.assertRefused(401, "TOKEN_MISSING", before);
        assertEquals(List.of(), before.headers("Access-Control-Allow-Origin"));
    }

    private static ApiProgram auditor() throws IOException {
        return ApiProgram.of(Account.AUDITOR);
    }

    private static HttpAnswer ask(ApiProgram program, String operation) throws IOException {
        String[] words = operation.split(" ");
        String target = words[1].replace("{id}", NONE.toString());
        return words[0].equals("GET") ? program.get(target) : program.post(target);
    }
}
