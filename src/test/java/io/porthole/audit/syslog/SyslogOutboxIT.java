package io.porthole.audit.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.ChainAppender;
import io.porthole.testing.FakeSyslogReceiver;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to the receiver or the portal, the receiver has each entry at least once. */
@ArquillianTest
@RunAsClient
class SyslogOutboxIT {

    private static final String INSERT = "insert into audit_events (action, user_name, incident) select 'SIGNED_IN', 'user', gen_random_uuid() from generate_series(1, %d)";

    private final List<Long> delivered = new ArrayList<>();
    private TestDatabase database;
    private FakeSyslogReceiver receiver;

    @BeforeEach
    void begin() throws Exception {
        database = PortalUnderTest.database().empty();
        receiver = FakeSyslogReceiver.start();
        open();
    }

    @AfterEach
    void end() throws IOException {
        receiver.close();
    }

    private void open() throws SQLException {
        try (Connection connection = database.connect()) {
            SyslogOutbox.open(connection);
        }
    }

    private void record(int events) throws SQLException {
        database.update(INSERT.formatted(events));
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            assertEquals(events, ChainAppender.append(connection, events));
            connection.commit();
        }
    }

    private int handOver(SyslogOutbox.Delivery delivery) throws Exception {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            int handed = SyslogOutbox.handOver(connection, delivery);
            connection.commit();
            return handed;
        }
    }

    private int handOver() throws Exception {
        return handOver(entries -> entries.forEach(entry -> delivered.add(entry.place())));
    }

    private void send(List<AuditEntry> entries) throws IOException {
        new SyslogReceiver(new SyslogSettings("127.0.0.1", receiver.port(), null, SyslogFormat.RFC5424)).deliver(entries.stream().map(SyslogFormat.RFC5424::message).toList());
    }

    private static List<Long> places(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private Optional<SyslogLag> lag() throws SQLException {
        try (Connection connection = database.connect()) {
            return SyslogOutbox.lag(connection);
        }
    }

    @Test
    void eachEntryIsHandedOverOnceAndInItsOrder() throws Exception {
        record(3);
        assertEquals(3, handOver());
        assertEquals(0, handOver());
        record(2);
        assertEquals(2, handOver());

        assertEquals(places(1, 5), delivered);
    }

    @Test
    void manyGoInBatches() throws Exception {
        record(SyslogOutbox.BATCH + 1);

        assertEquals(SyslogOutbox.BATCH, handOver());
        assertEquals(1, handOver());
        assertEquals(places(1, SyslogOutbox.BATCH + 1), delivered);
    }

    @Test
    void eventWithoutAPlaceWaits() throws Exception {
        database.update(INSERT.formatted(1));

        assertEquals(0, handOver());
    }

    /** What was before is the export's; a portal that starts again goes on where it was. */
    @Test
    void firstStartBeginsAtTheEndAndLaterOnesGoOn() throws Exception {
        record(2);
        database.update("delete from audit_syslog_cursor");
        open();
        record(2);
        open();

        handOver();

        assertEquals(places(3, 4), delivered);
    }

    @Test
    void failedDeliveryIsDoneAgain() throws Exception {
        record(2);
        assertThrows(IOException.class, () -> handOver(entries -> {
            throw new IOException("away");
        }));

        handOver();

        assertEquals(places(1, 2), delivered);
    }

    /** Between the receipt and the cursor the portal was killed: the receiver gets them twice, and their places tell. */
    @Test
    void portalThatDiesAfterTheDeliveryDeliversAgain() throws Exception {
        record(2);
        try (Connection killed = database.connect()) {
            killed.setAutoCommit(false);
            SyslogOutbox.handOver(killed, entries -> entries.forEach(entry -> delivered.add(entry.place())));
        }

        handOver();

        assertEquals(List.of(1L, 2L, 1L, 2L), delivered);
    }

    @Test
    void onePortalNodeSendsAtATime() throws Exception {
        record(2);

        assertEquals(2, handOver(entries -> {
            try {
                assertEquals(SyslogOutbox.NOT_ALONE, handOver());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
        assertEquals(List.of(), delivered);
    }

    @Test
    void receiverThatDiesAndComesBackMissesNothing() throws Exception {
        record(500);
        receiver.dieAfter(100);
        assertThrows(IOException.class, () -> handOver(this::send));
        assertEquals(places(1, 100), receiver.places());
        record(3);
        assertThrows(IOException.class, () -> handOver(this::send));

        receiver.comeBack();
        assertEquals(503, handOver(this::send));

        assertEquals(places(1, 503), receiver.places().stream().distinct().sorted().toList());
        assertEquals(0, handOver(this::send));
    }

    @Test
    void lagIsToldWhileTheReceiverIsAway() throws Exception {
        record(1);
        handOver();
        assertEquals(Optional.empty(), lag());
        record(3);
        assertEquals(Optional.empty(), lag()); // in a moment
        fail("Connection refused");
        fail("No route to host");

        SyslogLag lag = lag().orElseThrow();
        assertEquals(3, lag.entries());
        assertEquals("No route to host", lag.problem());
        assertEquals(database.rows("select at from audit_events where id = 2").get(0).get("at"), java.sql.Timestamp.from(lag.oldest()));

        handOver();
        assertEquals(Optional.empty(), lag());
        assertEquals(1, database.count("audit_syslog_cursor where failing_since is null and problem is null and handed_over_at is not null"));
    }

    /** Nothing fails, and the receiver is too slow, or no portal node runs. */
    @Test
    void lagIsToldOfWhatWaitsForLong() throws Exception {
        database.update("insert into audit_events (at, action, incident) values (now() - interval '61 seconds', 'SIGNED_IN', gen_random_uuid())");
        try (Connection connection = database.connect()) {
            ChainAppender.append(connection, 1);
        }

        SyslogLag lag = lag().orElseThrow();
        assertEquals(1, lag.entries());
        assertNull(lag.problem());
    }

    private void fail(String problem) throws SQLException {
        try (Connection connection = database.connect()) {
            SyslogOutbox.failed(connection, problem);
        }
    }
}
