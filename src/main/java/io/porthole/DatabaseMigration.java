package io.porthole;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to what this version needs, by the numbered files in db/; as their owner, if there is one of their own. */
@ApplicationScoped
public class DatabaseMigration {

    private static final System.Logger LOG = System.getLogger("io.porthole");

    @Resource(lookup = "java:jboss/datasources/Porthole")
    private DataSource dataSource;

    /** @throws IllegalStateException that names the settings of the database, when it cannot be reached or changed */
    void run() {
        run(dataSource, DatabaseOwner.from(System.getenv()));
    }

    static void run(DataSource portal, Optional<DatabaseOwner> owner) {
        try {
            if (owner.isPresent()) {
                runAs(owner.get(), portal);
            } else {
                Flyway.configure().dataSource(portal).locations("classpath:db").load().migrate();
            }
            warnOfRights(portal);
        } catch (FlywayException | SQLException e) {
            throw new IllegalStateException("the database cannot be used (PORTHOLE_DATABASE_URL, PORTHOLE_DATABASE_USER, PORTHOLE_DATABASE_PASSWORD"
                    + owner.map(own -> ", " + DatabaseOwner.USER + ", " + DatabaseOwner.PASSWORD).orElse("") + "): " + deepest(e), e);
        }
    }

    private static void runAs(DatabaseOwner owner, DataSource portal) throws SQLException {
        String url;
        String role;
        try (Connection connection = portal.getConnection()) {
            url = connection.getMetaData().getURL();
            role = connection.getMetaData().getUserName();
        }
        Flyway migration = Flyway.configure().dataSource(url, owner.user(), owner.password()).locations("classpath:db").load();
        migration.migrate();
        try (Connection connection = migration.getConfiguration().getDataSource().getConnection()) {
            DatabaseRights.grant(connection, role);
        }
    }

    private static void warnOfRights(DataSource portal) throws SQLException {
        try (Connection connection = portal.getConnection()) {
            if (DatabaseRights.mayChangeTheTrail(connection)) {
                LOG.log(System.Logger.Level.WARNING, "the database role {0} owns the audit trail, and could change it; {1} lets another role own it (docs/audit.md)",
                        connection.getMetaData().getUserName(), DatabaseOwner.USER);
            }
        }
    }

    private static String deepest(Throwable e) {
        Throwable at = e;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at.getMessage();
    }
}
