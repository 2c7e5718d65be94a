package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.CertificatesUnderTest;
import io.porthole.testing.Chromium;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Duration;
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

    private static final int X509NONE = 260;
    private static final List<String> PAGES = List.of("/admin/nodes", "/admin/settings");

    private final String address = RecordedHistory.freshAddress();

    @ParameterizedTest
    @EnumSource(value = Account.class, names = {"DEMO", "AUDITOR"})
    void whoIsNoAdministratorSeesNeither(Account account) throws Exception {
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
    void nodesThatDoNotAnswerComeFirstAndAreCounted() throws Exception {
        Patience.until("it is known that one does not answer", Duration.ofSeconds(30), () -> row(Browser.signedInAs(Account.ADMIN).get("/admin/nodes"), "refusing").contains("CRASHED"));
        String page = Browser.signedInAs(Account.ADMIN).get("/admin/nodes").text();

        assertTrue(page.indexOf("id=\"node-refusing\"") < page.indexOf("id=\"node-alpha\""), page);
        assertTrue(page.matches("(?s).*id=\"silent\">[1-9][0-9]* do(es)? not answer<.*"), page);
    }

    @Test
    void eachNodeTellsItsVersionsItsVmsAndWhenItWasLookedAtLast() throws Exception {
        Browser admin = Browser.signedInAs(Account.ADMIN);
        Patience.until("alpha was looked at", Duration.ofSeconds(30), () -> row(admin.get("/admin/nodes"), "alpha").contains("Last full look"));
        String row = row(admin.get("/admin/nodes"), "alpha");

        assertTrue(row.matches("(?s).*libvirt \\d+\\.\\d+\\.\\d+, TEST \\d.*Last full look.*<time datetime=\"20[^\"]+Z\".*"), row);
        assertTrue(row.matches("(?s).*data-state=\"RUNNING\"><span>\\d+</span> <span>Running</span>.*data-state=\"OFF\"><span>\\d+</span> <span>Off</span>.*"), row);
        assertTrue(row(admin.get("/admin/nodes"), "refusing").contains("has not looked at it yet"));
    }

    // ---- the way to a node, hop by hop

    @Test
    void theWayToAVmIsGoneAsAConsoleGoesItAndRecorded() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();

        List<String> hops = hops(test("alpha", vm.name()));

        assertEquals(List.of("LIBVIRT", "INSTANCE", "NAME", "CONNECTION", "GREETING", "SECURITY", "AUTHENTICATION", "SCREEN"), steps(hops));
        assertTrue(hops.stream().allMatch(hop -> hop.contains("RUNNING")), hops.toString());
        assertTrue(hops.get(1).contains(vm.name() + " at 127.0.0.1:" + vm.vnc().port()), hops.get(1));
        assertTrue(hops.get(4).contains("RFB 003.008"), hops.get(4));
        assertTrue(hops.get(5).contains("it offers NONE (1); of VENCRYPT, VNC_AUTHENTICATION, NONE (auth_schemes) Porthole takes NONE, without TLS"), hops.get(5));
        assertTrue(hops.get(6).contains("no password is asked for"), hops.get(6));
        assertEquals(List.of("SCREEN ok: QEMU (" + vm.name() + ")"), trail());
        vm.vnc().awaitOpen(0, Duration.ofSeconds(10));
    }

    @Test
    void aCertificateIsShownWithItsNamesAndUntilWhenItHolds() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        vm.vnc().vencrypt(PortalUnderTest.certificates().good(), X509NONE);

        List<String> hops = hops(test("alpha", vm.name()));

        assertEquals(List.of("SECURITY", "TLS", "AUTHENTICATION", "SCREEN"), steps(hops).subList(5, 9));
        assertTrue(hops.get(5).contains("it offers VENCRYPT (19)") && hops.get(5).contains("in it X509NONE (260), of which Porthole takes X509NONE, with TLS"), hops.get(5));
        assertTrue(hops.get(6).matches("(?s).*CN=good for 127.0.0.1, issued by CN=authority, valid until<.*datetime=\"20\\d\\d-.*"), hops.get(6));
    }

    @Test
    void aWrongCertificateIsTheEndThatAConsoleWouldHave() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        vm.vnc().vencrypt(PortalUnderTest.certificates().stranger().issue("stranger-of-the-node-test", CertificatesUnderTest.ADDRESS), X509NONE);

        String last = last(test("alpha", vm.name()));

        assertTrue(last.contains("hop-TLS") && last.contains("TLS_UNTRUSTED") && last.contains("comes from an unknown authority"), last);
        assertTrue(last.contains("it showed CN=stranger-of-the-node-test for 127.0.0.1"), last);
        assertEquals(List.of("TLS failed: TLS_UNTRUSTED"), trail().stream().map(detail -> detail.replaceFirst(": no TLS.*", "")).toList());
    }

    @Test
    void aWrongPasswordIsTold() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshSecuredVm();
        assertTrue(hops(test("secured", vm.name())).get(6).contains("the password is accepted"));
        vm.vnc().password("another");

        String last = last(test("secured", vm.name()));

        assertTrue(last.contains("hop-AUTHENTICATION") && last.contains("VNC_SECURITY_REFUSED") && last.contains("See vnc_password_file"), last);
    }

    @Test
    void aServerThatIsNotThereIsTold() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        vm.vnc().close();

        String last = last(test("alpha", vm.id().toString()));

        assertTrue(last.contains("hop-CONNECTION") && last.contains("NODE_REFUSED") && last.contains("The compute node refused the connection"), last);
    }

    @Test
    void anotherVmsScreenIsTold() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        vm.vnc().name("QEMU (another)");

        String last = last(test("alpha", vm.name()));

        assertTrue(last.contains("hop-SCREEN") && last.contains("WRONG_INSTANCE") && last.contains("is called QEMU (another)"), last);
    }

    @Test
    void aSilentNodeIsAskedAnew() throws Exception {
        String last = last(test("refusing", ""));

        assertTrue(last.contains("hop-LIBVIRT") && last.contains("Connection refused") && last.contains("See that libvirt runs on the compute node"), last);
    }

    @Test
    void whatWasSaidOfASilentNodeBeforeDoesNotCount() throws Exception {
        PortalUnderTest.database().update("update node_states set answers = false, reason = 'said before' where name = 'muted'");
        try {
            List<String> hops = hops(test("muted", ""));

            assertEquals(List.of("LIBVIRT", "INSTANCE"), steps(hops));
            assertTrue(hops.get(0).contains("RUNNING") && hops.get(0).contains("TEST 0"), hops.get(0));
            assertTrue(hops.get(1).contains("no VM with a screen runs here"), hops.get(1));
        } finally {
            PortalUnderTest.database().update("update node_states set answers = true, reason = '' where name = 'muted'");
        }
    }

    @Test
    void whatIsNotThereIsNotTested() throws Exception {
        String last = last(test("alpha", "no-such-vm"));

        assertTrue(last.contains("hop-INSTANCE") && last.contains("no VM of that name or id runs here"), last);
        assertEquals(404, Browser.signedInAs(Account.ADMIN).post("/admin/nodes", "node", "nowhere").status());
        assertEquals(403, Browser.signedInAs(Account.DEMO).post("/admin/nodes", "node", "alpha").status());
    }

    private HttpAnswer test(String node, String vm) throws IOException {
        return Browser.signedInAs(Account.ADMIN).from(address).post("/admin/nodes", "node", node, "vm", vm);
    }

    private List<String> trail() throws Exception {
        return PortalUnderTest.database().rows("select detail from audit_events where action = 'NODE_TESTED' and address = ? order by id", address).stream()
                .map(row -> String.valueOf(row.get("detail"))).toList();
    }

    private static List<String> hops(HttpAnswer page) {
        assertEquals(200, page.status(), page.toString());
        String list = page.text().substring(page.text().indexOf("id=\"hops\"")).split("</ol>")[0];
        return List.of(list.split("<li>")).subList(1, list.split("<li>").length);
    }

    private static String last(HttpAnswer page) {
        List<String> hops = hops(page);
        return hops.get(hops.size() - 1);
    }

    private static List<String> steps(List<String> hops) {
        return hops.stream().map(hop -> hop.replaceFirst("(?s).*?id=\"hop-([A-Z]+)\".*", "$1")).toList();
    }

    private static String row(HttpAnswer page, String node) {
        return page.text().substring(page.text().indexOf("id=\"node-" + node + "\"")).split("</tr>")[0];
    }

    @Test
    void settingsAreThereWithWhereTheyComeFrom() throws Exception {
        HttpAnswer page = Browser.signedInAs(Account.ADMIN).get("/admin/settings");

        assertTrue(page.text().matches("(?s).*id=\"setting-page_size\".*?<bdi>20</bdi>.*?/[^<]*\\.properties.*"), page.text());
        assertTrue(page.text().matches("(?s).*id=\"setting-screen_pictures\".*?<bdi>true</bdi>.*"), page.text());
        assertTrue(page.text().matches("(?s).*id=\"setting-allowed_origins\".*?not set: no other addresses.*"), page.text());
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
