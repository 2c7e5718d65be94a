package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.porthole.testing.PortalUnderTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What a visit changes on its way stands in no index, so that PostgreSQL writes it without an entry in each of them (HOT). */
@ArquillianTest
@RunAsClient
class SessionUpdatesIT {

    /** A visit's, and its token's; a connection's entry goes when it closes. */
    private static final String OFTEN = "('console_sessions', 'state'), ('console_sessions', 'open_until'), ('console_sessions', 'waits_until'), ('console_sessions', 'connected_at'),"
            + " ('console_sessions', 'bytes_to_browser'), ('console_sessions', 'bytes_to_vm'), ('console_connections', 'established_at'),"
            + " ('console_connections', 'bytes_to_browser'), ('console_connections', 'bytes_to_vm'), ('console_auth_tokens', 'used_at')";

    @Test
    void noIndexHasWhatChangesOften() throws Exception {
        assertEquals(List.of(), entered(OFTEN));
        assertEquals(10, PortalUnderTest.database().count("(values %s) as often (relation, name) join pg_attribute a on a.attrelid = often.relation::regclass and a.attname = often.name"
                .formatted(OFTEN)), "all of them are columns");
    }

    @Test
    void whatAnIndexHasInItsConditionIsSeen() throws Exception {
        assertFalse(entered("('console_sessions', 'open')").isEmpty());
    }

    /** @return in which index each of these columns is, as its key, in its expression or in its condition */
    private static List<Map<String, Object>> entered(String columns) throws SQLException {
        return PortalUnderTest.database().rows("""
                select d.refobjid::regclass::text as changed, a.attname as by, d.objid::regclass::text as entered_in
                  from (values %s) as often (relation, name)
                  join pg_attribute a on a.attrelid = often.relation::regclass and a.attname = often.name
                  join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.classid = 'pg_class'::regclass
                  join pg_index i on i.indexrelid = d.objid""".formatted(columns));
    }
}
