package io.porthole.web;

import static io.porthole.web.HistoryPage.ids;
import static io.porthole.web.HistoryPage.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Under the id that a person quotes, the administrator finds what broke. */
@ArquillianTest
@RunAsClient
class ConsoleCauseIT {

    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();

    @Test
    void theCauseOfAFailureIsFoundByTheSessionAndByTheIncident() throws Exception {
        UUID session = failedSession();
        Map<String, Object> event = database.rows("select * from audit_events where session_id = ? and action = 'CONSOLE_ENDED'", session).get(0);
        String cause = "127.0.0.1:" + vm.vnc().port() + ": java.net.ConnectException: Connection refused";
        Browser admin = Browser.signedInAs(Account.ADMIN);

        HttpAnswer bySession = admin.get("/history?id=" + session);
        HttpAnswer byIncident = admin.get("/history?id=" + event.get("incident"));

        assertEquals(List.of(session), ids(bySession));
        assertEquals(List.of(session), ids(byIncident));
        assertTrue(row(bySession, session).contains("The compute node refused the connection"), bySession.text());
        assertTrue(row(bySession, session).contains(cause), bySession.text());
        assertTrue(event.get("detail").toString().startsWith("NODE_REFUSED (connection="), event.toString());
        assertTrue(event.get("detail").toString().contains(cause), event.toString());
    }

    /** The addresses of the management network are not everybody's. */
    @Test
    void anAuditorReadsWhichHopBrokeAndNotWhere() throws Exception {
        UUID session = failedSession();

        String row = row(Browser.signedInAs(Account.AUDITOR).get("/history?id=" + session), session);

        assertTrue(row.contains("The compute node refused the connection"), row);
        assertFalse(row.contains("127.0.0.1:" + vm.vnc().port()), row);
    }

    @Test
    void theCauseOfARefusalIsFoundByItsIncident() throws Exception {
        database.update("update instances set node = 'refusing' where id = ?", vm.id());
        Browser.signedInAs(Account.WORKER).from(address).pressConsole(vm);
        UUID incident = (UUID) RecordedHistory.refusalsFrom(address).get(0).get("id");
        String detail = (String) database.value("select detail from audit_events where incident = ?", incident);

        String row = row(Browser.signedInAs(Account.ADMIN).get("/history?id=" + incident), incident);

        assertFalse(detail.isEmpty());
        assertTrue(row.contains(detail.substring(0, 20)), row);
    }

    @Test
    void anEverydayEndHasNoCause() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            console.sendClose(1000);
            RecordedHistory.assertEnded(session, "BROWSER_CLOSED");
        }

        assertNull(database.value("select end_detail from console_connections where session_id = ?", session));
        String told = (String) database.value("select detail from audit_events where session_id = ? and action = 'CONSOLE_ENDED'", session);
        assertTrue(told.startsWith("BROWSER_CLOSED (connection=") && told.endsWith(")"), told);
    }

    // ---- a browser does not tell its page why a WebSocket did not open

    @Test
    void thePageLearnsWhyItsWebSocketWasRefused() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER).from(address);
        UUID session = worker.openConsole(vm);
        String token = worker.token(session);
        try (RawWebSocket console = worker.connect(token).shakeHands(); RawWebSocket second = worker.connect(token)) {
            assertTrue(console.isOpen());
            assertEquals(403, second.answer().status());
        }
        UUID incident = (UUID) RecordedHistory.refusalsFrom(address).get(0).get("id");

        assertEquals("{\"refusal\":\"TOKEN_USED\",\"incident\":\"" + incident + "\"}", worker.get("/console/" + session + "/refusal").text());
        assertEquals("{}", Browser.newSignIn(Account.WORKER).get("/console/" + session + "/refusal").text(), "another browser is told nothing");
        assertEquals("{}", worker.get("/console/" + worker.openConsole(vm) + "/refusal").text(), "nothing was refused");
    }

    private UUID failedSession() throws Exception {
        vm.vnc().close();
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session))) {
            assertEquals(4033, console.readClose().closeCode());
        }
        RecordedHistory.assertEnded(session, "NODE_REFUSED");
        return session;
    }
}
