package io.porthole.console;

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
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consoles that are for one person at a time: who comes second, who may take over, and what the other one is told. */
@ArquillianTest
@RunAsClient
class ConsoleExclusiveIT {

    private static final String PROJECT = "solo";
    /** DESIGN, decision 5: within 2 s; and one more, for the portal shares its cores with the tests. */
    private static final Duration ENDED = Duration.ofSeconds(3);
    private static final int RACING = 8;

    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshExclusiveVm();
    private final TestDatabase database = PortalUnderTest.database();
    private String firstName;
    private Browser first;
    private UUID session;
    private RawWebSocket console;

    @BeforeEach
    void somebodyIsThere() throws Exception {
        firstName = Account.freshMember(PROJECT);
        first = Browser.newSignIn(firstName);
        session = first.openConsole(vm);
        console = first.connect(first.token(session)).shakeHands();
    }

    @AfterEach
    void leave() throws Exception {
        console.close();
    }

    // ---- who comes second

    @Test
    void whoComesSecondIsToldWhoIsThere() throws Exception {
        HttpAnswer answer = second().pressConsole(vm);

        assertEquals(409, answer.status());
        assertTrue(answer.says(firstName + " is on this console"), answer.text());
        assertTrue(answer.says("id=\"ask\""), answer.text());
        assertFalse(answer.says("id=\"take-over\""), "a member may not");
        RecordedHistory.assertRefused(address, "OCCUPIED");
        assertTrue(answer.says(RecordedHistory.refusalsFrom(address).get(0).get("id").toString()));
    }

    @Test
    void aProgramThatComesSecondIsRefused() throws Exception {
        HttpAnswer answer = second().askForBearerUrl(vm);

        assertEquals(409, answer.status());
        assertTrue(answer.says("\"refusal\":\"OCCUPIED\""), answer.text());
        RecordedHistory.assertRefused(address, "OCCUPIED");
    }

    @Test
    void whoGotATokenBeforeIsRefusedAtTheConnect() throws Exception {
        console.sendClose(1000);
        RecordedHistory.assertEnded(session, "BROWSER_CLOSED");
        String token = second().bearerToken(vm);
        console = first.console(vm);

        try (RawWebSocket late = RawRequest.upgrade("/websockify?token=" + token).from(address).connect()) {
            assertEquals(409, late.answer().status());
        }
        RecordedHistory.assertRefused(address, "OCCUPIED");
        assertEquals(2, vm.vnc().connectionsAccepted());
    }

    @Test
    void afterTheFirstLeftTheSecondIsLetIn() throws Exception {
        Browser second = second();
        assertEquals(409, second.pressConsole(vm).status());
        console.sendClose(1000);
        RecordedHistory.assertEnded(session, "BROWSER_CLOSED");

        try (RawWebSocket now = second.console(vm)) {
            assertTrue(now.isOpen());
        }
    }

    @Test
    void ofManyWhoConnectAtOnceOneGetsIn() throws Exception {
        console.sendClose(1000);
        RecordedHistory.assertEnded(session, "BROWSER_CLOSED");
        List<RawRequest> upgrades = new ArrayList<>();
        for (int i = 0; i < RACING; i++) {
            Browser browser = Browser.newSignIn(Account.freshMember(PROJECT));
            upgrades.add(browser.upgrade(browser.tokenFor(vm)));
        }
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(RACING);
        List<Future<RawWebSocket>> answers = upgrades.stream().map(upgrade -> threads.submit(() -> {
            start.await();
            return upgrade.connect();
        })).toList();
        start.countDown();

        List<Integer> statuses = new ArrayList<>();
        List<RawWebSocket> sockets = new ArrayList<>();
        for (Future<RawWebSocket> answer : answers) {
            sockets.add(answer.get());
            statuses.add(answer.get().answer().status());
        }
        for (RawWebSocket socket : sockets) {
            socket.close();
        }
        threads.shutdown();

        assertEquals(1, statuses.stream().filter(status -> status == 101).count(), statuses.toString());
        assertEquals(RACING - 1, statuses.stream().filter(status -> status == 409).count(), statuses.toString());
    }

