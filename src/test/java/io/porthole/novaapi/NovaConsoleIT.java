package io.porthole.novaapi;

import static io.porthole.testing.OpenStackHttp.consoleToken;
import static io.porthole.testing.OpenStackHttp.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A console's URL by both of Nova's requests, what it opens, and when it opens nothing any more. */
@ArquillianTest
@RunAsClient
class NovaConsoleIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String OLD = "{\"os-getVNCConsole\": {\"type\": \"novnc\"}}";

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final VmUnderTest desktop = PortalUnderTest.nodes().vm("desktop");
    /** By it this test's visits are found in the history. */
    private final String address = RecordedHistory.freshAddress();

    // ---- the URL

    @ParameterizedTest
    @ValueSource(strings = {"2.6", "2.7", "2.8", "latest"})
    void remoteConsolesGiveNovasThreeKeys(String version) throws IOException {
        HttpAnswer answer = worker().speaking(version).askForConsole(vm.id());

        assertEquals(200, answer.status(), answer.toString());
        assertEquals(Set.of("remote_console"), json(answer).keySet());
        assertEquals(Set.of("protocol", "type", "url"), ((Map<?, ?>) json(answer, "remote_console")).keySet());
        assertEquals("vnc", json(answer, "remote_console", "protocol"));
        assertEquals("novnc", json(answer, "remote_console", "type"));
        assertUrl((String) json(answer, "remote_console", "url"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.1", "2.5"})
    void theOlderActionGivesTwo(String version) throws IOException {
        HttpAnswer answer = worker().speaking(version).act(vm, OLD);

        assertEquals(200, answer.status(), answer.toString());
        assertEquals(Set.of("type", "url"), ((Map<?, ?>) json(answer, "console")).keySet());
        assertUrl((String) json(answer, "console", "url"));
    }

    @Test
    void withoutAVersionOnlyTheOlderActionIsThere() throws IOException {
        assertEquals(200, worker().act(vm, OLD).status());
        assertEquals(404, worker().askForConsole(vm.id()).status());
    }

    @ParameterizedTest
    @CsvSource({"2.1", "2.5"})
    void remoteConsolesAreNotThereBefore26(String version) throws IOException {
        assertFault(404, "itemNotFound", worker().speaking(version).askForConsole(vm.id()));
    }

    @ParameterizedTest
    @CsvSource({"2.6", "2.8"})
    void theOlderActionIsGoneFrom26On(String version) throws IOException {
        assertFault(404, "itemNotFound", worker().speaking(version).act(vm, OLD));
    }

    @Test
    void everyRequestGivesATokenOfItsOwn() throws IOException {
        assertFalse(token().equals(token()));
    }

    // ---- what it opens

    @Test
    void theUrlShowsThePageToWhoeverHasIt() throws IOException {
        String url = (String) json(worker().speaking("2.6").askForConsole(vm.id()), "remote_console", "url");

        HttpAnswer page = RawRequest.of("GET", url.substring(url.indexOf("/vnc_auto"))).to(PortalUnderTest.consolePort()).send();

        assertEquals(200, page.status());
        assertTrue(page.text().matches("(?s).*<html.*>.*<script.*noVNC.*</html>.*") || page.says("<script") && page.says("noVNC") && page.says("</html>"), page.text());
        assertEquals(java.util.List.of(), page.headers("Set-Cookie"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?token=", "/websockify?token="})
    void theTokenOpensTheConsoleAndTheHistoryNamesUserAndDoor(String path) throws Exception {
        String token = token();
        try (RawWebSocket console = RawRequest.upgrade(path + token).to(PortalUnderTest.consolePort()).connect()) {
            assertEquals("QEMU (" + vm.name() + ")", console.shakeHands().screenName());
        }

        Map<String, Object> row = PortalUnderTest.database().rows("select * from console_history where instance_name = ? and state <> 'REFUSED'", vm.name()).get(0);
        assertEquals("worker", row.get("user_name"));
        assertEquals("NOVA", row.get("door"));
        assertEquals(address, row.get("address"));
    }

    @Test
    void theTokenOpensAgainUntilItExpires() throws Exception {
        String token = token();
        for (int i = 0; i < 3; i++) {
            RawRequest.upgrade("/?token=" + token).connect().shakeHands().close();
        }
    }

    @Test
    void severalConsolesOfOneVmAreOpenAtATime() throws Exception {
        try (RawWebSocket one = RawRequest.upgrade("/?token=" + token()).connect().shakeHands(); RawWebSocket other = RawRequest.upgrade("/?token=" + token()).connect().shakeHands()) {
            vm.vnc().awaitReady(2, LIMIT);
            assertTrue(one.isOpen() && other.isOpen());
        }
    }

    // ---- when it opens nothing any more

    @Test
    void theTokenOfAVmThatWasStoppedOpensNothing() throws Exception {
        String token = token();
        worker().act(vm, "{\"os-stop\": null}");
        Patience.until(vm.name() + " is off", LIMIT, () -> "SHUTOFF".equals(json(worker().get("/compute/v2.1/servers/" + vm.id()), "server", "status")));

        assertRefused(409, token);
    }

    @Test
    void anOpenConsoleEndsWhenItsVmStops() throws Exception {
        try (RawWebSocket console = RawRequest.upgrade("/?token=" + token()).connect().shakeHands()) {
            worker().act(vm, "{\"os-stop\": null}");

            assertEquals(4012, console.readClose().closeCode());
        }
    }

    @ParameterizedTest
    @CsvSource({"404, update console_sessions set instance_id = gen_random_uuid() where instance_id = ?",
            "409, update console_auth_tokens set port = port - 1 where session_id in (select id from console_sessions where instance_id = ?)",
            "403, update console_auth_tokens set expires_at = now() - interval '1 second' where session_id in (select id from console_sessions where instance_id = ?)",
            "403, update instances set project = 'treasury' where id = ?",
            "503, update instances set node = 'refusing' where id = ?"})
    void theTokenOpensNothingAfter(int status, String change) throws Exception {
        String token = token();
        PortalUnderTest.database().update(change, vm.id());

        assertRefused(status, token);
    }

    @Test
    void theTokenOfAUserWhoLostTheRightOpensNothing() throws Exception {
        String user = Account.freshMember("workshop");
        String token = consoleToken(OpenStackHttp.with(OpenStackHttp.newToken(user, "workshop")).from(address).speaking("2.6").askForConsole(vm.id()).text());
        PortalUnderTest.database().update("delete from memberships where user_id = (select id from users where name = ?)", user);

        assertRefused(403, token);
    }

    @Test
    void anotherSitesPageOpensNothing() throws Exception {
        try (RawWebSocket refused = RawRequest.upgrade("/?token=" + token()).header("Origin", "https://evil.example").connect()) {
            assertEquals(403, refused.answer().status());
        }
        assertEquals(0, vm.vnc().connectionsAccepted());
    }

    // ---- no URL

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "{\"remote_console\": null}", "{\"remote_console\": {}}", "{\"remote_console\": {\"protocol\": \"vnc\"}}",
            "{\"remote_console\": {\"type\": \"novnc\"}}", "{\"remote_console\": {\"protocol\": \"vnc\", \"type\": \"novnc\", \"x\": 1}}",
            "{\"remote_console\": {\"protocol\": \"vnc\", \"type\": \"novnc\"}, \"x\": 1}", "{\"remote_console\": {\"protocol\": \"vnc\", \"type\": \"xvpvnc\"}}",
            "{\"remote_console\": {\"protocol\": \"spice\", \"type\": \"spice-html5\"}}", "{\"remote_console\": {\"protocol\": \"vnc\", \"type\": \"serial\"}}",
            "{\"remote_console\": {\"protocol\": \"vnc\", \"type\": \"nonsense\"}}", "{\"remote_console\": {\"protocol\": 1, \"type\": \"novnc\"}}",
            "{\"remote_console\": {\"protocol\": \"mks\", \"type\": \"webmks\"}}"})
    void whatIsNoRequestForANoVncConsoleIsABadRequest(String body) throws IOException {
        for (String version : java.util.List.of("2.6", "2.8")) {
            assertFault(400, "badRequest", demo().speaking(version).post("/compute/v2.1/servers/" + desktop.id() + "/remote-consoles", body));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"os-getVNCConsole\": null}", "{\"os-getVNCConsole\": {}}", "{\"os-getVNCConsole\": {\"type\": \"xvpvnc\"}}",
            "{\"os-getVNCConsole\": {\"type\": \"nonsense\"}}", "{\"os-getVNCConsole\": {\"type\": \"novnc\", \"x\": 1}}"})
    void whatIsNoOlderRequestForOneIsABadRequestToo(String body) throws IOException {
        assertFault(400, "badRequest", demo().act(desktop, body));
    }

    @Test
    void aServerThatIsOffHasNoConsoleYet() throws IOException {
        VmUnderTest archive = PortalUnderTest.nodes().vm("archive");

        assertFault(409, "conflictingRequest", demo().act(archive, OLD));
        HttpAnswer answer = demo().speaking("2.6").askForConsole(archive.id());
        assertFault(409, "conflictingRequest", answer);
        assertEquals("Instance not yet ready", json(answer, "conflictingRequest", "message"));
    }

    @Test
    void aServerWithoutVncHasNoConsoleOfThatType() throws IOException {
        assertFault(400, "badRequest", demo().speaking("2.6").askForConsole(PortalUnderTest.nodes().vm("headless").id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"desktop", "x", "8f14e45f-ceea-4672-a950-0a3d58fb0001"})
    void whatIsNoServersIdHasNoConsole(String id) throws IOException {
        assertFault(404, "itemNotFound", demo().speaking("2.6").askForConsole(id));
    }

    @Test
    void aServerOfAnotherProjectHasNoneAndTheHistoryTellsWhoAsked() throws Exception {
        assertFault(404, "itemNotFound", demo().from(address).speaking("2.6").askForConsole(PortalUnderTest.nodes().vm("vault").id()));

        Map<String, Object> row = RecordedHistory.refusalsFrom(address).get(0);
        assertEquals("demo INSTANCE_NOT_FOUND NOVA", row.get("user_name") + " " + row.get("reason") + " " + row.get("door"));
    }

    @Test
    void aReaderMayNotOpenConsoles() throws Exception {
        OpenStackHttp reader = OpenStackHttp.as(Account.AUDITOR, "studio").from(address);

        assertFault(403, "forbidden", reader.act(desktop, OLD));
        HttpAnswer answer = reader.speaking("2.6").askForConsole(desktop.id());
        assertFault(403, "forbidden", answer);
        assertEquals("Policy doesn't allow os_compute_api:os-remote-consoles to be performed.", json(answer, "forbidden", "message"));
        assertEquals("NOT_PERMITTED", RecordedHistory.refusalsFrom(address).get(0).get("reason"));
        assertFault(404, "itemNotFound", reader.askForConsole(PortalUnderTest.nodes().vm("vault").id()));
    }

    @Test
    void aServerWhoseNodeIsSilentIsUnavailable() throws Exception {
        PortalUnderTest.database().update("update instances set node = 'refusing' where id = ?", vm.id());

        assertFault(503, "serviceUnavailable", worker().speaking("2.6").askForConsole(vm.id()));
    }

    // ---- where a token leads

    @Test
    void anAdministratorIsToldWhereATokenLeads() throws Exception {
        HttpAnswer answer = admin().get("/compute/v2.1/os-console-auth-tokens/" + token());

        assertEquals(200, answer.status(), answer.toString());
        assertEquals(Set.of("instance_uuid", "host", "port", "internal_access_path"), ((Map<?, ?>) json(answer, "console")).keySet());
        assertEquals(vm.id().toString(), json(answer, "console", "instance_uuid"));
        assertEquals("127.0.0.1", json(answer, "console", "host"));
        assertEquals((long) vm.vnc().port(), json(answer, "console", "port"));
    }

    @Test
    void lookingATokenUpDoesNotUseIt() throws Exception {
        String token = token();
        admin().get("/compute/v2.1/os-console-auth-tokens/" + token);

        assertEquals(null, PortalUnderTest.database().value("select used_at from console_auth_tokens t join console_sessions s on s.id = t.session_id where s.instance_id = ?", vm.id()));
        RawRequest.upgrade("/?token=" + token).connect().shakeHands().close();
    }

    @Test
    void nobodyElseIsTold() throws Exception {
        assertFault(403, "forbidden", worker().get("/compute/v2.1/os-console-auth-tokens/" + token()));
        assertFault(403, "forbidden", OpenStackHttp.as(Account.AUDITOR, "studio").get("/compute/v2.1/os-console-auth-tokens/x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "8f14e45f-ceea-4672-a950-0a3d58fb0001"})
    void anUnknownTokenLeadsNowhere(String token) throws Exception {
        assertFault(404, "itemNotFound", admin().get("/compute/v2.1/os-console-auth-tokens/" + token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"update console_auth_tokens set expires_at = now() - interval '1 second' where session_id in (select id from console_sessions where instance_id = ?)",
            "update console_auth_tokens set port = port - 1 where session_id in (select id from console_sessions where instance_id = ?)",
            "update console_sessions set cut_at = now(), cut_as = 'CUT_BY_ADMINISTRATOR', cut_by = 'admin' where instance_id = ?",
            "update console_auth_tokens set once = true, used_at = now() where session_id in (select id from console_sessions where instance_id = ?)",
            "update instances set project = 'treasury' where id = ?", "update instances set node = 'refusing' where id = ?"})
    void aTokenThatWouldNotAdmitLeadsNowhere(String change) throws Exception {
        String token = token();
        PortalUnderTest.database().update(change, vm.id());

        assertFault(404, "itemNotFound", admin().get("/compute/v2.1/os-console-auth-tokens/" + token));
    }

    private String token() throws IOException {
        HttpAnswer answer = worker().from(address).speaking("2.6").askForConsole(vm.id());
        assertEquals(200, answer.status(), answer.toString());
        return consoleToken(answer.text());
    }

    private void assertRefused(int status, String token) throws IOException {
        try (RawWebSocket refused = RawRequest.upgrade("/?token=" + token).connect()) {
            assertEquals(status, refused.answer().status(), refused.answer().toString());
            assertEquals("0", refused.answer().header("Content-Length").orElseThrow());
            assertEquals("close", refused.answer().header("Connection").orElseThrow());
            assertEquals(0, refused.readToEnd().length);
        }
        assertEquals(0, vm.vnc().connectionsAccepted());
    }

    private static void assertUrl(String url) {
        assertTrue(url.matches("http://127\\.0\\.0\\.1:" + PortalUnderTest.consolePort() + "/vnc_auto\\.html\\?path=%3Ftoken%3D[A-Za-z0-9_-]{43}"), url);
    }

    private static OpenStackHttp worker() throws IOException {
        return OpenStackHttp.as(Account.WORKER, "workshop");
    }

    private static OpenStackHttp demo() throws IOException {
        return OpenStackHttp.as(Account.DEMO, "studio");
    }

    private static OpenStackHttp admin() throws IOException {
        return OpenStackHttp.as(Account.ADMIN, "studio");
    }

    private static void assertFault(int status, String name, HttpAnswer answer) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals((long) status, json(answer, name, "code"));
    }
}
