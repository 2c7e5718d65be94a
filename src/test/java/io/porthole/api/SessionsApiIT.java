package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The history of consoles as programs read it. */
@ArquillianTest
@RunAsClient
class SessionsApiIT {

    private final TestDatabase database = PortalUnderTest.database();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private String userName;
    private Browser browser;
    private ApiProgram program;
    private UUID session;

    @BeforeEach
    void openConsole() throws Exception {
        userName = Account.freshMember("workshop");
        browser = Browser.newSignIn(userName);
        program = ApiProgram.with(OpenStackHttp.newToken(userName, null));
        session = browser.openConsole(vm);
    }

    // ---- who sees what

    @Test
    void aMemberSeesTheirOwnOnly() throws Exception {
        assertEquals(List.of(session.toString()), program.ids("/sessions", "sessions"));
        assertEquals(List.of(), ApiProgram.with(OpenStackHttp.newToken(Account.freshMember("workshop"), null)).ids("/sessions", "sessions"));
    }

    @ParameterizedTest
    @CsvSource({"AUDITOR", "ADMIN"})
    void anAuditorAndAnAdministratorSeeEverybodys(Account account) throws Exception {
        assertEquals(List.of(session.toString()), ApiProgram.of(account).ids("/sessions?user=" + userName, "sessions"));
        assertEquals(200, ApiProgram.of(account).get("/sessions/" + session).status());
    }

    @Test
    void somebodyElsesIsAnsweredAsIfThereWereNone() throws Exception {
        String address = RecordedHistory.freshAddress();
        ApiProgram other = ApiProgram.with(OpenStackHttp.newToken(Account.freshMember("studio"), null)).from(address);

        HttpAnswer foreign = other.get("/sessions/" + session);
        HttpAnswer none = other.get("/sessions/" + UUID.randomUUID());
        HttpAnswer strange = other.get("/sessions/x");

        UUID incident = ApiProgram.assertRefused(404, "SESSION_NOT_FOUND", foreign);
        assertEquals(withoutIds(none), withoutIds(foreign));
        assertEquals(withoutIds(none), withoutIds(strange));
        assertEquals(List.of("HISTORY_REFUSED NOT_PERMITTED", "API_REFUSED SESSION_NOT_FOUND", "API_REFUSED SESSION_NOT_FOUND", "API_REFUSED SESSION_NOT_FOUND"),
                RecordedHistory.trailFrom(address));
        assertEquals("GET /api/v1/sessions/" + session, database.value("select detail from audit_events where incident = ?", incident));
    }

    /** A name may come again: from a Nova beside Porthole, or because its user was removed. */
    @Test
    void aVisitOfAnotherOfTheSameNameIsNotTheirs() throws Exception {
        RecordedHistory.insertEnded(userName, "anothers", Instant.now());

        assertEquals(List.of(session.toString()), program.ids("/sessions", "sessions"));
    }

    @Test
    void aRefusalIsToldToWhomItMet() throws Exception {
        HttpAnswer refused = OpenStackHttp.with(OpenStackHttp.newToken(userName, null))
                .post("/api/v1/consoles", "{\"instance\":\"" + PortalUnderTest.nodes().vm("vault").id() + "\"}");
        UUID incident = ApiProgram.assertRefused(404, "INSTANCE_NOT_FOUND", refused);

        Map<String, Object> row = program.list("/sessions?state=REFUSED", "sessions").get(0);
        assertEquals(incident.toString(), row.get("id"));
        assertEquals("INSTANCE_NOT_FOUND", row.get("reason"));
        assertEquals("API", row.get("door"));
        assertEquals(404, program.get("/sessions/" + incident).status(), "it is no session");
        assertEquals(List.of(), ApiProgram.with(OpenStackHttp.newToken(Account.freshMember("workshop"), null)).ids("/sessions?id=" + incident, "sessions"));
    }

    /** As its page tells it. */
    @Test
    void whoUsesTheVmIsToldOfAVisitAndNotFromWhere() throws Exception {
        Map<String, Object> told = OpenStackHttp.json(ApiProgram.with(OpenStackHttp.newToken(Account.freshMember("workshop"), null)).get("/sessions/" + session));

        assertEquals(userName, told.get("user"));
        assertNull(told.get("address"));
    }

    // ---- what is told

