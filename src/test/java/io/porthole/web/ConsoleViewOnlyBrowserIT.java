package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.QemuVm;
import io.porthole.testing.QemuVms;
import io.porthole.testing.RecordedHistory;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** A console that somebody only wants to look at, from the list to the history, in a real browser and with a real VM. */
@ArquillianTest
@RunAsClient
class ConsoleViewOnlyBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    @Test
    void aMemberLooksOnlyAndThePageAndTheHistorySaySo() throws Exception {
        UUID session;
        try (Chromium browser = Chromium.open()) {
            ConsolePage console = openToLook(browser, VMS.archive().running());
            session = console.session();

            assertTrue(browser.shows("#view-only"));
            assertEquals("View only", browser.text("#view-only"));
            assertFalse(browser.shows("[data-keys]"), "no button offers what does not work");
            browser.screenshots("console-view-only");
            browser.type("abc", Keys.ENTER);
            browser.click("[data-do=leave]");
            browser.awaitElement("#rows");
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
        }
        RecordedHistory.endOf(session);
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR).go("/history?vm=porthole-it-archive");
            String text = browser.text("#session-" + session);
            assertTrue(text.contains("view only"), text);
            assertFalse(text.contains("withheld"), "our own page does not even try: " + text);
            browser.screenshots("history-view-only");
        }
    }

    @Test
    void theViewOnlyPageFitsAPhone() throws Exception {
        try (Chromium browser = Chromium.openNarrow()) {
            browser.signIn(Account.TENANT);
            String id = VMS.archive().running().id().toString();
            browser.awaitElement("#menu-" + id);
            browser.click("#menu-" + id);
            browser.awaitElement("#view-" + id);
            browser.screenshot("list-view-only-narrow");
            browser.click("#view-" + id);
            browser.console().awaitLive();

            assertTrue(browser.shows("#view-only"));
            assertFalse(browser.overflowsSideways());
            browser.screenshot("console-view-only-narrow");
        }
    }

    private static ConsolePage openToLook(Chromium browser, QemuVm vm) throws Exception {
        browser.signIn(Account.TENANT).awaitElement("#menu-" + vm.id());
        browser.click("#menu-" + vm.id());
        browser.awaitElement("#view-" + vm.id());
        browser.screenshots("list-view-only");
        browser.click("#view-" + vm.id());
        return browser.console().awaitLive();
    }
}
