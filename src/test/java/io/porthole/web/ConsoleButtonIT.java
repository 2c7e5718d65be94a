package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The Console button, and the page and the tokens that follow: what is refused there. */
@ArquillianTest
@RunAsClient
class ConsoleButtonIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** By it this test's visits are found in the history. */
    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();

    @Test
    void aVmThatIsOffHasNoConsole() throws Exception {
        assertRefusedByPage(409, "INSTANCE_NOT_READY", "The VM has no screen at this moment",
                Browser.signedInAs(Account.DEMO).from(address).pressConsole(PortalUnderTest.nodes().vm("archive")));
    }

    @Test
    void aVmWithoutVncHasNoConsole() throws Exception {
        assertRefusedByPage(409, "NO_VNC_CONSOLE", "This VM has no VNC screen",
                Browser.signedInAs(Account.DEMO).from(address).pressConsole(PortalUnderTest.nodes().vm("headless")));
    }

    @Test
    void aVmOnANodeWithVncSwitchedOffHasNoConsole() throws Exception {
        VmUnderTest muted = PortalUnderTest.nodes().vm("muted");

        assertRefusedByPage(409, "NO_VNC_CONSOLE", "VNC is switched off for its compute node", worker().pressConsole(muted));
        assertEquals(0, muted.vnc().connectionsAccepted());
    }

    @Test
    void aVmOfAnotherProjectHasNoConsole() throws Exception {
        assertRefusedByPage(404, "INSTANCE_NOT_FOUND", "There is no such VM",
                Browser.signedInAs(Account.DEMO).from(address).pressConsole(PortalUnderTest.nodes().vm("vault")));
    }

    private void assertRefusedByPage(int status, String reason, String words, HttpAnswer answer) throws Exception {
        assertEquals(status, answer.status());
        assertTrue(answer.says(words), answer.toString());
        RecordedHistory.assertRefused(address, reason);
        String incident = RecordedHistory.refusalsFrom(address).get(0).get("id").toString();
        assertTrue(answer.says(incident), "the page quotes what the history calls it");
        assertEquals(0, database.count("console_sessions where address = ?", address), "there is nothing to get a token for");
    }

    @Test
    void aTokenForAVmThatWasStoppedMeanwhileIsRefused() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);
        stop(worker);

        HttpAnswer answer = worker.askForToken(session);

        assertEquals(409, answer.status());
        assertTrue(answer.says("\"refusal\":\"INSTANCE_NOT_READY\""), answer.text());
        RecordedHistory.assertRefused(address, "INSTANCE_NOT_READY");
    }

    @Test
    void theSessionOfAnotherPersonIsNotFound() throws Exception {
        UUID session = worker().openConsole(vm);
        Browser other = Browser.newSignIn(Account.freshMember("workshop")).from(address);

        assertEquals(404, other.get("/console/" + session).status());
        assertEquals(404, other.askForToken(session).status());
        assertEquals(List.of("SESSION_NOT_FOUND", "SESSION_NOT_FOUND"), RecordedHistory.refusalsFrom(address).stream().map(row -> row.get("reason")).toList());
    }

    @Test
    void theSessionOfAnotherPersonIsAnsweredAsIfThereWereNone() throws Exception {
        UUID session = worker().openConsole(vm);
        Browser other = Browser.newSignIn(Account.freshMember("workshop")).from(address);

        String incident = "\"incident\":\"[0-9a-f-]+\"";
        assertEquals(other.askForToken(UUID.randomUUID()).text().replaceAll(incident, ""), other.askForToken(session).text().replaceAll(incident, ""));
    }

    @Test
    void theSessionOfAnotherBrowserIsNotFoundEvenForAnAdministrator() throws Exception {
        UUID session = worker().openConsole(vm);

        assertEquals(404, Browser.newSignIn(Account.WORKER).askForToken(session).status());
        assertEquals(404, Browser.signedInAs(Account.ADMIN).askForToken(session).status());
    }

    @Test
    void theSessionOfABearerUrlGivesNoPageTokens() throws Exception {
        Browser worker = worker();
        worker.bearerToken(vm);
        UUID session = (UUID) database.value("select id from console_sessions where instance_id = ?", vm.id());

        assertEquals(404, worker.askForToken(session).status());
    }

    @Test
    void theConsolePageHoldsNoToken() throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);

        HttpAnswer page = worker.get("/console/" + session);

        assertEquals(200, page.status());
        assertTrue(page.says(vm.name()));
        assertFalse(page.says("token="), page.text());
        assertEquals(1, database.count("console_auth_tokens where session_id = ? and used_at is null", session));
    }

    private Browser worker() throws IOException {
        return Browser.signedInAs(Account.WORKER).from(address);
    }

    private void stop(Browser browser) throws Exception {
        assertEquals(303, browser.post("/vms/" + vm.id() + "/stop").status());
        Patience.until(vm.name() + " is off", LIMIT, () -> browser.get("/vms/" + vm.id() + "/state").says("OFF"));
    }
}
