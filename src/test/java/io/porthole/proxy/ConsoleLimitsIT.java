package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One token opened endless consoles (OSSN-0008, THREATS 28): each of the four limits holds, also for the consoles of another portal node. */
@ArquillianTest
@RunAsClient
class ConsoleLimitsIT {

    private static final int RACERS = 30;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** By it this test's visits are found in the history. */
    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();
    private final UUID boot = UUID.randomUUID();
    private UUID session;
    private Browser browser;

    @BeforeEach
    void anotherPortalNode() throws Exception {
        browser = Browser.newSignIn(Account.freshMember("workshop")).from(address);
        session = RecordedHistory.insertEnded("of-another-portal-" + boot, "vm", Instant.now());
        database.update("insert into portal_nodes (boot, name, heartbeat_at) values (?, 'another', now() + interval '1 hour')", boot);
        database.update("update console_sessions set state = 'ACTIVE', ended_at = null, end_reason = null where id = ?", session);
    }

    @AfterEach
    void itsConsolesEnd() throws SQLException {
        RecordedHistory.close(session);
    }

    @Test
    void oneUserHasSoManyAndNoMore() throws Exception {
        openElsewhere(PortalUnderTest.CONSOLES_PER_USER - 1, "127.0.0.9");
        database.update("update console_sessions set user_id = (select user_id from console_sessions where id = ?) where id = ?", browser.openConsole(vm), session);

        assertOneMoreAndNoOther(PortalUnderTest.CONSOLES_PER_USER + " consoles per user are open");
    }

    @Test
    void oneVmHasSoManyAndNoMore() throws Exception {
        openElsewhere(PortalUnderTest.CONSOLES_PER_VM - 1, "127.0.0.9");
        database.update("update console_sessions set instance_id = ? where id = ?", vm.id(), session);

        assertOneMoreAndNoOther(PortalUnderTest.CONSOLES_PER_VM + " consoles per VM are open");
    }

    @Test
    void oneAddressHasSoManyAndNoMore() throws Exception {
        openElsewhere(PortalUnderTest.CONSOLES_PER_ADDRESS - 1, address);

        assertOneMoreAndNoOther(PortalUnderTest.CONSOLES_PER_ADDRESS + " consoles per address are open");
    }

    @Test
    void thePortalHasSoManyInAllAndNoMore() throws Exception {
        Patience.until("the consoles of other tests have ended", LIMIT, () -> database.count(
                "console_connections where closed_at is null and portal_boot in (select boot from portal_nodes where heartbeat_at <= now())") == 0);
        openElsewhere(PortalUnderTest.CONSOLES_IN_ALL - 1 - (int) database.count("console_connections where closed_at is null"), "127.0.0.9");

        assertOneMoreAndNoOther(PortalUnderTest.CONSOLES_IN_ALL + " consoles in all are open");
    }

    /** Each used to count before any of the others had opened, and all got in. */
    @Test
    void ofManyThatRaceForTheLastPlacesNoMoreGetIn() throws Exception {
        openElsewhere(PortalUnderTest.CONSOLES_PER_VM - 3, "127.0.0.9");
        database.update("update console_sessions set instance_id = ? where id = ?", vm.id(), session);
        String token = browser.bearerToken(vm);
        Callable<RawWebSocket> connecting = () -> RawRequest.upgrade("/websockify?token=" + token).connect();
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        List<RawWebSocket> racers = new ArrayList<>();
        try {
            for (Future<RawWebSocket> one : threads.invokeAll(Collections.nCopies(RACERS, connecting))) {
                racers.add(one.get());
            }
            List<Integer> statuses = racers.stream().map(racer -> racer.answer().status()).toList();
            assertEquals(3, Collections.frequency(statuses, 101), statuses.toString());
            assertEquals(RACERS - 3, Collections.frequency(statuses, 429), statuses.toString());
        } finally {
            threads.shutdownNow();
            for (RawWebSocket racer : racers) {
                racer.close();
            }
        }
    }

    private void openElsewhere(int consoles, String from) throws SQLException {
        database.update("""
                insert into console_connections (id, session_id, portal_node, portal_boot, address)
                select gen_random_uuid(), ?, 'another', ?, ? from generate_series(1, ?)""", session, boot, from, consoles);
    }

    private void assertOneMoreAndNoOther(String words) throws Exception {
        UUID first = browser.openConsole(vm);
        String token = browser.token(first);
        String late = browser.token(first);
        try (RawWebSocket last = browser.connect(token).shakeHands()) {
            assertTrue(last.isOpen());
            try (RawWebSocket oneMore = browser.upgrade(late).connect()) {
                RefusedUpgrade.assertRefusedExactly(429, oneMore);
            }
            assertEquals(1, vm.vnc().connectionsAccepted());
            Map<String, Object> refused = database.rows("select * from audit_events where refusal = 'LIMIT_REACHED' and address = ?", address).get(0);
            assertTrue(refused.toString().contains(words), refused.toString());
        }
    }
}
