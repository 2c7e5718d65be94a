package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Looks back on what all tests before it did to the portal: whatever they cut, killed, lost, refused or left open, no row of the
 * history stays open, and each has its reason, its end and its bytes. Comes last (junit-platform.properties).
 */
@ArquillianTest
@RunAsClient
@Order(Integer.MAX_VALUE)
class EveryConsoleEndedIT {

    /** A browser that went away without a word is lost by then, and the keeper has been there twice. */
    private static final Duration ENDED = Duration.ofSeconds(40);

    /** The bytes of a visit are those of its connections, or some were lost on the way. */
    private static final String FAULTY_SESSIONS = """
            select s.id, s.door, s.user_name, s.instance_name, s.state, s.end_reason, s.asked_at, s.ended_at, s.bytes_to_browser, s.bytes_to_vm, c.*
              from console_sessions s
              left join lateral (select count(*) as connections, coalesce(sum(bytes_to_browser), 0) as sum_to_browser, coalesce(sum(bytes_to_vm), 0) as sum_to_vm
                        from console_connections where session_id = s.id) c on true
             where s.state <> 'ENDED' or s.ended_at is null or coalesce(s.end_reason, '') = ''
                or (s.bytes_to_browser, s.bytes_to_vm) is distinct from (c.sum_to_browser, c.sum_to_vm)""";
    private static final String FAULTY_CONNECTIONS = """
            select c.*, s.user_name, s.instance_name, s.state
              from console_connections c join console_sessions s on s.id = c.session_id
             where c.closed_at is null or coalesce(c.end_reason, '') = '' or c.bytes_to_browser is null or c.bytes_to_vm is null or c.bytes_to_browser < 0 or c.bytes_to_vm < 0""";

    private final TestDatabase database = PortalUnderTest.database();

    @Test
    void noRowOfTheHistoryIsOpenAndNoneLacksItsReasonItsEndOrItsBytes() throws Exception {
        UUID own = openAndLeave();
        waitWhile("select c.*, s.user_name, s.instance_name from console_connections c join console_sessions s on s.id = c.session_id where c.closed_at is null");
        // Whoever may still come, or come back, does not: their time is over now.
        database.update("update console_sessions set waits_until = now() where state = 'WAITING'");
        database.update("update console_sessions set open_until = now() where state = 'AUTHORIZED'");
        waitWhile("select * from console_sessions where state <> 'ENDED'");

        assertNone(FAULTY_CONNECTIONS);
        assertNone(FAULTY_SESSIONS);
        assertTrue(database.count("console_sessions where id = ? and end_reason = 'BROWSER_CLOSED' and bytes_to_vm > 0", own) == 1, "it looks at the portal of the tests");
        System.out.printf("of %d visits with %d connections none is open, and each has its reason%n", database.count("console_sessions"), database.count("console_connections"));
    }

    /** So that there is something to look at, whichever tests ran before. */
    private static UUID openAndLeave() throws Exception {
        Browser browser = Browser.signedInAs(Account.WORKER);
        UUID session = browser.openConsole(PortalUnderTest.nodes().freshVm());
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendBinary(new byte[] {4, 1, 0, 0, 0, 0, 0, 'x'});
            console.sendClose(1000);
            assertEquals(1000, console.readClose().closeCode());
        }
        return session;
    }

    private void waitWhile(String open) throws Exception {
        try {
            Patience.until("nothing is open", ENDED, () -> database.rows(open).isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", but these are:\n" + told(open), e);
        }
    }

    private void assertNone(String faulty) throws SQLException {
        assertEquals("", told(faulty));
    }

    private String told(String query) throws SQLException {
        List<String> rows = database.rows(query).stream().map(Object::toString).toList();
        return rows.stream().limit(100).collect(Collectors.joining("\n")) + (rows.size() > 100 ? "\nand " + (rows.size() - 100) + " more" : "");
    }
}
