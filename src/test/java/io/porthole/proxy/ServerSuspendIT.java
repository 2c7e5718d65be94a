package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.ServerManagement;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WildFly is suspended, as every orderly stop of it begins. */
@ArquillianTest
@RunAsClient
class ServerSuspendIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @AfterEach
    void resume() throws Exception {
        ServerManagement.resume();
    }

    /** Nothing is written down while it is suspended: WildFly holds back scheduled tasks too. */
    @Test
    void aConsoleThatIsOpenIsRecordedAsEndedByThePortalAndNotAsALostBrowser() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            vm.vnc().awaitReady(1, LIMIT);
            ServerManagement.suspend();

            assertEquals(1001, console.readClose().closeCode());
            vm.vnc().awaitOpen(0, LIMIT);
        }
        ServerManagement.resume();
        RecordedHistory.assertEnded(session, "PORTAL_STOPPING");
    }

    @Test
    void noConsoleOpensWhileItIsSuspendedAndAfterwardsTheyDoAgain() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        String token = worker.tokenFor(vm);
        ServerManagement.suspend();
        try (RawWebSocket refused = worker.connect(token)) {
            assertEquals(503, refused.answer().status());
        }
        assertEquals(0, vm.vnc().connectionsAccepted());
        ServerManagement.resume();

        worker.connect(token).shakeHands().close();
    }
}
