package io.porthole.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.ProjectRights;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.Recordings;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What was recorded, as programs list and take it. */
@ArquillianTest
@RunAsClient
class RecordingsApiIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String address = RecordedHistory.freshAddress();

    @Test
    void anAuditorTakesItAndTheTrailTellsIt() throws Exception {
        UUID session = record(Account.freshMember(ProjectRights.RECORDED.project()));
        String id = Recordings.of(session, "ENDED").get("id").toString();
        ApiProgram auditor = ApiProgram.of(Account.AUDITOR).from(address);

        assertEquals(List.of(id), auditor.ids("/recordings?session=" + session, "recordings"));
        Map<String, Object> told = OpenStackHttp.json(auditor.get("/recordings/" + id));
        assertEquals(List.of("ENDED", "BROWSER_CLOSED", "stage", session.toString(), true),
                List.of(told.get("state"), told.get("reason"), told.get("vm"), told.get("session"), told.get("plays")));
        assertEquals(id, OpenStackHttp.json(auditor.get("/sessions/" + session), "recordings", "0", "id"));
        assertNull(Recordings.trail(session, "RECORDING_WATCHED"), "what it is shows nothing of it");

        HttpAnswer content = auditor.get("/recordings/" + id + "/content", "application/octet-stream");

        String stream = new String(content.body(), US_ASCII);
        assertTrue(stream.startsWith("FBS 001.001\n") && stream.contains("seen"), content.toString());
        assertEquals("recording " + id, Recordings.trail(session, "RECORDING_WATCHED"));
        assertEquals(List.of("RECORDING_WATCHED"), RecordedHistory.trailFrom(address));
    }

    /** Not even the person who was recorded. */
    @Test
    void aMemberIsRefusedAndTheTrailTellsIt() throws Exception {
        String user = Account.freshMember(ProjectRights.RECORDED.project());
        UUID session = record(user);
        String id = Recordings.of(session, "ENDED").get("id").toString();
        ApiProgram member = ApiProgram.with(OpenStackHttp.newToken(user, null)).from(address);

        HttpAnswer content = member.get("/recordings/" + id + "/content");
        UUID incident = ApiProgram.assertRefused(403, "NOT_PERMITTED", content);
        assertEquals(withoutIds(content), withoutIds(member.get("/recordings/" + UUID.randomUUID() + "/content")));
        ApiProgram.assertRefused(403, "NOT_PERMITTED", member.get("/recordings/" + id));
        ApiProgram.assertRefused(403, "NOT_PERMITTED", member.get("/recordings"));

        assertEquals(List.of("RECORDING_REFUSED NOT_PERMITTED", "API_REFUSED NOT_PERMITTED", "RECORDING_REFUSED NOT_PERMITTED", "API_REFUSED NOT_PERMITTED"),
                RecordedHistory.trailFrom(address));
        assertEquals(1, PortalUnderTest.database().count("audit_events where incident = ? and session_id = ?", incident, session));
        assertEquals(List.of(), OpenStackHttp.json(member.get("/sessions/" + session), "recordings"));
    }

    @Test
    void whatThereIsNoneOfIsNotFound() throws Exception {
        ApiProgram auditor = ApiProgram.of(Account.AUDITOR).from(address);

        for (String id : List.of(UUID.randomUUID().toString(), "x")) {
            ApiProgram.assertRefused(404, "RECORDING_NOT_FOUND", auditor.get("/recordings/" + id));
            ApiProgram.assertRefused(404, "RECORDING_NOT_FOUND", auditor.get("/recordings/" + id + "/content"));
        }
    }

    @Test
    void pagesFollowEachOther() throws Exception {
        String user = "recorded-" + UUID.randomUUID();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.add(0, insertRemoved(user, i));
        }
        ApiProgram auditor = ApiProgram.of(Account.AUDITOR);
        List<String> found = new ArrayList<>();
        String next = "/api/v1/recordings?limit=2&state=REMOVED&user=" + user;
        while (next != null) {
            HttpAnswer answer = auditor.get(next.substring(ApiDocument.ROOT.length()));
            found.addAll(idsOf(answer));
            next = (String) OpenStackHttp.json(answer, "next");
        }

        assertEquals(expected, found);
        assertEquals(expected.subList(0, 2), auditor.ids("/recordings?project=NONE-of-these&from=2026-03-01T00:00:03Z&user=" + user, "recordings"));
        assertEquals(List.of(), auditor.ids("/recordings?to=2026-02-28&user=" + user, "recordings"));
        assertEquals(List.of(), auditor.ids("/recordings?state=ENDED&user=" + user, "recordings"));
        assertEquals(List.of(), auditor.ids("/recordings?vm=" + UUID.randomUUID() + "&user=" + user, "recordings"));
    }

    private static String insertRemoved(String user, int second) throws Exception {
        UUID id = UUID.randomUUID();
        PortalUnderTest.database().update("""
                insert into recordings (id, session_id, connection_id, instance_id, instance_name, project, user_name, node, door, started_at, ended_at, file_name, state, end_reason)
                values (?, ?, ?, ?, 'gone', 'none-of-these', ?, 'alpha', 'PAGE', timestamptz '2026-03-01 00:00:00Z' + make_interval(secs => ?), now(), '', 'REMOVED', 'BROWSER_CLOSED')""",
                id, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), user, (double) second);
        return id.toString();
    }

    private static UUID record(String user) throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().vm("stage");
        Browser browser = Browser.newSignIn(user);
        UUID session = browser.openConsole(vm);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendBinary(new RfbMessage().updateRequest().toBytes());
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send("seen".getBytes(US_ASCII));
            console.readBytes(4);
            console.sendClose(1000);
            console.readClose();
        }
        return session;
    }

    @SuppressWarnings("unchecked")
    private static List<String> idsOf(HttpAnswer answer) throws IOException {
        return ((List<Map<String, Object>>) OpenStackHttp.json(answer, "recordings")).stream().map(row -> (String) row.get("id")).toList();
    }

    private static String withoutIds(HttpAnswer answer) {
        return answer.status() + answer.text().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
    }
}
