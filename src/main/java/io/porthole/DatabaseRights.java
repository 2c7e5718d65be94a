package io.porthole;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What the portal's role may do with tables that another role owns: everything but change what was recorded. */
final class DatabaseRights {

    /** The last word on a table counts; none of them takes away what the table's owner has. */
    private static final List<String> GRANTS = List.of(
            "grant usage on schema public to %s",
            "grant select, insert, update, delete on all tables in schema public to %s",
            "revoke all on audit_events, audit_chain, audit_tombstones, retention_bounds, session_removals, flyway_schema_history from %s",
            "grant select, insert on audit_events, audit_chain, audit_tombstones to %s",
            "grant select on retention_bounds, session_removals, flyway_schema_history to %s",
            "revoke delete, truncate on console_sessions, console_connections from %s",
            "grant execute on function remove_events(bigint), remove_sessions(integer, integer) to %s");
    private static final String MAY_CHANGE = """
            select pg_has_role(relowner, 'member') or has_table_privilege(oid, 'update') or has_table_privilege(oid, 'delete')
                   or has_table_privilege(oid, 'truncate') or has_table_privilege(oid, 'trigger')
              from pg_class where oid = 'audit_events'::regclass""";

    private DatabaseRights() {
    }

    /** @param owner a connection of the tables' owner */
    static void grant(Connection owner, String role) throws SQLException {
        String quoted = quoted(owner, role);
        try (Statement statement = owner.createStatement()) {
            for (String grant : GRANTS) {
                statement.execute(grant.formatted(quoted));
            }
        }
    }

    /** Whether who is connected could change the audit trail, if need be by switching its triggers off. */
    static boolean mayChangeTheTrail(Connection database) throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(MAY_CHANGE)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static String quoted(Connection database, String name) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("select quote_ident(?)")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
