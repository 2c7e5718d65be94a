package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Sessions whose term is over go with all that hangs on them; what is open, young, or has a recording that is kept, stays. */
@ArquillianTest
@RunAsClient
class SessionRetentionIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int DAYS = 365;

    @Test
    void portalTakesAwayWhatIsOlderThanItsTermAndTheTrailTellsIt() throws Exception {
        TestDatabase database = PortalUnderTest.database();
        UUID old = ended(database, 36_600);

        Patience.until("the session is gone", LIMIT, () -> database.count("console_sessions where id = ?", old) == 0);

        assertEquals(1, database.count("audit_events where action = 'SESSIONS_REMOVED' and detail like '1 sessions, older than session_keep_days = 36500: the last of them ended 19%'"));
        HttpAnswer history = Browser.signedInAs(Account.AUDITOR).get("/history");
        assertTrue(history.says("One console, older than 36,500 days, was removed from this list by rule; the last of them ended"), history.text());
        assertTrue(history.says("<a href=\"/history/events?action=SESSIONS_REMOVED\""), history.text());
    }

    @Test
    void whatIsOverGoesWithItsConnectionsAndAllElseStays() throws Exception {
        TestDatabase database = PortalUnderTest.database().empty();
        UUID old = ended(database, DAYS + 2);
        database.update("insert into console_connections (id, session_id, portal_node, portal_boot, address) values (gen_random_uuid(), ?, 'x', gen_random_uuid(), '192.0.2.7')", old);
        UUID justOver = ended(database, DAYS);
        UUID young = ended(database, DAYS - 1);
        UUID recorded = recorded(database, "ENDED");
        UUID onceRecorded = recorded(database, "REMOVED");
        UUID open = session(database, DAYS + 9);

        Map<String, Object> removed = remove(database, DAYS, 100);

        assertEquals(3L, removed.get("removed"), "the two, and what is over by less than a day goes with them");
        assertEquals(0, database.count("console_sessions where id in (?, ?, ?)", old, justOver, onceRecorded));
        assertEquals(3, database.count("console_sessions where id in (?, ?, ?)", young, recorded, open));
        assertEquals(0, database.count("console_connections"));
        assertEquals(1, database.count("session_removals where count = 3 and keep_days = ? and last_ended = ?", DAYS, removed.get("newest")));
    }

    @Test
    void littleIsNotWorthARemovalAndMuchIsSeveral() throws Exception {
        TestDatabase database = PortalUnderTest.database().empty();
        ended(database, DAYS);
        assertEquals(0L, remove(database, DAYS, 100).get("removed"), "over by less than a day");
        assertEquals(0, database.count("session_removals"));
        for (int i = 0; i < 4; i++) {
            ended(database, DAYS + 2 + i);
        }

        assertEquals(3L, remove(database, DAYS, 3).get("removed"));
        assertEquals(2L, remove(database, DAYS, 3).get("removed"));
        assertEquals(2, database.count("session_removals"));
        for (String change : List.of("update session_removals set count = 1", "delete from session_removals", "truncate session_removals")) {
            assertTrue(assertThrows(SQLException.class, () -> database.update(change)).getMessage().contains("append-only"));
        }
    }

    @Test
    void databaseHasItsOwnBound() throws Exception {
        TestDatabase database = PortalUnderTest.database().empty();
        ended(database, DAYS + 2);
        database.update("update retention_bounds set least_days = ?", DAYS + 1);

        assertTrue(assertThrows(SQLException.class, () -> remove(database, DAYS, 100)).getMessage().contains("retention_bounds"));
        assertTrue(assertThrows(SQLException.class, () -> database.update("update retention_bounds set least_days = 29")).getMessage().contains("check"));
        assertEquals(1, database.count("console_sessions"));
    }

    private static Map<String, Object> remove(TestDatabase database, int days, int most) throws SQLException {
        return database.rows("select * from remove_sessions(?, ?)", days, most).get(0);
    }

    private static UUID recorded(TestDatabase database, String state) throws SQLException {
        UUID session = ended(database, DAYS + 5);
        database.update("insert into recordings (id, session_id, connection_id, instance_id, user_name, node, door, started_at, ended_at, end_reason, file_name, state)"
                + " values (gen_random_uuid(), ?, gen_random_uuid(), gen_random_uuid(), 'user', 'node', 'PAGE', now(), now(), 'CLOSED', 'x', ?)", session, state);
        return session;
    }

    private static UUID ended(TestDatabase database, int days) throws SQLException {
        UUID id = session(database, days);
        database.update("update console_sessions set state = 'ENDED', ended_at = asked_at, end_reason = 'CLOSED' where id = ?", id);
        return id;
    }

    private static UUID session(TestDatabase database, int days) throws SQLException {
        UUID id = UUID.randomUUID();
        database.update("insert into console_sessions (id, door, user_id, user_name, instance_id, instance_name, node, address, state, asked_at, open_until)"
                + " values (?, 'PAGE', gen_random_uuid(), 'user', gen_random_uuid(), 'vm', 'node', '192.0.2.7', 'AUTHORIZED', now() - make_interval(days => ?), now() + interval '1 hour')", id, days);
        return id;
    }
}
