package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One console session, whole, and who was on a VM: to everybody what they may know. */
@ArquillianTest
@RunAsClient
class StoryIT {

    private final TestDatabase database = PortalUnderTest.database();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @Test
    void theAuditorReadsTheWholeStory() throws Exception {
        String address = RecordedHistory.freshAddress();
        Browser member = Browser.newSignIn(Account.freshMember("workshop")).from(address);
        UUID session = visit(member);
        visitAgain(member, session);
        RecordedHistory.endOf(session);

        HttpAnswer story = Browser.signedInAs(Account.AUDITOR).get("/history/" + session);

        assertEquals(200, story.status());
        for (String expected : List.of(vm.name(), "workshop", address, "2 connections", "The person closed it", "Console asked for", "Connected", "Connection ended",
                "to the browser", session.toString(), "It was not recorded.", "Nobody watched it")) {
            assertTrue(story.says(expected), expected + " is not in " + story.text());
        }
        assertEquals(2, story.text().split("data-action=\"CONSOLE_CONNECTED\"", -1).length - 1);
    }

    @Test
    void whatARefusedUserQuotesLeadsToTheStory() throws Exception {
        UUID session = RecordedHistory.insertEnded("quoted-" + UUID.randomUUID(), "vm", Instant.parse("2022-03-10T12:00:00Z"));
        UUID ofSession = UUID.randomUUID();
        UUID ofNone = UUID.randomUUID();
        database.update("insert into audit_events (action, refusal, session_id, incident) values ('CONNECTION_REFUSED', 'TOKEN_USED', ?, ?)", session, ofSession);
        database.update("insert into audit_events (action, refusal, incident) values ('CONSOLE_REFUSED', 'NODE_UNREACHABLE', ?)", ofNone);
        Browser auditor = Browser.signedInAs(Account.AUDITOR);

        assertEquals("/history/" + session, auditor.get("/history/" + ofSession).location());
        assertEquals("/history/events?id=" + ofNone, auditor.get("/history/" + ofNone).location());
        assertTrue(auditor.get("/history/events?id=" + ofNone).says("The compute node does not answer"));
        assertEquals(404, auditor.get("/history/" + UUID.randomUUID()).status());
        assertEquals(404, auditor.get("/history/no-id-at-all").status());
        assertTrue(auditor.get("/history?id=" + session).says("href=\"/history/" + session + "\""));
    }

    @Test
    void memberSeesThatAnAdministratorWasHereButNotFromWhere() throws Exception {
        String address = RecordedHistory.freshAddress();
        String name = Account.freshAdministrator();
        UUID session = visit(Browser.newSignIn(name).from(address));
        RecordedHistory.endOf(session);
        database.update("update console_connections set end_detail = 'the-cause-behind' where session_id = ?", session);
        Browser member = Browser.signedInAs(Account.WORKER);

        HttpAnswer visits = member.get("/visits/" + vm.id());
        HttpAnswer story = member.get("/history/" + session);

        assertTrue(visits.says(name) && visits.says("/history/" + session), visits.text());
        assertTrue(story.says(name) && story.says("1 connection") && story.says("The person closed it"), story.text());
        for (HttpAnswer page : List.of(visits, story)) {
            assertFalse(page.says(address), "the address is told: " + page.text());
            assertFalse(page.says("the-cause-behind"));
        }
        assertTrue(Browser.signedInAs(Account.ADMIN).get("/history/" + session).says("the-cause-behind"));
        assertFalse(Browser.signedInAs(Account.AUDITOR).get("/history/" + session).says("the-cause-behind"));
    }

    @Test
    void visitorSeesTheirOwnAddress() throws Exception {
        String address = RecordedHistory.freshAddress();
        Browser member = Browser.newSignIn(Account.freshMember("workshop")).from(address);
        UUID session = visit(member);

        assertTrue(member.get("/history/" + session).says(address));
        assertFalse(Browser.signedInAs(Account.WORKER).get("/history/" + session).says(address));
    }