    // ---- taking over

    @Test
    void aPersonsSecondWindowTakesOverFromTheFirst() throws Exception {
        try (RawWebSocket other = first.console(vm)) {
            assertTakenOver();
            assertEquals(firstName, state(first, session).getString("takenOverBy"));
            assertTrue(other.isOpen());
        }
    }

    @Test
    void anAdministratorTakesOverAndTheOtherIsToldByWhom() throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN).from(address);
        assertTrue(admin.pressConsole(vm).says("id=\"take-over\""));
        UUID taking = session(admin.post("/vms/" + vm.id() + "/console", "take_over", "true"));
        assertTrue(console.isOpen(), "the click alone ends nobody");

        try (RawWebSocket taken = admin.connect(admin.token(taking)).shakeHands()) {
            assertTakenOver();
            assertEquals("admin", state(first, session).getString("takenOverBy"));
            assertEquals(List.of("admin"), state(admin, taking).getJsonArray("people").getValuesAs(JsonObject.class).stream().map(one -> one.getString("name")).toList());
            assertEquals("from " + firstName, database.value("select detail from audit_events where session_id = ? and action = 'CONSOLE_TAKEN_OVER'", taking));
            assertEquals(firstName, database.value("select on_behalf_of from audit_events where session_id = ? and action = 'CONSOLE_TAKEN_OVER'", taking));
            assertEquals(409, first.askForToken(session).status(), "it is not taken back by a further token");
            assertTrue(taken.isOpen());
        }
    }

    @Test
    void aMemberMayNotTakeOver() throws Exception {
        HttpAnswer answer = second().post("/vms/" + vm.id() + "/console", "take_over", "true");

        assertEquals(403, answer.status());
        RecordedHistory.assertRefused(address, "NOT_PERMITTED");
        assertEquals(firstName, onlyOneThere());
    }

    // ---- asking

    @Test
    void whoIsLetInComesOnceAndTheOthersConsoleEnds() throws Exception {
        Browser second = second();
        JsonObject ask = json(second.post("/asks", "vm", vm.id().toString()));
        JsonObject question = state(first, session).getJsonArray("asks").getJsonObject(0);
        assertEquals(ask.getString("id"), question.getString("id"));
        assertTrue(question.getInt("secondsLeft") > 50);
        assertEquals(409, second.post("/vms/" + vm.id() + "/console", "ask", ask.getString("id")).status(), "not before the answer");

        assertEquals(204, first.post("/console/" + session + "/answer", "ask", ask.getString("id"), "answer", "let-in").status());

        assertEquals("LET_IN", json(second.get("/asks/" + ask.getString("id"))).getString("answer"));
        UUID letIn = session(second.post("/vms/" + vm.id() + "/console", "ask", ask.getString("id")));
        try (RawWebSocket theirs = second.connect(second.token(letIn)).shakeHands()) {
            assertTakenOver();
            assertTrue(theirs.isOpen());
            assertEquals(409, first.post("/vms/" + vm.id() + "/console", "ask", ask.getString("id")).status(), "it is the other's");
        }
        assertEquals(List.of("CONSOLE_ASKED_FOR", "CONSOLE_ASK_ANSWERED"), database.rows(
                "select action from audit_events where instance_id = ? and action in ('CONSOLE_ASKED_FOR', 'CONSOLE_ASK_ANSWERED') order by id", vm.id())
                .stream().map(row -> row.get("action")).toList());
    }

    @Test
    void aPermissionThatWasUsedOpensNothingMore() throws Exception {
        Browser second = second();
        String ask = json(second.post("/asks", "vm", vm.id().toString())).getString("id");
        first.post("/console/" + session + "/answer", "ask", ask, "answer", "let-in");
        session(second.post("/vms/" + vm.id() + "/console", "ask", ask));

        assertEquals(409, second.post("/vms/" + vm.id() + "/console", "ask", ask).status());
    }

    @Test
    void whoIsNotLetInIsTold() throws Exception {
        Browser second = second();
        String ask = json(second.post("/asks", "vm", vm.id().toString())).getString("id");

        assertEquals(204, first.post("/console/" + session + "/answer", "ask", ask, "answer", "keep").status());

        assertEquals("KEPT", json(second.get("/asks/" + ask)).getString("answer"));
        assertEquals(409, second.post("/vms/" + vm.id() + "/console", "ask", ask).status());
        assertEquals(firstName, onlyOneThere());
    }

    @Test
    void aQuestionThatNobodyAnswersIsOverAfterItsTime() throws Exception {
        Browser second = second();
        String ask = json(second.post("/asks", "vm", vm.id().toString())).getString("id");
        database.update("update console_asks set answer_until = now() where id = ?", UUID.fromString(ask));

        assertEquals("NONE", json(second.get("/asks/" + ask)).getString("answer"));
        assertEquals(404, first.post("/console/" + session + "/answer", "ask", ask, "answer", "let-in").status());
        assertEquals(409, second.post("/vms/" + vm.id() + "/console", "ask", ask).status());
    }

    @Test
    void aStrangerNeitherAsksNorAnswersNorReads() throws Exception {
        String ask = json(second().post("/asks", "vm", vm.id().toString())).getString("id");
        Browser stranger = Browser.newSignIn(Account.freshMember("workshop")).from(RecordedHistory.freshAddress());
        UUID elsewhere = stranger.openConsole(PortalUnderTest.nodes().freshVm());

        assertEquals(404, stranger.post("/asks", "vm", vm.id().toString()).status());
        assertEquals(404, stranger.get("/asks/" + ask).status());
        assertEquals(404, stranger.post("/console/" + session + "/answer", "ask", ask, "answer", "let-in").status());
        assertEquals(404, stranger.post("/console/" + elsewhere + "/answer", "ask", ask, "answer", "let-in").status());
        assertEquals("WAITING", database.value("select case when answered_at is null then 'WAITING' end from console_asks where id = ?", UUID.fromString(ask)));
    }

    @Test
    void anAskForAFreeConsoleIsAnsweredAtOnceAndGivesNoRightForLater() throws Exception {
        console.sendClose(1000);
        RecordedHistory.assertEnded(session, "BROWSER_CLOSED");
        Browser second = second();
        assertEquals("FREE", json(second.post("/asks", "vm", vm.id().toString())).getString("answer"));
        UUID waiting = session(second.post("/vms/" + vm.id() + "/console", "ask", UUID.randomUUID().toString()));
        console = first.console(vm);

        assertEquals(409, second.askForToken(waiting).status());
    }

    private Browser second() throws Exception {
        return Browser.newSignIn(Account.freshMember(PROJECT)).from(address);
    }

    private void assertTakenOver() throws Exception {
        long start = System.nanoTime();
        RawWebSocket.Frame close = console.readClose();
        assertEquals(4023, close.closeCode());
        assertTrue(System.nanoTime() - start < ENDED.toNanos());
        RecordedHistory.assertEnded(session, "TAKEN_OVER");
    }

    private Object onlyOneThere() throws Exception {
        return database.value("""
                select string_agg(s.user_name, ',') from console_connections c join console_sessions s on s.id = c.session_id
                 where s.instance_id = ? and c.closed_at is null""", vm.id());
    }

    private static UUID session(HttpAnswer answer) {
        assertEquals(303, answer.status(), answer.toString());
        return UUID.fromString(answer.location().substring("/console/".length()));
    }

    private static JsonObject state(Browser browser, UUID session) throws IOException {
        return json(browser.get("/console/" + session + "/state"));
    }

    private static JsonObject json(HttpAnswer answer) {
        assertEquals(200, answer.status(), answer.toString());
        return Json.createReader(new StringReader(answer.text())).readObject();
    }
}