    @Test
    void aVisitIsToldWithItsConnections() throws Exception {
        browser.connect(browser.token(session)).shakeHands().close();
        RecordedHistory.endOf(session);

        Map<String, Object> told = OpenStackHttp.json(program.get("/sessions/" + session));

        assertEquals(vm.name() + " " + vm.id() + " " + userName + " ENDED PAGE", "%s %s %s %s %s".formatted(told.get("vm"), told.get("vm_id"), told.get("user"), told.get("state"), told.get("door")));
        List<?> connections = (List<?>) told.get("connections");
        assertEquals(1, connections.size());
        Map<?, ?> connection = (Map<?, ?>) connections.get(0);
        assertEquals("127.0.0.1", connection.get("address"));
        assertTrue(connection.get("closed_at") != null && connection.get("reached_at") != null && connection.get("reason") != null, told.toString());
        assertEquals(List.of(), told.get("recordings"));
    }

    @Test
    void theCauseIsForAdministratorsOnly() throws Exception {
        browser.connect(browser.token(session)).shakeHands().close();
        RecordedHistory.endOf(session);
        database.update("update console_connections set end_detail = '10.0.0.1:5900 broke' where session_id = ?", session);

        assertNull(OpenStackHttp.json(program.get("/sessions/" + session), "connections", "0", "cause"));
        assertNull(OpenStackHttp.json(ApiProgram.of(Account.AUDITOR).get("/sessions/" + session), "cause"));
        HttpAnswer all = ApiProgram.of(Account.ADMIN).get("/sessions/" + session);
        assertEquals("10.0.0.1:5900 broke", OpenStackHttp.json(all, "cause"));
        assertEquals("10.0.0.1:5900 broke", OpenStackHttp.json(all, "connections", "0", "cause"));
    }

    // ---- filters and pages

    @Test
    void aListIsNarrowed() throws Exception {
        String day = Instant.now().toString().substring(0, 10);
        ApiProgram auditor = ApiProgram.of(Account.AUDITOR);

        for (String narrowed : List.of("vm=" + vm.name(), "state=AUTHORIZED&user=" + userName, "id=" + session, "user=" + userName + "&from=" + day, "user=" + userName + "&from=2026-01-01T00:00:00%2B01:00",
                "project=workshop&user=" + userName, "node=" + vm.node() + "&user=" + userName, "address=127.0.0.1&user=" + userName, "q=" + userName)) {
            assertTrue(auditor.ids("/sessions?" + narrowed, "sessions").contains(session.toString()), narrowed);
        }
        for (String narrowed : List.of("vm=none-of-this-name", "state=ENDED&user=" + userName, "id=" + UUID.randomUUID(), "user=" + userName + "&to=2026-01-01", "user=" + userName + "&from=9000-01-01",
                "project=studio&user=" + userName, "node=none&user=" + userName, "address=127.0.0.99&user=" + userName, "q=" + userName + "x")) {
            assertEquals(List.of(), auditor.ids("/sessions?" + narrowed, "sessions"), narrowed);
        }
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrDouble() throws Exception {
        String pager = "pager&" + UUID.randomUUID();
        List<String> expected = new ArrayList<>();
        Instant at = Instant.parse("2026-02-01T00:00:00Z");
        for (int i = 0; i < 5; i++) {
            expected.add(0, RecordedHistory.insertEnded(pager, "paged", at.plusSeconds(i)).toString());
        }
        ApiProgram auditor = ApiProgram.of(Account.AUDITOR);
        List<String> found = new ArrayList<>();
        String next = "/api/v1/sessions?limit=2&user=" + java.net.URLEncoder.encode(pager, java.nio.charset.StandardCharsets.UTF_8);
        int pages = 0;
        while (next != null) {
            HttpAnswer answer = auditor.get(next.substring("/api/v1".length()));
            found.addAll(idsOf(answer));
            next = (String) OpenStackHttp.json(answer, "next");
            pages++;
            RecordedHistory.insertEnded(pager, "newer", at.plusSeconds(100 + pages));
        }

        assertEquals(expected, found);
        assertEquals(3, pages);
    }

    @SuppressWarnings("unchecked")
    private static List<String> idsOf(HttpAnswer answer) throws IOException {
        return ((List<Map<String, Object>>) OpenStackHttp.json(answer, "sessions")).stream().map(row -> (String) row.get("id")).toList();
    }

    private static String withoutIds(HttpAnswer answer) {
        return answer.status() + answer.text().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
    }
}