    @Test
    void strangerIsAnsweredAsIfThereWereNoneAndThatIsInTheTrail() throws Exception {
        UUID session = visit(Browser.newSignIn(Account.freshMember("workshop")));
        String address = RecordedHistory.freshAddress();
        Browser stranger = Browser.newSignIn(Account.freshMember("treasury")).from(address);

        assertEquals(404, stranger.get("/history/" + session).status());
        assertEquals(404, stranger.get("/visits/" + vm.id()).status());
        assertEquals(List.of("HISTORY_REFUSED NOT_PERMITTED"), RecordedHistory.trailFrom(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/history", "/history/events", "/history/use", "/history/export.jsonl", "/history/export.csv", "/recordings/none"})
    void memberIsToldWhoReadsTheHistoryAndThatIsInTheTrail(String page) throws Exception {
        String address = RecordedHistory.freshAddress();

        HttpAnswer answer = Browser.newSignIn(Account.freshMember("workshop")).from(address).get(page);

        assertEquals(403, answer.status());
        assertTrue(answer.says("This page is for auditors"), answer.text());
        assertEquals(List.of("HISTORY_REFUSED AUDITORS_ONLY"), RecordedHistory.trailFrom(address));
        Object incident = database.value("select incident from audit_events where action = 'HISTORY_REFUSED' and address = ?", address);
        assertTrue(answer.says(incident.toString()), "the id to quote is that of the event");
    }

    @Test
    void visitsFromWhenTheVmWasInAnotherProjectAreNotTold() throws Exception {
        UUID before = insertVisit("before-" + UUID.randomUUID(), "treasury");
        UUID since = insertVisit("since-" + UUID.randomUUID(), "workshop");

        HttpAnswer visits = Browser.signedInAs(Account.WORKER).get("/visits/" + vm.id());

        assertTrue(visits.says(since.toString()), visits.text());
        assertFalse(visits.says(before.toString()));
        assertTrue(Browser.signedInAs(Account.ADMIN).get("/visits/" + vm.id()).says(before.toString()));
    }

    @Test
    void watchersAndWhatTheySawAreToldAndLinked() throws Exception {
        UUID watched = insertVisit("watched-" + UUID.randomUUID(), "workshop");
        UUID watcher = insertVisit("watcher-" + UUID.randomUUID(), "workshop");
        database.update("update console_sessions set watches = ?, watch_consent = 'GIVEN', connected_at = asked_at where id = ?", watched, watcher);
        Browser member = Browser.signedInAs(Account.WORKER);

        assertTrue(member.get("/history/" + watched).says("href=\"/history/" + watcher + "\""));
        assertTrue(member.get("/history/" + watcher).says("href=\"/history/" + watched + "\""));
    }

    @Test
    void manyVisitsComeInPages() throws Exception {
        String user = "often-" + UUID.randomUUID();
        for (int i = 0; i < 25; i++) {
            insertVisit(user, "workshop");
        }
        Browser member = Browser.signedInAs(Account.WORKER);
        HttpAnswer first = member.get("/visits/" + vm.id());
        HttpAnswer second = member.get(HistoryPage.link(first, "next"));

        assertEquals(20, HistoryPage.ids(first).size());
        assertEquals(5, HistoryPage.ids(second).size());
        assertTrue(second.says("Newest"));
    }

    private UUID insertVisit(String user, String project) throws SQLException {
        UUID session = RecordedHistory.insertEnded(user, vm.name(), Instant.now());
        database.update("update console_sessions set instance_id = ?, project = ? where id = ?", vm.id(), project, session);
        return session;
    }

    private UUID visit(Browser browser) throws Exception {
        UUID session = browser.openConsole(vm);
        visitAgain(browser, session);
        return session;
    }

    private void visitAgain(Browser browser, UUID session) throws Exception {
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendClose(1000);
            console.readClose();
        }
    }
}
