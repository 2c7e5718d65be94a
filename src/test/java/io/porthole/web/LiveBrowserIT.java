package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.QemuVms;
import io.porthole.testing.RecordedHistory;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The page of open consoles in real browsers, with a real VM: what an administrator does there, and what the person sees of it. */
@ArquillianTest
@RunAsClient
class LiveBrowserIT {

    private static final Duration PROMISED = Duration.ofSeconds(2);

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    @Test
    void administratorClosesAConsoleAndThePersonReadsWhy() throws Exception {
        try (Chromium person = Chromium.open(); Chromium admin = Chromium.open()) {
            ConsolePage console = person.signIn(Account.TENANT).openConsole(VMS.archive().running()).awaitLive();
            String row = openRow(admin.signIn(Account.ADMIN), console);
            admin.await("the rate of the first picture or after", () -> admin.text(row + " .live-data").contains("/s"));
            admin.screenshots("live-admin");
            admin.click(row + " [data-confirm=cut]");
            admin.awaitElement("#confirm-cut");
            admin.awaitFocus("cut-words");
            assertEquals("tenant on porthole-it-archive", admin.text("#confirm-cut .confirm-name"));
            admin.type("Maintenance from 23:00. Please save your work");
            admin.screenshots("live-cut");

            long start = System.nanoTime();
            admin.type(Keys.ENTER);
            console.awaitEnd();
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("the person's page told of the cut %d ms after the Enter key%n", passed.toMillis());

            assertTrue(passed.compareTo(PROMISED) < 0, "it took " + passed);
            assertEquals("An administrator closed this console", person.text("#ended-title"));
            assertEquals("The reason given: Maintenance from 23:00. Please save your work", person.text("#ended-words"));
            assertFalse(person.shows("#retry") || person.shows("#again"), "the page comes back by itself");
            person.screenshots("console-cut");
            admin.awaitElement(".notice");
            assertEquals("The console was closed.", admin.text(".notice"));
            admin.await("its row is gone", () -> !admin.shows(row));
            RecordedHistory.assertEnded(console.session(), "CUT_BY_ADMINISTRATOR");

            person.go("/console/" + console.session());
            assertEquals("This console was closed", person.text("h1"));
            person.screenshot("console-cut-again");
            person.go("/vms").openConsole(VMS.archive()).awaitLive();
            assertEquals(List.of(), admin.consoleErrors());
        }
    }

    @Test
    void personClosesTheirOwnFromAnotherDevice() throws Exception {
        try (Chromium first = Chromium.open(); Chromium phone = Chromium.openNarrow()) {
            ConsolePage console = first.signIn(Account.TENANT).openConsole(VMS.archive().running()).awaitLive();
            String row = openRow(phone.signIn(Account.TENANT), console);
            assertFalse(phone.overflowsSideways());
            phone.screenshots("live-own-narrow");
            phone.click(row + " [data-confirm=end]");
            phone.awaitElement("#confirm-end");
            phone.screenshot("live-end-narrow");

            long start = System.nanoTime();
            phone.click("#confirm-end [value=yes]");
            console.awaitEnd();
            System.out.printf("the first device told of the end %d ms after the tap%n", Duration.ofNanos(System.nanoTime() - start).toMillis());
            assertEquals("You closed this console from another page", first.text("#ended-title"));
            assertFalse(first.shows("#retry") || first.shows("#again"));
            first.screenshots("console-ended-elsewhere");
            phone.await("its row is gone", () -> !phone.shows(row));
            phone.screenshots("live-empty-narrow");
        }
    }

    @Test
    void administratorsPageFitsAPhone() throws Exception {
        try (Chromium person = Chromium.open(); Chromium admin = Chromium.openNarrow()) {
            ConsolePage console = person.signIn(Account.TENANT).openConsole(VMS.archive().running()).awaitLive();
            String row = openRow(admin.signIn(Account.ADMIN), console);

            assertFalse(admin.overflowsSideways());
            admin.screenshots("live-admin-narrow");
            admin.click(row + " summary");
            admin.awaitElement(row + " .menu-box");
            admin.screenshot("live-menu-narrow");
            assertFalse(admin.overflowsSideways());
        }
    }

    /** @return the selector of the console's row, which is to be seen */
    private static String openRow(Chromium browser, ConsolePage console) throws Exception {
        browser.go("/live");
        String button = "[formaction='/live/console/" + console.session() + "/cut']";
        browser.awaitElement(button);
        return ".live:has(" + button + ")";
    }
}
