package io.porthole.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** The PostgreSQL of the portal under test, on a free port, and a look into it with the portal's own role. */
public final class TestDatabase {

    static final String NAME = "porthole";
    static final String PASSWORD = "porthole-it";

    private static final String TEMPLATE = "porthole_tables";

    private final EmbeddedPostgres postgres;
    private final String name;

    private TestDatabase(EmbeddedPostgres postgres, String name) {
        this.postgres = postgres;
        this.name = name;
    }

    static TestDatabase start() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(Redirect.DISCARD)
                .setErrorRedirector(Redirect.DISCARD)
                .start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create role " + NAME + " login password '" + PASSWORD + "'");
            statement.execute("create database " + NAME + " owner " + NAME);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return new TestDatabase(postgres, NAME);
    }

    /** Another one in the same PostgreSQL, with all tables, without rows and without a portal. */
    public TestDatabase empty() throws SQLException {
        synchronized (postgres) {
            if (rows("select 1 from pg_database where datname = ?", TEMPLATE).isEmpty()) {
                create(TEMPLATE, "");
                Flyway.configure().dataSource(new TestDatabase(postgres, TEMPLATE).url(), NAME, PASSWORD).locations("classpath:db").load().migrate();
            }
            String fresh = "porthole_" + UUID.randomUUID().toString().replace("-", "");
            create(fresh, " template " + TEMPLATE);
            return new TestDatabase(postgres, fresh);
        }
    }

    /** One without tables, which belongs to another role than the one that the portal works with. */
    public OfTwoRoles ofTwoRoles() throws SQLException {
        String fresh = "porthole_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create role " + fresh + "_owner login password '" + PASSWORD + "'");
            statement.execute("create role \"" + fresh + "-Portal\" login password '" + PASSWORD + "'");
            statement.execute("create database " + fresh + " owner " + fresh + "_owner");
        }
        PGSimpleDataSource portal = new PGSimpleDataSource();
        portal.setUrl(new TestDatabase(postgres, fresh).url());
        portal.setUser(fresh + "-Portal");
        portal.setPassword(PASSWORD);
        return new OfTwoRoles(portal, fresh + "_owner", PASSWORD);
    }

    /** The portal's access, and who is to own the tables. */
    public record OfTwoRoles(DataSource portal, String owner, String password) {
    }

    private void create(String database, String options) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create database " + database + " owner " + NAME + options);
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name;
    }

    /** With the portal's role, its password for programs that are started. */
    public Map<String, String> environment() {
        return Map.of("PORTHOLE_DATABASE_USER", NAME, "PORTHOLE_DATABASE_PASSWORD", PASSWORD);
    }

    /** Of one who may do everything, and does it unseen by any trigger. */
    public Connection superuser() throws SQLException {
        Connection connection = postgres.getDatabase("postgres", name).getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
        }
        return connection;
    }

    /** @return how many rows changed */
    public int update(String sql, Object... values) throws SQLException {
        try (Connection connection = connect(); PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** @return the rows, each by its columns' names in their order */
    public List<Map<String, Object>> rows(String sql, Object... values) throws SQLException {
        try (Connection connection = connect(); PreparedStatement statement = prepared(connection, sql, values);
                ResultSet found = statement.executeQuery()) {
            List<Map<String, Object>> rows = new ArrayList<>();
            while (found.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.put(found.getMetaData().getColumnLabel(column), found.getObject(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** @return the first row's first column; null without a row */
    public Object value(String sql, Object... values) throws SQLException {
        List<Map<String, Object>> rows = rows(sql, values);
        return rows.isEmpty() ? null : rows.get(0).values().iterator().next();
    }

    public long count(String sql, Object... values) throws SQLException {
        return ((Number) value("select count(*) from " + sql, values)).longValue();
    }

    void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), NAME, PASSWORD);
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
