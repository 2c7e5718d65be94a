package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.QemuVms;
import jakarta.json.Json;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watching, in real browsers and with a real VM: what the auditor sees, and what the watched person is told. */
@ArquillianTest
@RunAsClient
class WatchBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    @Test
    void personIsAskedAndToldAndTheAuditorSees() throws Exception {
        try (Chromium person = Chromium.open(); Chromium auditor = Chromium.open()) {
            ConsolePage console = person.signIn(Account.TENANT).openConsole(VMS.archive().running()).awaitLive();
            ConsolePage watching = ask(auditor, console.session());
            assertEquals("The person is being asked", auditor.text("#ended-title"));
            auditor.screenshots("console-consent-awaited");
            person.awaitElement("#consent");
            assertEquals("auditor asks to watch this console.", person.text("#consent p"));
            assertFalse(person.shows("#watched"));
            person.screenshots("console-consent");

            person.click("#consent [value=yes]");
            long start = System.nanoTime();
            watching.awaitLive();
            System.out.printf("the watcher's picture came %d ms after the person agreed%n", Duration.ofNanos(System.nanoTime() - start).toMillis());
            person.awaitElement("#watched");
            assertEquals("auditor is watching", person.text("#watched"));
            assertFalse(person.shows("#consent") || auditor.shows("#watched"));
            assertEquals("View only", auditor.text("#view-only"));
            person.screenshots("console-watched");
            auditor.screenshots("console-watching");

            person.click("[data-do=leave]");
            watching.awaitEnd();
            assertEquals("The console that you watched is over", auditor.text("#ended-title"));
            assertEquals(List.of(), auditor.consoleErrors());
        }
    }

    @Test
    void personWhoDoesNotAgreeIsNotWatched() throws Exception {
        try (Chromium person = Chromium.openNarrow(); Chromium auditor = Chromium.open()) {
            ConsolePage console = person.signIn(Account.TENANT).openConsole(VMS.archive().running()).awaitLive();
            ask(auditor, console.session());
            person.awaitElement("#consent");
            assertFalse(person.overflowsSideways());
            person.screenshots("console-consent-narrow");
            person.click("#consent [value=no]");

            auditor.await("the refusal", () -> auditor.text("#ended-title").equals("The person did not agree"));
            assertFalse(auditor.shows("#again") || person.shows("#watched"));
            auditor.screenshot("console-consent-refused");
        }
    }

    @Test
    void personWhoCameByABearerUrlIsAskedAndToldToo() throws Exception {
        VMS.archive().running();
        HttpAnswer answer = OpenStackHttp.as(Account.TENANT).post("/api/v1/consoles", "{\"instance\":\"" + VMS.archive().id() + "\"}");
        String url = Json.createReader(new StringReader(answer.text())).readObject().getString("url");
        try (Chromium person = Chromium.openNarrow(); Chromium auditor = Chromium.open()) {
            person.goTo(url);
            person.console().awaitLive();
            UUID session = (UUID) PortalUnderTest.database().value("select id from console_sessions where state = 'ACTIVE' and door = 'API' and instance_id = ?", VMS.archive().id());
            ConsolePage watching = ask(auditor, session);
            person.awaitElement("#consent");
            assertEquals("auditor asks to watch this console.", person.text("#consent p"));
            person.click("#consent [value=yes]");

            watching.awaitLive();
            person.awaitElement("#watched");
            assertEquals("auditor is watching", person.text("#watched"));
            assertFalse(person.shows("#consent"));
            person.screenshots("console-bearer-watched-narrow");
            assertEquals(List.of(), person.consoleErrors());
            assertEquals(List.of(), person.badResponses());
            person.click("[data-do=leave]");
            watching.awaitEnd();
        }
    }

    /** @return the auditor's console page, which waits for the answer */
    private static ConsolePage ask(Chromium auditor, UUID watched) throws Exception {
        String watch = "[formaction='/live/console/" + watched + "/watch']";
        auditor.signIn(Account.AUDITOR).go("/live").awaitElement(watch);
        auditor.screenshots("live-auditor");
        auditor.click(watch);
        ConsolePage watching = auditor.console();
        auditor.awaitElement("#ended");
        return watching;
    }
}
