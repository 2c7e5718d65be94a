package io.porthole.console.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.console.comparison.VisitDifference.Kind;
import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Bytes, times and reasons of a visit are proven by what the trail was told as it ended: whatever a superuser writes into the rows later is found, and names it. */
@ArquillianTest
@RunAsClient
class ToldEndIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final List<String> OF_THE_VISIT = List.of("bytes_to_browser = bytes_to_browser + 1", "bytes_to_vm = 0", "ended_at = ended_at + interval '1 microsecond'",
            "connected_at = connected_at - interval '1 microsecond'", "connected_at = null", "asked_at = asked_at - interval '1 microsecond'", "end_reason = 'NODE_LOST'",
            "state = 'ACTIVE', ended_at = null, end_reason = null");
    private static final List<String> OF_ITS_CONNECTIONS = List.of("update console_connections set bytes_to_vm = bytes_to_vm - 1", "update console_connections set bytes_to_browser = 7",
            "update console_connections set opened_at = opened_at - interval '1 microsecond'", "update console_connections set established_at = null",
            "update console_connections set closed_at = closed_at + interval '1 hour'", "update console_connections set end_reason = 'NODE_LOST'",
            "delete from console_connections where id in (select id from console_connections limit 1)", "delete from console_connections",
            "insert into console_connections select gen_random_uuid(), session_id, portal_node, portal_boot, address, opened_at, established_at, closed_at, end_reason from console_connections limit 1");

    private final TestDatabase portal = PortalUnderTest.database();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @Test
    void whateverIsWrittenIntoTheRowsOfAVisitLaterIsFound() throws Exception {
        UUID session = visitOfTwoConnections();
        try (Connection copy = copyOf(session)) {
            assertEquals(Optional.empty(), compare(copy));
            for (String change : OF_THE_VISIT) {
                assertFound(copy, session, "update console_sessions set " + change);
            }
            for (String change : OF_ITS_CONNECTIONS) {
                assertFound(copy, session, change);
            }
            assertEquals(Optional.empty(), compare(copy), "after all that was taken back");
        }
    }

    @Test
    void theEndOfAVisitToWhichNobodyCameIsFoundToo() throws Exception {
        Browser browser = Browser.signedInAs(Account.WORKER);
        UUID session = browser.openConsole(vm);
        browser.token(session);
        portal.update("update console_sessions set open_until = now() - interval '1 second' where id = ?", session);
        RecordedHistory.assertEnded(session, "NEVER_CONNECTED");
        try (Connection copy = copyOf(session)) {
            assertEquals(Optional.empty(), compare(copy));
            assertFound(copy, session, "update console_sessions set asked_at = asked_at - interval '1 second'");
            assertFound(copy, session, "update console_sessions set ended_at = ended_at + interval '1 hour'");
            assertFound(copy, session, "update console_sessions set bytes_to_vm = 5");
            assertFound(copy, session, "update console_sessions set connected_at = asked_at");
        }
    }

    /** The keeper of another portal node tells it, with what was written last. */
    @Test
    void theEndOfAVisitWhosePortalDiedIsTold() throws Exception {
        UUID boot = UUID.randomUUID();
        UUID session = RecordedHistory.insertEnded("of-a-dead-portal-" + boot, "vm", Instant.now().minusSeconds(300));
        portal.update("update console_sessions set state = 'ACTIVE', ended_at = null, end_reason = null, connected_at = asked_at where id = ?", session);
        portal.update("insert into console_connections (id, session_id, portal_node, portal_boot, address, opened_at, established_at, bytes_to_vm)"
                + " select gen_random_uuid(), id, 'dead', ?, '127.0.0.1', asked_at, asked_at, 77 from console_sessions where id = ?", boot, session);
        portal.update("insert into audit_events (at, action, user_name, address, instance_id, instance_name, session_id, door, incident)"
                + " select asked_at, 'CONSOLE_AUTHORIZED', user_name, address, instance_id, instance_name, id, door, gen_random_uuid() from console_sessions where id = ?", session);
        portal.update("insert into portal_nodes (boot, name, heartbeat_at) values (?, 'dead', now() - interval '70 seconds')", boot);
        RecordedHistory.assertEnded(session, "PORTAL_LOST");
        try (Connection copy = copyOf(session)) {
            assertEquals(Optional.empty(), compare(copy));
            assertFound(copy, session, "update console_sessions set bytes_to_vm = 78");
            assertFound(copy, session, "update console_connections set bytes_to_vm = 78");
        }
    }

    @Test
    void whatEndedUnderAnOlderPortholeIsNoFault() throws Exception {
        UUID session = visitOfTwoConnections();
        try (Connection copy = copyOf(session); Statement statement = copy.createStatement()) {
            statement.execute("update audit_events set detail = 'BROWSER_CLOSED' where id = (select min(id) from audit_events where action = 'CONSOLE_ENDED')");
            statement.execute("update console_sessions set bytes_to_vm = 7");
            copy.commit();
            assertEquals(Optional.empty(), compare(copy), "the sum cannot be told");
            assertFound(copy, session, "update console_connections set bytes_to_vm = bytes_to_vm + 1");

            statement.execute("update audit_events set detail = 'BROWSER_CLOSED: a cause' where action = 'CONSOLE_ENDED'");
            statement.execute("update console_connections set bytes_to_vm = 7");

            assertEquals(Optional.empty(), compare(copy));
        }
    }

    private UUID visitOfTwoConnections() throws Exception {
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
            Patience.until("connection " + i + " is closed", LIMIT, () -> portal.count("console_connections where session_id = ? and closed_at is not null", session) == closed);
        }
        RecordedHistory.endOf(session);
        return session;
    }

    /** Its rows and events alone, in a database that no portal keeps, to be changed by a superuser. */
    private Connection copyOf(UUID session) throws SQLException {
        Connection copy = portal.empty().superuser();
        copy.setAutoCommit(false);
        copy(copy, "console_sessions", "id", session);
        copy(copy, "console_connections", "session_id", session);
        copy(copy, "audit_events", "session_id", session);
        try (Statement statement = copy.createStatement()) {
            statement.execute("insert into audit_events (at, action, incident) values (now() - interval '2 days', 'SIGNED_IN', gen_random_uuid())"); // the trail is older
        }
        copy.commit();
        return copy;
    }

    /** But for what PostgreSQL derives. */
    private void copy(Connection copy, String table, String column, UUID session) throws SQLException {
        String columns = (String) portal.value("select string_agg(column_name, ', ' order by ordinal_position) from information_schema.columns where table_name = ? and is_generated = 'NEVER'", table);
        String rows = (String) portal.value("select cast(coalesce(json_agg(r), '[]') as text) from " + table + " r where " + column + " = ?", session);
        try (PreparedStatement insert = copy.prepareStatement("insert into " + table + " (" + columns + ") overriding system value select " + columns
                + " from json_populate_recordset(cast(null as " + table + "), cast(? as json))")) {
            insert.setString(1, rows);
            insert.executeUpdate();
        }
    }

    private static void assertFound(Connection copy, UUID session, String change) throws SQLException {
        try (Statement statement = copy.createStatement()) {
            assertTrue(statement.executeUpdate(change) > 0, change);
            VisitDifference found = compare(copy).orElseThrow(() -> new AssertionError("not found: " + change));
            assertEquals(Kind.FIGURES_CHANGED, found.kind(), change);
            assertEquals(session, found.visit(), change);
        } finally {
            copy.rollback();
        }
    }

    private static Optional<VisitDifference> compare(Connection copy) throws SQLException {
        return new VisitComparison(copy).first();
    }
}
