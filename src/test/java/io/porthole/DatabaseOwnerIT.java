package io.porthole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.audit.chain.ChainAppender;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.TestDatabase.OfTwoRoles;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With an owner of its own, the audit trail is out of the portal's reach: by its rights, and not by triggers alone. */
@ArquillianTest
@RunAsClient
class DatabaseOwnerIT {

    private static final String INSERT = "insert into audit_events (action, incident) values ('SIGNED_IN', gen_random_uuid())";

    /** No test leaves anything in it that another one could meet. */
    private static OfTwoRoles database;

    @BeforeAll
    static void migrate() throws SQLException {
        database = PortalUnderTest.database().ofTwoRoles();
        DatabaseMigration.run(database.portal(), Optional.of(new DatabaseOwner(database.owner(), database.password())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit_events set detail = 'x'", "delete from audit_events", "truncate audit_events", "update audit_chain set seq = 0", "delete from audit_chain",
            "truncate audit_chain", "alter table audit_events disable trigger all", "drop table audit_chain", "create trigger t before insert on audit_events execute function refuse_change()",
            "delete from flyway_schema_history", "delete from console_sessions",
            "delete from console_connections", "delete from audit_tombstones", "update audit_tombstones set place = 0", "update retention_bounds set least_days = 30", "insert into session_removals (count, last_ended, keep_days) values (1, now(), 30)", "delete from session_removals", "create table mine (id int)", "set session_replication_role = replica"})
    void portalsRoleMayNot(String change) throws SQLException {
        try (Connection portal = database.portal().getConnection(); Statement statement = portal.createStatement()) {
            String message = assertThrows(SQLException.class, () -> statement.execute(change)).getMessage();

            assertTrue(message.contains("permission denied") || message.contains("must be owner"), message);
        }
    }

    @Test
    void portalsRoleRecordsAndChains() throws SQLException {
        try (Connection portal = database.portal().getConnection(); Statement statement = portal.createStatement()) {
            portal.setAutoCommit(false);
            statement.execute(INSERT);
            assertEquals(1, ChainAppender.append(portal, 10));
            statement.execute("insert into portal_nodes (boot, name) values (gen_random_uuid(), 'x')");
            statement.execute("delete from portal_nodes");
            portal.commit();

            assertFalse(DatabaseRights.mayChangeTheTrail(portal));
        }
    }

    /** Through the owner's functions, whose bounds hold for it. */
    @Test
    void portalsRoleRemovesWhatIsOldAndNothingElse() throws SQLException {
        OfTwoRoles fresh = PortalUnderTest.database().ofTwoRoles();
        DatabaseMigration.run(fresh.portal(), Optional.of(new DatabaseOwner(fresh.owner(), fresh.password())));
        try (Connection portal = fresh.portal().getConnection(); Statement statement = portal.createStatement()) {
            portal.setAutoCommit(false);
            statement.execute(INSERT.replace("(action", "(at, action").replace("('SIGNED_IN'", "(now() - interval '31 days', 'SIGNED_IN'"));
            statement.execute(INSERT);
            ChainAppender.append(portal, 10);
            statement.execute("insert into audit_tombstones (place, line) select seq, 'x' from audit_chain order by seq desc offset 1 limit 1");
            statement.execute("select remove_events((select max(place) from audit_tombstones)), remove_sessions(30, 10)");
            Savepoint before = portal.setSavepoint();
            assertTrue(assertThrows(SQLException.class, () -> statement.execute("select remove_sessions(29, 10)")).getMessage().contains("retention_bounds"));
            portal.rollback(before);
            statement.execute("insert into audit_tombstones (place, line) select max(seq), 'x' from audit_chain");
            assertTrue(assertThrows(SQLException.class, () -> statement.execute("select remove_events((select max(seq) from audit_chain))")).getMessage().contains("neither old enough"));
            portal.rollback();
        }
    }

    @Test
    void furtherStartNeedsNoOwnerWhileThereIsNothingToMigrate() throws SQLException {
        DatabaseMigration.run(database.portal(), Optional.empty());

        DatabaseMigration.run(database.portal(), Optional.of(new DatabaseOwner(database.owner(), database.password())));
    }

    @Test
    void ownerWhoIsNotThereStopsTheStartWithTheNameOfItsSetting() {
        IllegalStateException refused = assertThrows(IllegalStateException.class,
                () -> DatabaseMigration.run(database.portal(), Optional.of(new DatabaseOwner("nobody", "wrong-password"))));

        assertTrue(refused.getMessage().contains("PORTHOLE_DATABASE_OWNER"), refused.getMessage());
        assertFalse(refused.getMessage().contains("wrong-password"));
    }

    @Test
    void ownerIsToldAtTheStart() throws Exception {
        assertTrue(PortalUnderTest.serverLog().contains("the database role porthole owns the audit trail, and could change it"));
    }

    @Test
    void ownerComesFromTheEnvironment() {
        assertEquals(Optional.of(new DatabaseOwner("own", "er")), DatabaseOwner.from(Map.of("PORTHOLE_DATABASE_OWNER", "own", "PORTHOLE_DATABASE_OWNER_PASSWORD", "er")));
        assertEquals(Optional.empty(), DatabaseOwner.from(Map.of("PORTHOLE_DATABASE_USER", "own")));
        assertFalse(new DatabaseOwner("own", "secret").toString().contains("secret"));
    }
}
