package io.porthole.web;

import static io.porthole.web.HistoryPage.row;
import static io.porthole.web.HistoryPage.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.ComputeNodesUnderTest;
import io.porthole.testing.Figures;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What an auditor reads: every visit, closed and counted, and every one that was refused. */
@ArquillianTest
@RunAsClient
class HistoryIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final TestDatabase database = PortalUnderTest.database();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    // ---- one visit

    @Test
    void aVisitIsRecordedWithWhoWhatWhereWhenAndHowMuch() throws Exception {
        String address = RecordedHistory.freshAddress();
        String user = Account.freshMember("workshop");
        Browser browser = Browser.newSignIn(user).from(address);
        Instant before = Instant.now();
        UUID session = browser.openConsole(vm);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendBinary(new RfbMessage().numberedCutText(1_234).toBytes());
            vm.vnc().awaitReceived(1_234, LIMIT);
            vm.vnc().send(new byte[56_789]);
            console.readBytes(56_789);
            console.sendClose(1000);
            console.readClose();
        }

        Map<String, Object> row = RecordedHistory.endOf(session);
        assertEquals(user, row.get("user_name"));
        assertEquals(vm.name(), row.get("instance_name"));
        assertEquals("workshop", row.get("project"));
        assertEquals(ComputeNodesUnderTest.ALPHA, row.get("node"));
        assertEquals(address, row.get("address"));
        assertEquals("PAGE", row.get("door"));
        assertEquals("BROWSER_CLOSED", row.get("end_reason"));
        assertEquals(false, row.get("ended_about"));
        assertEquals(56_789L, row.get("bytes_to_browser"));
        assertEquals(1_234L, row.get("bytes_to_vm"));
        String told = (String) database.value("select detail from audit_events where session_id = ? and action = 'CONSOLE_ENDED'", session);
        assertTrue(told.startsWith("BROWSER_CLOSED (connection=") && told.endsWith(" to_browser=56789 to_vm=1234)"), told);
        String events = Browser.signedInAs(Account.AUDITOR).get("/history/events?action=CONSOLE_ENDED&user=" + user).text();
        assertTrue(events.contains("<span>57 kB</span> <span>to the browser</span>") && events.contains("<span>1.2 kB</span> <span>to the VM</span>"), events);
        assertOrdered(before, time(row, "asked_at"), time(row, "connected_at"), time(row, "ended_at"), Instant.now().plusMillis(1));
    }

    @Test
    void theAuditorReadsTheVisitOnThePage() throws Exception {
        String user = Account.freshMember("workshop");
        Browser browser = Browser.newSignIn(user);
        UUID session = browser.openConsole(vm);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send(new byte[2_000]);
            console.readBytes(2_000);
            console.sendClose(1000);
            console.readClose();
        }
        RecordedHistory.endOf(session);

        String row = row(Browser.signedInAs(Account.AUDITOR).get("/history?user=" + user), session);

        for (String expected : List.of(user, vm.name(), "workshop", ComputeNodesUnderTest.ALPHA, "127.0.0.1", "from the list", "Ended",
                "The person closed it", "2.0 kB", "0 B", "1 connection")) {
            assertTrue(row.contains(expected), expected + " is not in " + row);
        }
    }

    @Test
    void whatAnOpenConsoleCarriedSoFarIsOnThePages() throws Exception {
        String user = Account.freshMember("workshop");
        Browser browser = Browser.newSignIn(user);
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        UUID session = browser.openConsole(vm);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send(new byte[2_000]);
            console.readBytes(2_000);

            Patience.until("the list tells the bytes so far", LIMIT, () -> row(auditor.get("/history?user=" + user), session).contains("2.0 kB"));
            Patience.until("the story tells the bytes so far", LIMIT, () -> auditor.get("/history/" + session).text().split("2.0 kB", -1).length == 3);
            assertTrue(row(auditor.get("/history?user=" + user), session).contains("Open now"));
            console.sendClose(1000);
            console.readClose();
        }
        RecordedHistory.endOf(session);

        assertTrue(row(auditor.get("/history?user=" + user), session).contains("2.0 kB"), "counted once");
    }

    /** Point 20 of docs/pages.md: within 2 s; machines differ, so that is printed and held to a multiple. */
    @Test
    void theEndOfAVisitIsOnThePageSoon() throws Exception {
        String user = Account.freshMember("workshop");
        Browser browser = Browser.newSignIn(user);
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            UUID session = browser.openConsole(vm);
            long ended;
            try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
                assertTrue(row(auditor.get("/history?user=" + user), session).contains("Open now"));
                console.sendClose(1000);
                ended = System.nanoTime();
                console.readClose();
            }
            Patience.until("the page tells the end", LIMIT, () -> row(auditor.get("/history?user=" + user), session).contains("The person closed it"));
            times.add(Duration.ofNanos(System.nanoTime() - ended).toMillis());
        }
        Figures.tell("from the end of a console to its row of the history: %s ms", times);
    }

    @Test
    void anOpenConsoleIsShownAsOpen() throws Exception {
        String user = Account.freshMember("workshop");
        Browser browser = Browser.newSignIn(user);
        UUID session = browser.openConsole(vm);
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        assertTrue(row(auditor.get("/history?user=" + user), session).contains("Authorized"));

        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            assertTrue(console.isOpen());
            assertTrue(row(auditor.get("/history?user=" + user), session).contains("Open now"));
        }
    }

    @Test
    void aVisitWithTwoConnectionsIsOneRowWithTheSumOfThem() throws Exception {
        Browser browser = Browser.signedInAs(Account.WORKER);
        UUID session = browser.openConsole(vm);
        for (int i = 1; i <= 2; i++) {
            try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
                console.sendBinary(new RfbMessage().numberedCutText(100).toBytes());
                vm.vnc().awaitReceived(100 * i, LIMIT);
                console.sendClose(1000);
                console.readClose();
            }
            int closed = i;
            Patience.until("connection " + i + " is closed", LIMIT,
                    () -> database.count("console_connections where session_id = ? and closed_at is not null", session) == closed);
        }

        assertEquals(200L, RecordedHistory.endOf(session).get("bytes_to_vm"));
        assertEquals(2L, database.value("select connections from console_history where id = ?", session));
    }

    @Test
    void aBearerVisitIsShownAsOneThroughTheApi() throws Exception {
        Browser.signedInAs(Account.WORKER).bearerToken(vm);

        assertEquals("API", database.value("select door from console_history where instance_name = ?", vm.name()));
    }

    @Test
    void aForgedForwardedAddressIsNotRecorded() throws Exception {
        String address = RecordedHistory.freshAddress();
        Browser browser = Browser.signedInAs(Account.WORKER).from(address);
        UUID session = UUID.fromString(browser.send(browser.request("POST", "/vms/" + vm.id() + "/console").header("X-Forwarded-For", "203.0.113.7")
                .header("Forwarded", "for=203.0.113.7").header("X-CSRF-Token", browser.formToken()).header("Content-Length", "0")).location().substring("/console/".length()));

        browser.upgrade(browser.token(session)).header("X-Forwarded-For", "203.0.113.7").connect().close();

        assertEquals(address, RecordedHistory.session(session).get("address"));
        assertEquals(0, database.count("console_connections where address = '203.0.113.7'"));
        assertEquals(0, database.count("audit_events where address = '203.0.113.7'"));
    }

    // ---- refusals

    @Test
    void aRefusedAttemptIsThereWithItsReason() throws Exception {
        String user = Account.freshMember("studio");
        Browser browser = Browser.newSignIn(user);
        browser.pressConsole(PortalUnderTest.nodes().vm("archive"));

        HttpAnswer history = Browser.signedInAs(Account.AUDITOR).get("/history?state=REFUSED&user=" + user);

        List<String> rows = rows(history);
        assertEquals(1, rows.size());
        assertTrue(rows.get(0).contains("archive"));
        assertTrue(rows.get(0).contains("The VM has no screen at this moment"));
    }

    @Test
    void everyRefusalOfAConnectionIsShownByThePage() throws Exception {
        Browser browser = Browser.newSignIn(Account.freshMember("workshop")).from(RecordedHistory.freshAddress());
        browser.upgrade("A".repeat(43)).connect().close();
        browser.upgrade("A".repeat(43)).replace("Origin", "https://evil.example/\"><b>").connect().close();

        assertEquals(200, Browser.signedInAs(Account.AUDITOR).get("/history?state=REFUSED").status());
    }

    // ---- no row stays open

    @Test
    void aVisitToWhichNobodyCameEndsByItselfAndTheTrailTellsIt() throws Exception {
        Browser browser = Browser.signedInAs(Account.WORKER);
        UUID session = browser.openConsole(vm);
        browser.token(session);
        database.update("update console_sessions set open_until = now() - interval '1 second' where id = ?", session);

        assertEquals("NEVER_CONNECTED", RecordedHistory.endOf(session).get("end_reason"));
        assertEquals(List.of("CONSOLE_AUTHORIZED null", "CONSOLE_ENDED NEVER_CONNECTED"), database.rows("select action, nullif(split_part(detail, ' (', 1), '') as said from audit_events"
                + " where session_id = ? order by id", session).stream().map(row -> row.get("action") + " " + row.get("said")).toList());
    }

    @Test
    void whatADeadPortalLeftOpenIsClosedWithTheTimeOfItsLastSignOfLife() throws Exception {
        UUID boot = UUID.randomUUID();
        UUID session = RecordedHistory.insertEnded("of-a-dead-portal-" + boot, "vm", Instant.now().minusSeconds(300));
        database.update("insert into portal_nodes (boot, name, heartbeat_at) values (?, 'dead', now() - interval '70 seconds')", boot);
        database.update("update console_sessions set state = 'ACTIVE', ended_at = null, end_reason = null, connected_at = asked_at where id = ?", session);
        database.update("insert into console_connections (id, session_id, portal_node, portal_boot, address, opened_at, bytes_to_vm)"
                + " values (?, ?, 'dead', ?, '127.0.0.1', now() - interval '300 seconds', 77)", UUID.randomUUID(), session, boot);
        Instant heartbeat = time(database.rows("select heartbeat_at from portal_nodes where boot = ?", boot).get(0), "heartbeat_at");

        Map<String, Object> row = RecordedHistory.endOf(session);

        assertEquals("PORTAL_LOST", row.get("end_reason"));
        assertEquals(true, row.get("ended_about"));
        assertEquals(heartbeat, time(row, "ended_at"));
        assertEquals(77L, row.get("bytes_to_vm"));
        String shown = row(Browser.signedInAs(Account.AUDITOR).get("/history?user=of-a-dead-portal-" + boot), session);
        assertTrue(shown.contains("ended about"), shown);
        assertTrue(shown.contains("The portal broke off"), shown);
    }

    @Test
    void aLivingPortalsConnectionsAreLeftAlone() throws Exception {
        UUID boot = UUID.randomUUID();
        UUID session = RecordedHistory.insertEnded("of-another-portal-" + boot, "vm", Instant.now());
        UUID dead = UUID.randomUUID();
        UUID sessionOfDead = RecordedHistory.insertEnded("of-a-dead-portal-" + dead, "vm", Instant.now());
        database.update("insert into portal_nodes (boot, name, heartbeat_at) values (?, 'living', now() + interval '1 hour')", boot);
        for (Map.Entry<UUID, UUID> one : Map.of(session, boot, sessionOfDead, dead).entrySet()) {
            database.update("update console_sessions set state = 'ACTIVE', ended_at = null, end_reason = null where id = ?", one.getKey());
            database.update("insert into console_connections (id, session_id, portal_node, portal_boot, address) values (?, ?, 'x', ?, '127.0.0.1')",
                    UUID.randomUUID(), one.getKey(), one.getValue());
        }
        database.update("insert into portal_nodes (boot, name, heartbeat_at) values (?, 'dead', now() - interval '70 seconds')", dead);

        RecordedHistory.assertEnded(sessionOfDead, "PORTAL_LOST");

        assertEquals("ACTIVE", RecordedHistory.session(session).get("state"));
        RecordedHistory.close(session);
    }

    @Test
    void theRunningPortalShowsThatItLives() throws Exception {
        Timestamp before = (Timestamp) database.value("select max(heartbeat_at) from portal_nodes where heartbeat_at <= now()");
        assertNotNull(before);

        Patience.until("another heartbeat", LIMIT,
                () -> ((Timestamp) database.value("select max(heartbeat_at) from portal_nodes where heartbeat_at <= now()")).after(before));
    }

    private static Instant time(Map<String, Object> row, String column) {
        return ((Timestamp) row.get(column)).toInstant();
    }

    private static void assertOrdered(Instant... instants) {
        for (int i = 1; i < instants.length; i++) {
            assertFalse(instants[i].isBefore(instants[i - 1].truncatedTo(ChronoUnit.MICROS)), "time " + i + " of " + List.of(instants));
        }
    }
}
