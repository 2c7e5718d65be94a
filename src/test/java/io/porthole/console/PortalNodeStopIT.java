package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.SecondPortal;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/**
 * A portal node is stopped by SIGTERM, as systemd, bin/demo and a container's engine do it, and waits as wildfly-config says, while another one goes on: nobody
 * new gets in meanwhile, and the history is whole. How the page takes it, and WildFly's own shutdown, is in ConsolePortalLossBrowserIT and PortalStopBrowserIT.
 */
@ArquillianTest
@RunAsClient
class PortalNodeStopIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** The services of the server stop after the consoles did. */
    private static final Duration STOPPED = Duration.ofSeconds(30);
    private static final byte[] KEY = new RfbMessage().keyEvent('a').toBytes();
    private static final int SHOWN = 10_000;

    /** By it this test's visits are found in the history. */
    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();
    private final Browser worker = Browser.newSignIn(Account.freshMember("workshop")).from(address);

    PortalNodeStopIT() throws Exception {
        vm.vnc().echo();
    }

    @Test
    void whoIsOnItIsToldHasTheirWhileAndGoesOnOnTheOther() throws Exception {
        try (SecondPortal portal = SecondPortal.besideTheFirst()) {
            Browser there = worker.through(portal);
            UUID session = there.openConsole(vm);
            RawWebSocket console = there.connect(there.token(session)).shakeHands();
            vm.vnc().send(new byte[SHOWN]);
            console.readBytes(SHOWN);
            assertEquals(200, ready(portal));

            long before = portal.log().lines().count();
            long asked = System.nanoTime();
            portal.terminate();
            Patience.until("the page is told how long there is", LIMIT, () -> state(there, session).containsKey("stopsIn"));
            report("its page is told", asked);
            assertTrue(state(there, session).getInt("stopsIn") < PortalUnderTest.DRAIN.toSeconds());
            assertEquals(503, ready(portal), "a load balancer sends nobody there any more");
            assertNobodyGetsIn(there, session);
            worker.connect(worker.tokenFor(vm)).shakeHands().close();
            console.sendBinary(KEY);
            assertArrayEquals(KEY, console.readBytes(KEY.length), "it goes on");

            assertEquals(4013, console.readClose().closeCode());
            report("the console ended", asked);
            assertFalse(System.nanoTime() - asked < PortalUnderTest.DRAIN.toNanos(), "it had its while");
            try (RawWebSocket again = worker.connect(worker.token(session)).shakeHands()) {
                report("it goes on on the other portal node", asked);
                Patience.until("the server has stopped", STOPPED, () -> !portal.runs());
                report("the server had stopped", asked);
                assertHistory(session, List.of("PORTAL_STOPPING", "open"));
                again.sendBinary(KEY);
                assertArrayEquals(KEY, again.readBytes(KEY.length));
            }
            // IJ000615: a connection of the pool was in use when the pool was closed
            assertEquals(List.of(), portal.log().lines().skip(before).filter(line -> line.contains(" ERROR ") || line.contains("IJ000615")).toList());
        }
    }

    private void assertNobodyGetsIn(Browser there, UUID session) throws Exception {
        try (RawWebSocket refused = there.connect(worker.token(session))) {
            assertEquals(503, refused.answer().status());
        }
        assertDraining(there.askForToken(session));
        assertDraining(there.askForBearerUrl(vm));
        HttpAnswer page = there.pressConsole(vm);
        assertEquals(503, page.status());
        assertTrue(page.says("The portal is about to stop"), page.text());
        assertEquals(4, database.count("audit_events where refusal = 'PORTAL_DRAINING' and address = ?", address));
    }

    private static void assertDraining(HttpAnswer answer) {
        assertEquals(503, answer.status(), answer.toString());
        assertTrue(answer.says("PORTAL_DRAINING"), answer.text());
    }

    /** Of the stopped node nothing is open, and its bytes and its reason stand there although it is gone. */
    private void assertHistory(UUID session, List<String> ends) throws Exception {
        assertEquals(ends, database.rows("select coalesce(end_reason, 'open') as how from console_connections where session_id = ? order by opened_at", session).stream()
                .map(row -> row.get("how")).toList());
        assertEquals(Map.of("bytes_to_browser", (long) SHOWN + KEY.length, "bytes_to_vm", (long) KEY.length),
                database.rows("select bytes_to_browser, bytes_to_vm from console_connections where session_id = ? and closed_at is not null", session).get(0));
        assertEquals(0, database.count("console_connections where portal_node = ? and closed_at is null", SecondPortal.NAME));
    }

    private static int ready(SecondPortal portal) throws IOException {
        return RawRequest.of("GET", "/health/ready").to(portal.managementPort()).send().status();
    }

    private static JsonObject state(Browser browser, UUID session) throws IOException {
        return Json.createReader(new StringReader(browser.get("/console/" + session + "/state").text())).readObject();
    }

    private static void report(String what, long since) {
        System.out.printf("SIGTERM: %s after %d ms%n", what, Duration.ofNanos(System.nanoTime() - since).toMillis());
    }
}
