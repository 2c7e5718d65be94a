package io.porthole.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The portal's database, with the portal's own role. */
record HistoryDatabase(String url, String user, String password) {

    Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url, user, password);
        try (Statement statement = connection.createStatement()) {
            // Nobody needs these rows after a crash.
            statement.execute("set synchronous_commit = off");
            statement.execute("set maintenance_work_mem = '256MB'");
        }
        return connection;
    }

    void run(String sql) throws SQLException {
        run(sql, false);
    }

    /** @param perhaps what this role may not do is left undone */
    void run(String sql, boolean perhaps) throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (!perhaps) {
                throw e;
            }
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
