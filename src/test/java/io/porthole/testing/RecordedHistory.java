package io.porthole.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What the portal wrote down, read from its database. */
public final class RecordedHistory {

    /** The portal writes within a second; a loaded machine may take longer. */
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private RecordedHistory() {
    }

    /** @return an address of this machine from which no other test comes, so that what it did is found by it */
    public static String freshAddress() {
        int number = ADDRESSES.incrementAndGet();
        return "127.1." + number / 250 + "." + (number % 250 + 1);
    }

    /** @return the session's row, as soon as it has ended; where it waits for its person, that time is over now */
    public static Map<String, Object> endOf(UUID session) throws Exception {
        Patience.until("console session " + session + " has ended", LIMIT, () -> {
            PortalUnderTest.database().update("update console_sessions set waits_until = now() where id = ? and state = 'WAITING' and waits_until > now()", session);
            return "ENDED".equals(session(session).get("state"));
        });
        return session(session);
    }

    public static void assertEnded(UUID session, String reason) throws Exception {
        assertEquals(reason, endOf(session).get("end_reason"));
    }

    public static Map<String, Object> session(UUID id) throws SQLException {
        return PortalUnderTest.database().rows("select * from console_sessions where id = ?", id).get(0);
    }

    public static Instant time(Map<String, Object> row, String column) {
        return ((Timestamp) row.get(column)).toInstant();
    }

    /** @return the rows of refusals from this address that people read, the oldest first */
    public static List<Map<String, Object>> refusalsFrom(String address) throws SQLException {
        return PortalUnderTest.database().rows("select * from console_history where state = 'REFUSED' and address = ? order by asked_at", address);
    }

    /** One refusal, and no other, was written down for this address. */
    public static void assertRefused(String address, String reason) throws SQLException {
        assertEquals(List.of(reason), refusalsFrom(address).stream().map(row -> row.get("reason")).toList());
    }

    /** @return what the audit trail holds from this address, the oldest first, each as ACTION, or ACTION REFUSAL */
    public static List<String> trailFrom(String address) throws SQLException {
        return PortalUnderTest.database().rows("select concat_ws(' ', action, refusal) as told from audit_events where address = ? order by id", address).stream()
                .map(row -> (String) row.get("told")).toList();
    }

    public static long openConnectionsOf(UUID session) throws SQLException {
        return PortalUnderTest.database().count("console_connections where session_id = ? and closed_at is null", session);
    }

    /** Ends a visit that a test made up of another portal node, as that node would. */
    public static void close(UUID session) throws SQLException {
        PortalUnderTest.database().update("update console_connections set closed_at = now(), end_reason = 'BROWSER_CLOSED' where session_id = ?", session);
        PortalUnderTest.database().update("update console_sessions set state = 'ENDED', ended_at = now(), end_reason = 'BROWSER_CLOSED' where id = ?", session);
    }

    /** A visit that ended when it was asked for, as a row of its own. */
    public static UUID insertEnded(String user, String instance, Instant asked) throws SQLException {
        UUID id = UUID.randomUUID();
        PortalUnderTest.database().update("""
                insert into console_sessions (id, door, user_id, user_name, instance_id, instance_name, project, node, address, state, asked_at, open_until, ended_at, end_reason)
                values (?, 'PAGE', ?, ?, ?, ?, 'demo', 'alpha', '127.0.0.1', 'ENDED', ?, ?, ?, 'BROWSER_CLOSED')""",
                id, UUID.randomUUID(), user, UUID.randomUUID(), instance, Timestamp.from(asked), Timestamp.from(asked), Timestamp.from(asked));
        return id;
    }
}
