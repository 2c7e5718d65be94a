package io.porthole.audit.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The end of the chain.
 *
 * @param place 0 when there is no entry yet
 */
public record ChainHead(long place, String hash) {

    private static final String UNTIL = """
            select to_char(least(now(), (select min(e.at) from audit_unchained u join audit_events e on e.id = u.event_id)) at time zone 'UTC',
                   'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""";

    public static ChainHead of(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("select seq, encode(hash, 'hex') from audit_chain order by seq desc limit 1")) {
            return row.next() ? new ChainHead(row.getLong(1), row.getString(2)) : new ChainHead(0, CanonicalForm.START);
        }
    }

    /**
     * @return the database's time, or that of the oldest event that waits: what was recorded until then stands in the chain that is read afterwards,
     *         transactions under way excepted
     */
    public static String chainedUntil(Connection database) throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(UNTIL)) {
            row.next();
            return row.getString(1);
        }
    }

    /** @return the hash at a place, if there is an entry */
    public static Optional<String> hashAt(Connection database, long place) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("select encode(hash, 'hex') from audit_chain where seq = ?")) {
            query.setLong(1, place);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }
}
