package io.porthole.audit.chain;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Work on the trail that one portal node does at a time; whoever finds another one at it does nothing and comes back. */
public final class Alone {

    private Alone() {
    }

    /**
     * Until the transaction ends; what it wrote is visible before the lock is free.
     *
     * @param lock any number that nothing else in this database locks
     */
    public static boolean at(Connection database, long lock) throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery("select pg_try_advisory_xact_lock(" + lock + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
