package io.porthole;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to what this version needs, by the numbered files in db/. */
@ApplicationScoped
public class DatabaseMigration {

    @Resource(lookup = "java:jboss/datasources/Porthole")
    private DataSource dataSource;

    /** @throws IllegalStateException that names the settings of the database, when it cannot be reached or changed */
    void run() {
        try {
            Flyway.configure().dataSource(dataSource).locations("classpath:db").load().migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException("the database cannot be used (PORTHOLE_DATABASE_URL, PORTHOLE_DATABASE_USER, PORTHOLE_DATABASE_PASSWORD): "
                    + deepest(e), e);
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
