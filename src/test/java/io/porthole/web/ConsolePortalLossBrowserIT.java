package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.porthole.testing.QemuVms;
import io.porthole.testing.SecondPortal;
import io.porthole.testing.TestDatabase;

/** A portal is killed and started again under an open console, in a real browser and with a real VM. */
@ArquillianTest
@RunAsClient
class ConsolePortalLossBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> SAID = List.of("The portal does not answer", "The connection was lost");

    @Test
    void aPortalThatIsKilledAndStartedAgainIsFoundAgainInTheSameSession() throws Exception {
        VMS.archive().running();
        try (SecondPortal portal = SecondPortal.start(); Chromium browser = Chromium.openAt(portal.url())) {
            ConsolePage console = browser.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive();
            UUID session = console.session();
            awaitEnds(portal.database(), session, List.of("open"));

            portal.kill();
            console.awaitReturning();
            assertTrue(SAID.contains(browser.text("#ended-title")), browser.text("#ended"));
            browser.screenshot("console-returning-portal");
            portal.startAgain();
            long start = System.nanoTime();
            console.awaitLive();
            System.out.printf("portal killed and started again, from its first answer to the picture: %d ms%n", Duration.ofNanos(System.nanoTime() - start).toMillis());

            assertEquals(session, console.session());
            awaitEnds(portal.database(), session, List.of("PORTAL_LOST", "open"));
            assertEquals("ACTIVE", state(portal.database(), session));
            browser.click("[data-do=leave]");
            awaitEnds(portal.database(), session, List.of("PORTAL_LOST", "BROWSER_CLOSED"));
            assertEquals("ENDED", state(portal.database(), session));
            assertEquals(0, portal.database().count("console_sessions where state <> 'ENDED' or end_reason is null"));
        }
    }

    @Test
    void aVisitThatAKilledPortalHeldEndsWithoutItsPersonToo() throws Exception {
        VMS.archive().running();
        try (SecondPortal portal = SecondPortal.start()) {
            UUID session;
            try (Chromium browser = Chromium.openAt(portal.url())) {
                session = browser.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive().session();
                awaitEnds(portal.database(), session, List.of("open"));
                portal.kill();
            }
            portal.startAgain();

            awaitEnds(portal.database(), session, List.of("PORTAL_LOST"));
            assertEquals("WAITING", state(portal.database(), session));
            portal.database().update("update console_sessions set waits_until = now() where id = ?", session);
            Patience.until("the session has ended", LIMIT, () -> "ENDED".equals(state(portal.database(), session)));
            assertEquals(List.of(true), portal.database().rows("""
                    select ended_about and end_reason = 'PORTAL_LOST' and ended_at = (select closed_at from console_connections where session_id = s.id) as truthful
                      from console_sessions s where id = ?""", session).stream().map(row -> row.get("truthful")).toList());
        }
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
