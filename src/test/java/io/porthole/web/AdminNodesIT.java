package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compute nodes and settings, as administrators see them and nobody else. */
@ArquillianTest
@RunAsClient
class AdminNodesIT {

    private static final List<String> PAGES = List.of("/admin/nodes", "/admin/settings");

    @ParameterizedTest
    @EnumSource(value = Account.class, names = {"DEMO", "AUDITOR"})
    void whoIsNoAdministratorSeesNeither(Account account) throws Exception {
        String address = RecordedHistory.freshAddress();
        for (String page : PAGES) {
            HttpAnswer answer = Browser.signedInAs(account).from(address).get(page);
            assertEquals(403, answer.status());
            assertFalse(answer.says("compute_node"), answer.text());
        }
        assertEquals(List.of("ADMINISTRATION_REFUSED ADMINISTRATORS_ONLY", "ADMINISTRATION_REFUSED ADMINISTRATORS_ONLY"), RecordedHistory.trailFrom(address));
    }

    @Test
    void eachNodeIsThereWithItsState() throws Exception {
        HttpAnswer page = Browser.signedInAs(Account.ADMIN).get("/admin/nodes");

        for (Object node : PortalUnderTest.database().rows("select name from node_states").stream().map(row -> row.get("name")).toList()) {
            assertTrue(page.says("id=\"node-" + node + "\""), page.text());
        }
        assertTrue(page.says("qemu:///system"), page.text());
    }

    @Test
    void settingsAreThereWithWhereTheyComeFrom() throws Exception {
        HttpAnswer page = Browser.signedInAs(Account.ADMIN).get("/admin/settings");

        assertTrue(page.text().matches("(?s).*id=\"setting-page_size\".*?<bdi>20</bdi>.*?/[^<]*\\.properties.*"), page.text());
        assertTrue(page.text().matches("(?s).*id=\"setting-screen_pictures\".*?<bdi>true</bdi>.*"), page.text());
        assertFalse(page.says(Account.PASSWORD), "a password");
    }

    @Test
    void bothAreGoodToReadWideAndNarrow() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.ADMIN);
            for (String page : PAGES) {
                browser.go(page).awaitElement("#entries table");
                assertEquals(List.of(), browser.accessibilityFaults("admin" + page.substring(page.lastIndexOf('/')).replace('/', '-')));
            }
            assertEquals(List.of(), browser.consoleErrors());
            browser.narrow();
            for (String page : PAGES) {
                browser.go(page).awaitElement("#entries table");
                assertFalse(browser.overflowsSideways(), page);
            }
        }
    }
}
