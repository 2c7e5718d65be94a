package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.Account;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.TestDatabase;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the portal under test is not set to: whose consoles end by a sign-out is asked of its database here, for a portal node that there is not. */
@ArquillianTest
@RunAsClient
class SignOutEndsIT {

    private static final Duration MAX_AGE = Duration.ofDays(7);

    private final TestDatabase database = PortalUnderTest.database();
    private final UUID boot = UUID.randomUUID();
    private final UUID here = UUID.randomUUID();
    private final UUID elsewhere = UUID.randomUUID();
    private UUID user;
    private UUID connection;

    @BeforeEach
    void openConsoleOfOneOfTwoSignIns() throws Exception {
        String name = Account.freshMember("workshop");
        user = (UUID) database.value("select id from users where name = ?", name);
        for (UUID signIn : List.of(here, elsewhere)) {
            database.update("insert into sign_ins (id, user_id, secret_hash, address, started_at) values (?, ?, uuid_send(?), '127.0.0.1', now() - interval '1 hour')", signIn, user, signIn);
        }
        UUID session = UUID.randomUUID();
        database.update("""
                insert into console_sessions (id, door, user_id, user_name, sign_in_id, instance_id, instance_name, project, node, address, state, open_until)
                select ?, 'PAGE', ?, ?, ?, id, display_name, project, node, '127.0.0.1', 'ACTIVE', now() from instances where id = ?""",
                session, user, name, here, PortalUnderTest.nodes().freshVm().id());
        connection = UUID.randomUUID();
        database.update("insert into console_connections (id, session_id, portal_node, portal_boot, address, opened_at) values (?, ?, 'nowhere', ?, '127.0.0.1', now() - interval '1 minute')",
                connection, session, boot);
    }

    @AfterEach
    void closeConsole() throws Exception {
        database.update("delete from console_sessions where user_id = ?", user);
    }

    @Test
    void consoleWhoseSignInsHoldGoesOn() throws Exception {
        assertEquals(List.of(), ended(true, MAX_AGE));
    }

    @Test
    void signOutElsewhereEndsItOnlyWhereThatIsSet() throws Exception {
        database.update("update sign_ins set ended_at = now() where id = ?", elsewhere);

        assertEquals(List.of(), ended(false, MAX_AGE));
        assertEquals(List.of("SIGNED_OUT"), ended(true, MAX_AGE));
    }

    @Test
    void signOutBeforeItOpenedEndsItNot() throws Exception {
        database.update("update sign_ins set ended_at = now() - interval '2 minutes' where id = ?", elsewhere);

        assertEquals(List.of(), ended(true, MAX_AGE));
    }

    @Test
    void signInThatGrewTooOldEndsIt() throws Exception {
        assertEquals(List.of("SIGNED_OUT"), ended(false, Duration.ofMinutes(30)));
    }

    private List<Object> ended(boolean allOfUser, Duration maxAge) throws Exception {
        String sql = ConsoleReasons.LOOK.replace(":oldest", "'" + Timestamp.from(Instant.now().minus(maxAge)).toInstant() + "'")
                .replace(":allOfUser", String.valueOf(allOfUser)).replace(":boot", "'" + boot + "'");
        List<Map<String, Object>> rows = database.rows(sql);
        rows.forEach(row -> assertEquals(connection, row.get("id")));
        return rows.stream().map(row -> row.get("reason")).toList();
    }
}
