package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** axe finds nothing on these pages, wide and narrow, light and dark, and each follows the scheme; the tests of other pages have it look at theirs. */
@ArquillianTest
@RunAsClient
class AccessibilityBrowserIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<String> faults = new ArrayList<>();

    @Test
    void pagesBeforeTheSignIn() throws Exception {
        try (Chromium browser = Chromium.open()) {
            look(browser, "/signin", "signin");
            browser.go("/signin").awaitFocus("name");
            browser.type("worker", Keys.TAB, "wrong", Keys.ENTER);
            browser.awaitElement("[role=alert]");
            look(browser, "signin-wrong");
            look(browser, "/nothing-here", "not-found");
            look(browser, "/vnc_auto.html", "bearer-bad");
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void listAndAccount() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.WORKER).awaitElement("#rows");
            look(browser, "vms");
            look(browser, "/vms?q=there-is-no-such-vm", "vms-none");
            look(browser, "/account", "account");
            look(browser, "/vms/6f9619ff-8b86-4011-b42d-00c04fc964ff", "no-such-vm");
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void console() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.WORKER).go("/vms?q=" + vm.name()).awaitElement("#console-" + vm.id());
            browser.click("#console-" + vm.id());
            ConsolePage console = browser.console();
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send(new RfbMessage().filledScreen(0x808080).toBytes());
            console.awaitLive();
            look(browser, "console");
            browser.click("#keys summary");
            look(browser, "console-keys");
            browser.click("#keys summary");
            browser.click("#view summary");
            browser.click("[data-view=info]");
            browser.click("#view summary");
            look(browser, "console-view");
            browser.click("#view summary");
            browser.click("#power summary");
            look(browser, "console-power");
            browser.click("#power summary");
            browser.click("[data-do=clipboard]");
            look(browser, "console-clipboard");
            browser.click("[data-do=close-clipboard]");
            browser.click("[data-do=type]");
            browser.type("ü");
            look(browser, "console-type");
            browser.script("document.getElementById('type').close()");
            vm.vnc().closeConnections();
            console.awaitReturning();
            look(browser, "console-returning");
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void aConsoleThatIsRefused() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.WORKER).go("/vms?q=" + vm.name()).awaitElement("#console-" + vm.id());
            browser.script("const button = document.getElementById(arguments[0]); button.formAction = '/vms/6f9619ff-8b86-4011-b42d-00c04fc964ff/console'; button.click();",
                    "console-" + vm.id());
            browser.await("the refusal", () -> browser.path().equals("/vms/6f9619ff-8b86-4011-b42d-00c04fc964ff/console"));
            look(browser, "refused");
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void auditorsPages() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR).awaitElement("main");
            look(browser, "/history", "history");
            look(browser, "/history?vm=there-is-no-such-vm", "history-none");
            look(browser, "/live", "live");
            look(browser, "/history/events", "events");
            look(browser, "/history/use", "use");
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void administratorsPages() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.ADMIN).awaitElement("main");
            look(browser, "/admin/users", "admin-users");
            look(browser, "/admin/users?q=worker", "admin-users-found");
            look(browser, "/admin/projects", "admin-projects");
            look(browser, "/admin/rules", "admin-rules");
        }
        assertEquals(List.of(), faults);
    }

    /** The check that all pages are held to finds a page that stays as it is. */
    @Test
    void aPageThatKeepsItsColoursInTheDarkIsFound() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.go("/signin").awaitFocus("name");
            assertEquals(List.of(), browser.againstTheScheme("light"));
            assertEquals(List.of(), browser.againstTheScheme("dark"));
            browser.script("document.querySelector('.panel').style.background = 'white'");
            assertEquals(List.of("section#.panel keeps its backgroundColor in the dark scheme: rgb(255, 255, 255)"), browser.againstTheScheme("dark"));
            browser.script("document.querySelector('.panel').style.background = ''; document.body.style.color = 'black'");
            assertEquals("body#. keeps its color in the dark scheme: rgb(0, 0, 0)", browser.againstTheScheme("dark").get(0));
        }
    }

    private void look(Chromium browser, String path, String name) throws Exception {
        look(browser.go(path), name);
    }

    private void look(Chromium browser, String name) throws Exception {
        faults.addAll(browser.accessibilityFaults(name));
    }
}
