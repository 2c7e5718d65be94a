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
    void theWayToANodeIsTriedStepByStepAndRecorded() throws Exception {
        String address = RecordedHistory.freshAddress();
        Browser admin = Browser.signedInAs(Account.ADMIN).from(address);

        HttpAnswer good = admin.post("/admin/nodes", "node", "alpha");
        HttpAnswer bad = admin.post("/admin/nodes", "node", "refusing");

        assertTrue(good.text().matches("(?s).*libvirt answers.*Its name is known.*A connection is made.*It speaks RFB.*RFB 003\\.00[38].*"), good.text());
        assertFalse(good.text().substring(good.text().indexOf("id=\"hops\"")).split("</section>")[0].contains("CRASHED"), good.text());
        assertTrue(bad.says("Connection refused") && bad.says("See that libvirt runs on the compute node"), bad.text());
        assertEquals(404, admin.post("/admin/nodes", "node", "nowhere").status());
        assertEquals(403, Browser.signedInAs(Account.DEMO).post("/admin/nodes", "node", "alpha").status());
        assertEquals(List.of("GREETING ok: RFB 003.008", "LIBVIRT failed"), PortalUnderTest.database().rows(
                "select detail from audit_events where action = 'NODE_TESTED' and address = ? order by id", address).stream()
                .map(row -> String.valueOf(row.get("detail")).replaceFirst("(failed): .*", "$1")).toList());
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
            browser.go("/admin/nodes").click("#test-alpha");
            browser.awaitElement("#hops");
            assertEquals(List.of(), browser.accessibilityFaults("admin-node-tested"));
            assertEquals(List.of(), browser.consoleErrors());
            browser.narrow();
            for (String page : PAGES) {
                browser.go(page).awaitElement("#entries table");
                assertFalse(browser.overflowsSideways(), page);
            }
        }
    }
}
