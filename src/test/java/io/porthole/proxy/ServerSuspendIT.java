package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.ServerManagement;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WildFly is suspended, as every orderly stop of it begins: nobody new gets in, and who is on a console has a while. */
@ArquillianTest
@RunAsClient
class ServerSuspendIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final byte[] KEY = new RfbMessage().keyEvent('a').toBytes();

    /** By it this test's visits are found in the history. */
    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();
    private final Browser worker = Browser.newSignIn(Account.freshMember("workshop")).from(address);

    ServerSuspendIT() throws Exception {
        vm.vnc().echo();
    }

    @AfterEach
    void resume() throws Exception {
        ServerManagement.resume();
    }

    @Test
    void anOpenConsoleGoesOnForAWhileAndIsThenRecordedAsEndedByThePortal() throws Exception {
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            long start = System.nanoTime();
            ServerManagement.suspend();

            console.sendBinary(KEY);
            assertArrayEquals(KEY, console.readBytes(KEY.length));
            assertTrue(worker.get("/console/" + session + "/state").text().contains("\"stopsIn\":"), "the page is told");
            assertEquals(4013, console.readClose().closeCode());
            assertTrue(System.nanoTime() - start >= PortalUnderTest.DRAIN.toNanos(), "it had its while");
            RecordedHistory.assertEnded(session, "PORTAL_STOPPING");
            awaitSuspended();
        }
    }

    @Test
    void whoeverComesMeanwhileIsRefusedWithATimeToComeBack() throws Exception {
        UUID session = worker.openConsole(vm);
        String token = worker.token(session);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            ServerManagement.suspend();
            Patience.until("the portal takes its leave", LIMIT, () -> worker.get("/console/" + session + "/state").text().contains("\"stopsIn\":"));

            try (RawWebSocket refused = worker.upgrade(token).connect()) {
                RefusedUpgrade.assertRefusedExactly(503, refused);
                assertEquals("10", refused.answer().header("Retry-After").orElse(""));
            }
            assertDraining(worker.askForToken(session));
            assertDraining(worker.askForBearerUrl(vm));
            HttpAnswer page = worker.pressConsole(vm);
            assertEquals(503, page.status());
            assertTrue(page.says("The portal is about to stop"), page.text());
            assertEquals(4, database.count("audit_events where refusal = 'PORTAL_DRAINING' and address = ?", address));
            assertTrue(console.isOpen());
        }
    }

    private static void assertDraining(HttpAnswer answer) {
        assertEquals(503, answer.status(), answer.toString());
        assertEquals("10", answer.header("Retry-After").orElse(""));
        assertTrue(answer.text().contains("PORTAL_DRAINING"), answer.text());
    }

    @Test
    void withoutAConsoleNobodyWaits() throws Exception {
        awaitNoConsole();
        ServerManagement.suspend();

        Patience.until("suspended", PortalUnderTest.DRAIN.minusSeconds(1), () -> "SUSPENDED".equals(ServerManagement.suspendState()));
    }

    @Test
    void aStopThatIsCalledOffLeavesConsolesOpenAndOpensNewOnes() throws Exception {
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            ServerManagement.suspend();
            Patience.until("the portal takes its leave", LIMIT, () -> worker.get("/console/" + session + "/state").text().contains("\"stopsIn\":"));
            ServerManagement.resume();

            worker.connect(worker.token(session)).shakeHands().close();
            assertFalse(worker.get("/console/" + session + "/state").text().contains("\"stopsIn\":"));
            console.sendBinary(KEY);
            assertArrayEquals(KEY, console.readBytes(KEY.length));
        }
    }

    /** Another node took one that was suspended for dead, and WildFly wrote WFLYEE0110 for each task that it held back. */
    @Test
    void aSuspendedPortalGoesOnShowingThatItLives() throws Exception {
        ServerManagement.suspend();
        awaitSuspended();
        Timestamp before = heartbeat();

        Patience.until("two more heartbeats", LIMIT, () -> heartbeat().getTime() > before.getTime() + 5_000);
        assertFalse(PortalUnderTest.serverLog().contains("WFLYEE0110"), "tasks were held back");
    }

    @Test
    void noConsoleOpensWhileItIsSuspendedAndAfterwardsTheyDoAgain() throws Exception {
        String token = worker.tokenFor(vm);
        ServerManagement.suspend();
        awaitSuspended();
        try (RawWebSocket refused = worker.connect(token)) {
            assertEquals(503, refused.answer().status());
        }
        assertEquals(0, vm.vnc().connectionsAccepted());
        ServerManagement.resume();

        worker.connect(token).shakeHands().close();
    }

    private Timestamp heartbeat() throws Exception {
        return (Timestamp) database.value("select max(heartbeat_at) from portal_nodes where heartbeat_at < now() + interval '1 minute'");
    }

    private void awaitNoConsole() throws Exception {
        Patience.until("the consoles of other tests have ended", LIMIT, () -> database.count(
                "console_connections where closed_at is null and portal_boot in (select boot from portal_nodes where heartbeat_at <= now())") == 0);
    }

    private static void awaitSuspended() throws Exception {
        Patience.until("suspended", LIMIT, () -> "SUSPENDED".equals(ServerManagement.suspendState()));
    }
}
