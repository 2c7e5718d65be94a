package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.QemuVms;
import io.porthole.testing.SecondPortal;
import io.porthole.testing.ServerManagement;
import io.porthole.testing.TestDatabase;

/** A portal is killed and started again under an open console, or shut down by WildFly's management, in a real browser and with a real VM. */
@ArquillianTest
@RunAsClient
class ConsolePortalLossBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> SAID = List.of("The portal does not answer", "The connection was lost");

    @Test
    void aPortalThatIsKilledAndStartedAgainIsFoundAgainInTheSameSessionAndThenStoppedInOrder() throws Exception {
        VMS.archive().running();
        try (SecondPortal portal = SecondPortal.start(); Chromium browser = Chromium.openAt(portal.url())) {
            ConsolePage console = browser.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive();
            UUID session = console.session();
            awaitEnds(portal.database(), session, List.of("open"));

            portal.kill();
            console.awaitReturning();
            assertTrue(SAID.contains(browser.text("#ended-title")), browser.text("#ended"));
            browser.screenshot("console-returning-portal");
            portal.database().update("update settings_in_force set portal_node = 'called-otherwise'");
            portal.set("page_size=8");
            portal.startAgain();
            long start = System.nanoTime();
            console.awaitLive();
            System.out.printf("portal killed and started again, from its first answer to the picture: %d ms%n", Duration.ofNanos(System.nanoTime() - start).toMillis());

            assertEquals("a new portal node, compared with 'called-otherwise': page_size: '8' added",
                    portal.database().value("select detail from audit_events where action = 'SETTINGS_CHANGED'"));
            assertEquals(session, console.session());
            awaitEnds(portal.database(), session, List.of("PORTAL_LOST", "open"));
            assertEquals("ACTIVE", state(portal.database(), session));

            long asked = System.nanoTime();
            ServerManagement.shutDown(portal, LIMIT);
            browser.await("the page says that the portal is about to stop", () -> browser.text("#status").matches("Portal stops in \\d s"));
            console.awaitReturning();
            Patience.until("the portal has stopped", LIMIT, () -> !portal.runs());
            System.out.printf(":shutdown(suspend-timeout=60): the portal has stopped after %d ms%n", Duration.ofNanos(System.nanoTime() - asked).toMillis());
            assertTrue(System.nanoTime() - asked > PortalUnderTest.DRAIN.toNanos(), "it had its while");
            awaitEnds(portal.database(), session, List.of("PORTAL_LOST", "PORTAL_STOPPING"));
            assertEquals("WAITING", state(portal.database(), session));
        }
    }

    @Test
    void aVisitThatAKilledPortalHeldEndsWithoutItsPersonToo() throws Exception {
        VMS.archive().running();
        try (SecondPortal portal = SecondPortal.start()) {
            UUID session;
            try (Chromium browser = Chromium.openAt(portal.url())) {
                session = browser.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive().session();
                assertEquals("Recorded", browser.text("#recorded"), "without keys, where nobody asked for them");
                awaitEnds(portal.database(), session, List.of("open"));
                recording(portal.database(), session, "RECORDING");
                portal.kill();
            }
            passSilence(portal);
            portal.set("page_size=7");
            portal.startAgain();
            assertEquals(List.of("page_size: '7' added"), portal.database().rows("select detail from audit_events where action = 'SETTINGS_CHANGED'").stream()
                    .map(row -> row.get("detail")).toList());

            awaitEnds(portal.database(), session, List.of("PORTAL_LOST"));
            assertEquals("WAITING", state(portal.database(), session));
            portal.database().update("update console_sessions set waits_until = now() where id = ?", session);
            Patience.until("the session has ended", LIMIT, () -> "ENDED".equals(state(portal.database(), session)));
            assertEquals(List.of(true), portal.database().rows("""
                    select ended_about and end_reason = 'PORTAL_LOST' and ended_at = (select closed_at from console_connections where session_id = s.id) as truthful
                      from console_sessions s where id = ?""", session).stream().map(row -> row.get("truthful")).toList());
            whatIsOlderThanEventsAreKeptIsGoneAndTheRestVerifies(portal);
            whatWasRecordedUntilThenPlays(portal, session);
            whatIsBeyondTheRoomForRecordingsIsRemoved(portal, session);
            aConsoleThatCannotBeRecordedGoesOnAndSaysSo(portal);
        }
    }

    /** It was, at the first start; and the second one found its tombstone. */
    private static void whatIsOlderThanEventsAreKeptIsGoneAndTheRestVerifies(SecondPortal portal) throws Exception {
        long next = SecondPortal.OLD_EVENTS + 1;
        Patience.until("the oldest events are gone", LIMIT, () -> portal.database().value("select min(seq) from audit_chain").equals(next));
        assertEquals(1, portal.database().count("audit_events where action = 'EVENTS_REMOVED' and detail like ? || ' entries, older than event_keep_days: porthole-tombstone-1 ' || ? || ' %'",
                String.valueOf(SecondPortal.OLD_EVENTS), String.valueOf(SecondPortal.OLD_EVENTS)));
        try (Chromium browser = Chromium.openAt(portal.url())) {
            browser.signIn(Account.AUDITOR).go("/history");
            browser.click("#check-now");
            browser.awaitElement("#removed");

            assertEquals("UNBROKEN", browser.script("return document.getElementById('chain').dataset.state"));
            assertTrue(browser.text("#removed").startsWith("Whole from entry " + next + " on: entries 1 to " + SecondPortal.OLD_EVENTS + ", older than 365 days, were removed by rule"), browser.text("#removed"));
            browser.screenshots("history-removed");
            assertTrue(((String) browser.script("const read = new XMLHttpRequest(); read.open('GET', '/history/export.jsonl', false); read.send(); return read.responseText"))
                    .startsWith("{\"key\":\"0\",\"tombstone\":\"porthole-tombstone-1 " + SecondPortal.OLD_EVENTS + " "));
        }
    }

    private static void whatWasRecordedUntilThenPlays(SecondPortal portal, UUID session) throws Exception {
        UUID id = recording(portal.database(), session, "INTERRUPTED");
        assertEquals("PORTAL_LOST", portal.database().value("select end_reason from recordings where id = ?", id));
        try (Chromium browser = Chromium.openAt(portal.url())) {
            browser.signIn(Account.AUDITOR).go("/recordings/" + id);
            browser.await("all of it is there", () -> "true".equals(browser.script("return document.body.dataset.whole")));
            browser.await("the firmware's picture", () -> (Boolean) browser.script("return document.querySelector('#screen canvas').width >= 640"));
            assertTrue(((Number) browser.script("return Number(document.getElementById('line').max)")).intValue() > 0, "it has a length");
            browser.screenshot("recording-interrupted");
        }
    }

    /** The oldest first; as much as is kept was recorded after it. */
    private static void whatIsBeyondTheRoomForRecordingsIsRemoved(SecondPortal portal, UUID session) throws Exception {
        Path file = portal.recordings().resolve((String) portal.database().value("select file_name from recordings where session_id = ?", session));
        assertTrue(Files.exists(file));
        portal.database().update("""
                insert into recordings (id, session_id, connection_id, instance_id, user_name, node, door, started_at, ended_at, bytes, file_name, state, end_reason)
                select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), instance_id, user_name, node, door, now(), now(), ?, 'later.recording', 'ENDED', 'BROWSER_CLOSED'
                  from recordings where session_id = ?""", SecondPortal.KEEP_BYTES, session);

        UUID id = recording(portal.database(), session, "REMOVED");
        assertFalse(Files.exists(file));
        assertEquals(1, portal.database().count("recordings where state = 'ENDED'"), "the later one stays");
        assertEquals("recording " + id + ": beyond recording_keep_bytes",
                portal.database().value("select detail from audit_events where session_id = ? and action = 'RECORDING_REMOVED'", session));
    }

    private static void aConsoleThatCannotBeRecordedGoesOnAndSaysSo(SecondPortal portal) throws Exception {
        Files.move(portal.recordings(), portal.recordings().resolveSibling("recordings-away"));
        try (Chromium browser = Chromium.openAt(portal.url())) {
            ConsolePage console = browser.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive();
            browser.await("the bar says it", () -> browser.text("#recorded").equals("Not recorded"));
            browser.screenshots("console-unrecorded");
            assertEquals("live", console.step());
            recording(portal.database(), console.session(), "FAILED");
        }
    }

    private static UUID recording(TestDatabase database, UUID session, String state) throws Exception {
        Patience.until("its recording is " + state, LIMIT, () -> database.count("recordings where session_id = ? and state = ?", session, state) == 1);
        return (UUID) database.value("select id from recordings where session_id = ?", session);
    }

    /** The 20 s after which a silent portal node counts as dead; the other test waits for them. */
    private static void passSilence(SecondPortal portal) throws SQLException {
        portal.database().update("update portal_nodes set heartbeat_at = heartbeat_at - interval '20 seconds'");
    }

    /** How each connection of this session ended. */
    private static void awaitEnds(TestDatabase database, UUID session, List<String> ends) throws Exception {
        Patience.until("its connections are " + ends, LIMIT, () -> ends.equals(database.rows("""
                select coalesce(end_reason, case when established_at is null then 'opening' else 'open' end) as how
                  from console_connections where session_id = ? order by opened_at""", session).stream().map(row -> row.get("how")).toList()));
    }

    private static Object state(TestDatabase database, UUID session) throws SQLException {
        return database.value("select state from console_sessions where id = ?", session);
    }
}
