package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.support.ui.Select;

/** An auditor looks for the longest consoles, at a desk by the columns' heads and on a phone by a list. */
@ArquillianTest
@RunAsClient
class HistoryOrderBrowserIT {

    private static final int[] THOUSANDS_OF_SECONDS = {1, 4, 3, 2};
    private static final int[] MEGABYTES = {3, 1, 4, 2};

    private final String user = "sorted-" + UUID.randomUUID();

    @BeforeEach
    void recordSome() throws Exception {
        for (int i = 0; i < 4; i++) {
            UUID id = RecordedHistory.insertEnded(user, "vm-" + i, Instant.parse("2019-06-01T10:00:00Z").plusSeconds(3_600L * i));
            PortalUnderTest.database().update("update console_sessions set connected_at = asked_at, ended_at = asked_at + make_interval(secs => ?), bytes_to_browser = ? where id = ?",
                    1_000.0 * THOUSANDS_OF_SECONDS[i], 1_000_000L * MEGABYTES[i], id);
        }
    }

    /** Made up: of no connection, so that whoever looks back on all tests would miss the bytes' origin. */
    @AfterEach
    void forget() throws Exception {
        PortalUnderTest.database().update("delete from console_sessions where user_name = ?", user);
    }

    @Test
    void byTheHeadsOfTheColumns() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR).go("/history?user=" + user);
            awaitOrder(browser, "descending", "vm-3 vm-2 vm-1 vm-0");
            browser.click("thead a[href$='sort=longest']");
            awaitOrder(browser, "descending", "vm-1 vm-2 vm-3 vm-0");
            browser.screenshots("history-longest");
            assertEquals(List.of(), browser.accessibilityFaults("history-longest"));
            browser.click("thead a[href$='sort=shortest']");
            awaitOrder(browser, "ascending", "vm-0 vm-3 vm-2 vm-1");
            browser.click("thead a[href$='sort=most']");
            awaitOrder(browser, "descending", "vm-2 vm-0 vm-3 vm-1");
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
        }
    }

    @Test
    void onAPhoneByTheListOfOrders() throws Exception {
        try (Chromium browser = Chromium.openNarrow()) {
            browser.signIn(Account.AUDITOR).go("/history?user=" + user);
            browser.awaitElement("#f-sort");
            assertFalse(browser.element("thead a.sort").isDisplayed(), "the heads are not there to be seen, nor to be stepped on");
            new Select(browser.element("#f-sort")).selectByValue("oldest");
            browser.click(".filter .buttons button");
            browser.await("the oldest come first", () -> "vm-0 vm-1 vm-2 vm-3".equals(rows(browser)));
            browser.screenshots("history-oldest-narrow");
            assertFalse(browser.overflowsSideways());
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    private static void awaitOrder(Chromium browser, String direction, String vms) throws Exception {
        browser.await(direction + ": " + vms, () -> direction.equals(browser.script("return document.querySelector('th[aria-sort]')?.getAttribute('aria-sort')")) && vms.equals(rows(browser)));
    }

    private static Object rows(Chromium browser) {
        return browser.script("return [...document.querySelectorAll('table.consoles tbody td:nth-child(3) p:first-child bdi')].map((name) => name.textContent).join(' ')");
    }
}
