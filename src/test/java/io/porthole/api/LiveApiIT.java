package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The consoles that are open now, as programs see and end them. */
@ArquillianTest
@RunAsClient
class LiveApiIT {

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final String address = RecordedHistory.freshAddress();
    private String userName;
    private ApiProgram program;
    private UUID session;
    private RawWebSocket console;

    @BeforeEach
    void openConsole() throws Exception {
        userName = Account.freshMember("workshop");
        Browser browser = Browser.newSignIn(userName);
        program = ApiProgram.with(OpenStackHttp.newToken(userName, "workshop")).from(address);
        session = browser.openConsole(vm);
        console = browser.connect(browser.token(session)).shakeHands();
    }

    @AfterEach
    void closeConsole() throws Exception {
        console.close();
    }

    @Test
    void anAuditorSeesEverybodysAndAMemberTheirOwn() throws Exception {
        assertEquals(List.of(session.toString()), sessions(program, ""));
        assertEquals(List.of(session.toString()), sessions(ApiProgram.of(Account.AUDITOR), "?q=" + userName));
        assertEquals(List.of(), sessions(ApiProgram.of(Account.DEMO), "?q=" + userName));
        Map<String, Object> told = program.list("/live/consoles", "consoles").get(0);
        assertEquals(List.of(userName, vm.name(), vm.id().toString(), "workshop", vm.node(), "127.0.0.1", "PAGE"),
                List.of(told.get("user"), told.get("vm"), told.get("vm_id"), told.get("project"), told.get("node"), told.get("address"), told.get("door")));
    }

    @Test
    void anAdministratorEndsItAndThePersonReadsWhy() throws Exception {
        ApiProgram admin = ApiProgram.of(Account.ADMIN).from(address);

        HttpAnswer answer = admin.post("/live/consoles/" + session + "/cut", "{\"reason\": \"maintenance – please save\"}");

        RawWebSocket.Frame close = console.readClose();
        assertEquals(1, ((Number) OpenStackHttp.json(answer, "cut")).intValue());
        assertEquals("4009 maintenance – please save", close.closeCode() + " " + close.closeReason());
        RecordedHistory.assertEnded(session, "CUT_BY_ADMINISTRATOR");
        assertEquals(List.of("CONSOLE_CUT"), RecordedHistory.trailFrom(address));
        HttpAnswer again = admin.post("/live/consoles/" + session + "/cut");
        assertEquals(0, ((Number) OpenStackHttp.json(again, "cut")).intValue());
    }

    @Test
    void aPersonEndsTheirOwn() throws Exception {
        assertEquals(200, program.post("/live/consoles/" + session + "/cut").status());

        RecordedHistory.assertEnded(session, "ENDED_BY_USER");
    }

    @Test
    void everyOneOfAUserAndOfAVmIsEnded() throws Exception {
        ApiProgram admin = ApiProgram.of(Account.ADMIN);
        assertEquals(200, admin.post("/live/users/" + Account.idOf(userName) + "/cut", "{}").status());
        RecordedHistory.assertEnded(session, "CUT_BY_ADMINISTRATOR");

        Browser other = Browser.signedInAs(Account.WORKER);
        UUID second = other.openConsole(vm);
        try (RawWebSocket open = other.connect(other.token(second)).shakeHands()) {
            assertEquals(200, admin.post("/live/vms/" + vm.id() + "/cut", "{\"reason\": null}").status());
            open.readClose();
        }
        RecordedHistory.assertEnded(second, "CUT_BY_ADMINISTRATOR");
    }

    @Test
    void nobodyElseEndsIt() throws Exception {
        ApiProgram stranger = ApiProgram.with(OpenStackHttp.newToken(Account.freshMember("workshop"), "workshop")).from(address);
        ApiProgram auditor = ApiProgram.of(Account.AUDITOR).from(address);
        UUID user = Account.idOf(userName);

        ApiProgram.assertRefused(404, "SESSION_NOT_FOUND", stranger.post("/live/consoles/" + session + "/cut"));
        ApiProgram.assertRefused(403, "NOT_PERMITTED", stranger.post("/live/users/" + user + "/cut"));
        ApiProgram.assertRefused(403, "NOT_PERMITTED", stranger.post("/live/vms/" + vm.id() + "/cut"));
        UUID incident = ApiProgram.assertRefused(403, "NOT_PERMITTED", auditor.post("/live/consoles/" + session + "/cut"));

        assertTrue(console.isOpen());
        assertEquals(List.of("CONSOLE_CUT_REFUSED SESSION_NOT_FOUND", "CONSOLE_CUT_REFUSED NOT_PERMITTED", "CONSOLE_CUT_REFUSED NOT_PERMITTED",
                "CONSOLE_CUT_REFUSED NOT_PERMITTED"), RecordedHistory.trailFrom(address));
        assertEquals(1, PortalUnderTest.database().count("audit_events where incident = ?", incident));
        assertEquals(List.of(session.toString()), sessions(program, ""));
    }

    @Test
    void aMalformedBodyCutsNothing() throws Exception {
        for (String json : List.of("{", "[]", "\"x\"", "{\"reason\": 7}", "{\"words\": \"x\"}", "{\"reason\": \"\\u0000\"}", "{\"reason\": \"" + "x".repeat(201) + "\"}")) {
            ApiProgram.assertRefused(400, "MALFORMED", program.post("/live/consoles/" + session + "/cut", json));
        }

        assertTrue(console.isOpen());
        assertEquals(List.of(session.toString()), sessions(program, ""));
    }

    @Test
    void anIdThatIsNoneIsNotFound() throws Exception {
        ApiProgram.assertRefused(404, "NOT_FOUND", program.post("/live/consoles/x/cut"));
    }

    private static List<String> sessions(ApiProgram program, String query) throws IOException {
        return program.list("/live/consoles" + query, "consoles").stream().map(console -> (String) console.get("session")).toList();
    }
}
