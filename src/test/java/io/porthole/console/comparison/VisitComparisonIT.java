package io.porthole.console.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.porthole.console.comparison.VisitDifference.Kind;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to the visits that the history shows is found by what the trail was told of them. */
@ArquillianTest
@RunAsClient
class VisitComparisonIT {

    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID WATCHER = new UUID(0, 3);
    private static final UUID OF_NOVA = new UUID(0, 4);

    private TestDatabase database;

    @BeforeEach
    void tellOfFour() throws SQLException {
        database = PortalUnderTest.database().empty();
        database.update("insert into audit_events (at, action, user_name, incident) values (now() - interval '60 days', 'SIGNED_IN', 'zoë', gen_random_uuid())");
        visit(FIRST, "CONSOLE_AUTHORIZED", "zoë", "PAGE", 50);
        visit(SECOND, "CONSOLE_AUTHORIZED", "zoë", "PAGE", 40);
        visit(WATCHER, "CONSOLE_WATCHED", "admin", "PAGE", 30);
        visit(OF_NOVA, "CONSOLE_CONNECTED", "zo\uFFFD", "NOVA_PROXY", 20);
        database.update("update console_sessions set user_name = ? where id = ?", "zo\u0007", OF_NOVA);
        database.update("update console_sessions set node = 'node2', state = 'ENDED', ended_at = asked_at, end_reason = 'BROWSER_CLOSED'");
        // Later connections come from elsewhere.
        tell(FIRST, "CONSOLE_CONNECTED", "zoë", "PAGE", 49, "198.51.100.7");
    }

    @Test
    void whatTheTrailTellsIsThere() throws Exception {
        assertEquals(Optional.empty(), compare());
    }

    static Stream<Arguments> tamperings() {
        return Stream.of(arguments(Kind.REMOVED, SECOND, "delete from console_sessions where id = ?"), arguments(Kind.REMOVED, WATCHER, "delete from console_sessions where id = ?"),
                arguments(Kind.REMOVED, OF_NOVA, "delete from console_sessions where id = ?"),
                arguments(Kind.CHANGED, SECOND, "update console_sessions set user_name = 'mallory' where id = ?"),
                arguments(Kind.CHANGED, OF_NOVA, "update console_sessions set user_name = 'mallory' where id = ?"),
                arguments(Kind.CHANGED, SECOND, "update console_sessions set instance_id = gen_random_uuid() where id = ?"),
                arguments(Kind.CHANGED, SECOND, "update console_sessions set door = 'API' where id = ?"),
                arguments(Kind.CHANGED, WATCHER, "update console_sessions set address = '203.0.113.9' where id = ?"),
                arguments(Kind.CHANGED, SECOND, "update console_sessions set asked_at = asked_at - interval '2 hours' where id = ?"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("tamperings")
    void isFoundAndTheVisitIsNamed(Kind kind, UUID visit, String sql) throws Exception {
        database.update(sql, visit);

        VisitDifference found = compare().orElseThrow();

        assertEquals(kind, found.kind());
        assertEquals(visit, found.visit());
        assertEquals(visit == WATCHER ? "admin" : visit == OF_NOVA ? "zo\uFFFD" : "zoë", found.user(), "as the trail says");
    }

    @Test
    void whatWasPutInIsNamedAsItsRowSays() throws Exception {
        insert(new UUID(0, 9), "mallory", "PAGE", 35);

        VisitDifference found = compare().orElseThrow();

        assertEquals(new VisitDifference(Kind.INSERTED, new UUID(0, 9), "mallory", "vm", found.at()), found);
    }

    @Test
    void whatWasRemovedByRuleIsNoFault() throws Exception {
        database.update("delete from console_sessions where id in (?, ?)", FIRST, SECOND);
        assertEquals(FIRST, compare().orElseThrow().visit());
        database.update("insert into audit_events (action, incident, detail) select 'SESSIONS_REMOVED', gen_random_uuid(),"
                + " '1 sessions, older than session_keep_days = 45: the last of them ended ' || to_char((now() - interval '45 days') at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");

        assertEquals(SECOND, compare().orElseThrow().visit(), "the first ended before that; the second did not");
    }

    @Test
    void visitsFromBeforeTheTrailBeginsAreNoFault() throws Exception {
        insert(new UUID(0, 9), "zoë", "PAGE", 70);
        assertEquals(Optional.empty(), compare());
        insert(new UUID(0, 8), "zoë", "PAGE", 60);
        database.update("update console_sessions set asked_at = asked_at + interval '1 minute' where id = ?", new UUID(0, 8));
        assertEquals(new UUID(0, 8), compare().orElseThrow().visit());

        database.update("insert into audit_tombstones (place, line) values (1, 'x')");

        assertEquals(Optional.empty(), compare(), "its event may have gone by the rule that took the first ones");
    }

    @Test
    void theLastOfManyIsFoundToo() throws Exception {
        database.update("insert into console_sessions (id, door, user_id, user_name, instance_id, instance_name, node, address, state, asked_at, open_until)"
                + " select cast(md5('many ' || i) as uuid), 'PAGE', gen_random_uuid(), 'user', ?, 'vm', 'node', '192.0.2.7', 'AUTHORIZED', now() - interval '10 days', now()"
                + " from generate_series(1, 11000) i", FIRST);
        database.update("insert into audit_events (at, action, user_name, instance_id, instance_name, session_id, door, address, incident)"
                + " select asked_at, 'CONSOLE_AUTHORIZED', user_name, instance_id, instance_name, id, door, address, gen_random_uuid() from console_sessions where user_name = 'user'");
        assertEquals(Optional.empty(), compare());
        UUID last = (UUID) database.value("select session_id from audit_events where user_name = 'user' order by at desc, id desc limit 1");
        database.update("delete from console_sessions where id = ?", last);

        assertEquals(last, compare().orElseThrow().visit());
    }

    private Optional<VisitDifference> compare() throws SQLException {
        try (Connection connection = database.connect()) {
            return new VisitComparison(connection).first();
        }
    }

    private void visit(UUID id, String action, String user, String door, int daysAgo) throws SQLException {
        insert(id, user, door, daysAgo);
        tell(id, action, user, door, daysAgo, "192.0.2.7");
    }

    private void insert(UUID id, String user, String door, int daysAgo) throws SQLException {
        database.update("insert into console_sessions (id, door, user_id, user_name, instance_id, instance_name, node, address, state, asked_at, open_until)"
                + " values (?, ?, gen_random_uuid(), ?, ?, 'vm', 'node', '192.0.2.7', 'AUTHORIZED', now() - make_interval(days => ?), now())", id, door, user, FIRST, daysAgo);
    }

    private void tell(UUID id, String action, String user, String door, int daysAgo, String address) throws SQLException {
        database.update("insert into audit_events (at, action, user_name, address, instance_id, instance_name, session_id, door, incident)"
                + " values (now() - make_interval(days => ?), ?, ?, ?, ?, 'vm', ?, ?, gen_random_uuid())", daysAgo, action, user, address, FIRST, id, door);
    }
}
