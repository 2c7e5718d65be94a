package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.dmr.ModelNode;
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
        ask("resume");
    }

    /** Nothing is written down while it is suspended: WildFly holds back scheduled tasks too. */
    @Test
    void aConsoleThatIsOpenIsRecordedAsEndedByThePortalAndNotAsALostBrowser() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            vm.vnc().awaitReady(1, LIMIT);
            ask("suspend");

            assertEquals(1001, console.readClose().closeCode());
            vm.vnc().awaitOpen(0, LIMIT);
        }
        ask("resume");
        RecordedHistory.assertEnded(session, "PORTAL_STOPPING");
    }

    @Test
    void noConsoleOpensWhileItIsSuspendedAndAfterwardsTheyDoAgain() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        String token = worker.tokenFor(vm);
        ask("suspend");
        try (RawWebSocket refused = worker.connect(token)) {
            assertEquals(503, refused.answer().status());
        }
        assertEquals(0, vm.vnc().connectionsAccepted());
        ask("resume");

        worker.connect(token).shakeHands().close();
    }

    private void ask(String operation) throws Exception {
        ModelNode request = new ModelNode();
        request.get("operation").set(operation);
        request.get("address").setEmptyList();
        try (ModelControllerClient client = ModelControllerClient.Factory.create("remote+http", "127.0.0.1", PortalUnderTest.managementPort())) {
            ModelNode answer = client.execute(request);
            assertEquals("success", answer.get("outcome").asString(), answer.toString());
        }
    }
}
