package io.porthole.web;

import static io.porthole.testing.ComputeNodesUnderTest.ALPHA;
import static io.porthole.testing.ComputeNodesUnderTest.REFUSING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.ProjectRights;
import io.porthole.testing.QemuVm;
import io.porthole.testing.QemuVms;
import io.porthole.testing.VmUnderTest;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The list as a wall of screens, with pictures of real ones. */
@ArquillianTest
@RunAsClient
class WallBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    /** How many colours the picture has. */
    private static final String COLOURS = """
            const picture = document.querySelector(arguments[0]);
            if (picture === null || !picture.complete || picture.naturalWidth === 0) return 0;
            const canvas = new OffscreenCanvas(picture.naturalWidth, picture.naturalHeight).getContext('2d');
            canvas.drawImage(picture, 0, 0);
            return new Set(new Uint32Array(canvas.getImageData(0, 0, picture.naturalWidth, picture.naturalHeight).data.buffer)).size;""";

    @Test
    void whatIsOnTheScreensShowsAndTheChoiceIsRemembered() throws Exception {
        QemuVm vm = VMS.archive().running();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).awaitElement("#console-" + vm.id());
            assertFalse(browser.shows(".vm-screen"), "a table, unless chosen otherwise");
            browser.click(".views a[href^='/vms?view=wall']");
            browser.await("the firmware's picture", () -> ((Number) browser.script(COLOURS, picture(vm))).intValue() > 10);
            browser.screenshots("wall");
            assertEquals(List.of(), browser.accessibilityFaults("wall"));

            browser.go("/vms").awaitElement(".wall " + "#console-" + vm.id());
            vm.destroy();
            browser.await("a VM that is off has no picture", () -> browser.shows("#vm-" + vm.id() + "[data-state=OFF]") && !browser.shows(picture(vm)));
            browser.screenshots("wall-off");
            assertEquals(204, Browser.signedInAs(Account.TENANT).get(screen(vm)).status(), "that there is none now is no fault, which a browser would log");
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
            browser.click(".views a[href^='/vms?view=table']");
            browser.await("the table again", () -> !browser.shows(".vm-screen"));
        }
    }

    @Test
    void aWallStaysOneWhenAnotherTabChoosesTheTable() throws Exception {
        QemuVm vm = VMS.archive().running();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).go("/vms?view=wall").go("/vms").awaitElement("#vm-" + vm.id() + "[data-state=RUNNING] .vm-screen");
            browser.module("await fetch('/vms?view=table'); return true;");
            vm.destroy();
            browser.await("its VM is off, on the wall", () -> browser.shows("#vm-" + vm.id() + "[data-state=OFF] .vm-screen"));
            browser.go("/vms").awaitElement("#vm-" + vm.id());
            browser.await("the choice was the other tab's", () -> !browser.shows(".vm-screen"));
        }
        HttpAnswer byItself = Browser.newSignIn(Account.TENANT).get("/vms?view=wall&part=list");
        assertFalse(byItself.headers("Set-Cookie").stream().anyMatch(cookie -> cookie.startsWith("vms-view")), "a page that renews itself chooses nothing");
    }

    @Test
    void onAPhoneItFitsAndAConsoleOpensFromIt() throws Exception {
        QemuVm vm = VMS.archive().running();
        try (Chromium browser = Chromium.openNarrow()) {
            browser.signIn(Account.TENANT).go("/vms?view=wall").awaitElement("#console-" + vm.id());
            browser.await("its picture", () -> ((Number) browser.script(COLOURS, picture(vm))).intValue() > 10);
            assertFalse(browser.overflowsSideways());
            browser.screenshots("wall-narrow");
            browser.openConsole(vm).awaitLive();
        }
    }

    @Test
    void whoIsNoMemberGetsNoPictureNorDoesAnybodyOfAConsoleForOne() throws Exception {
        QemuVm vm = VMS.archive().running();
        QemuVm exclusive = VMS.vault().running();

        HttpAnswer own = Browser.signedInAs(Account.TENANT).get(screen(vm));
        assertEquals(200, own.status());
        assertEquals("image/jpeg", own.header("Content-Type").orElse(""));
        assertEquals("no-store", own.header("Cache-Control").orElse(""));
        assertEquals(404, Browser.signedInAs(Account.DEMO).get(screen(vm)).status());
        assertEquals(404, Browser.signedInAs(Account.AUDITOR).get(screen(vm)).status());
        assertEquals(404, Browser.newSignIn(Account.freshMember(ProjectRights.SAFE.project())).get(screen(exclusive)).status());
        assertEquals(404, Browser.signedInAs(Account.TENANT).get("/vms/" + UUID.randomUUID() + "/screen").status());
        assertTrue(Browser.anonymous().get(screen(vm)).location().startsWith("/signin"));
    }

    @Test
    void favouritesComeFirstAndWhoIsOnAVmIsNamed() throws Exception {
        VMS.rescue().running();
        String name = Account.freshMember(QemuVms.PROJECT);
        try (Chromium browser = Chromium.open(); Chromium other = Chromium.open()) {
            browser.signIn(name).go("/vms?q=porthole").awaitElement("#menu-" + VMS.rescue().id());
            assertEquals("porthole-it-archive", first(browser));
            browser.click("#menu-" + VMS.rescue().id());
            browser.click("#favourite-" + VMS.rescue().id());
            browser.await("it comes first, in the same search", () -> first(browser).equals("porthole-it-rescue") && browser.address().contains("q=porthole"));
            assertTrue(browser.shows("#vm-" + VMS.rescue().id() + " .star"));

            other.signIn(Account.TENANT).openConsole(VMS.rescue()).awaitLive();
            browser.await("who is on it", () -> browser.text("#vm-" + VMS.rescue().id() + " .vm-where").contains("in use by tenant"));
            browser.screenshots("list-favourite");
            other.click("[data-do=leave]");
            browser.await("nobody any more", () -> !browser.text("#vm-" + VMS.rescue().id() + " .vm-where").contains("in use by"));
            browser.click("#menu-" + VMS.rescue().id());
            browser.click("#favourite-" + VMS.rescue().id());
            browser.await("by name again", () -> first(browser).equals("porthole-it-archive"));
            assertEquals(List.of(), browser.consoleErrors());
        }
        assertEquals(404, Browser.signedInAs(Account.DEMO).post("/vms/" + VMS.rescue().id() + "/favourite", "favourite", "true").status());
    }

    @Test
    void aPictureThatIsOlderThanItsPaceIsDimmedAndSaysItsAge() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        String screen = "#vm-" + vm.id() + " .vm-screen";
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.freshMember("workshop")).go("/vms?view=wall&q=" + vm.name()).awaitElement(screen + " img");
            browser.await("its picture", () -> ((Number) browser.script(COLOURS, screen + " img")).intValue() > 1);
            assertFalse(browser.shows(screen + " p"), "nothing is said of one that is new");

            browser.await("its age, once its compute node is silent", () -> {
                moveTo(REFUSING, vm);
                return browser.text(screen + ".late p").matches("Its screen as it was \\d+ (second|minute)s? ago");
            });
            browser.screenshots("wall-late");
            assertTrue(((String) browser.script("return getComputedStyle(document.querySelector(arguments[0])).filter", screen + ".late img")).contains("brightness"), "it is dimmed");
            moveTo(ALPHA, vm);
            browser.await("a new one, as soon as its compute node answers", () -> browser.shows(screen + " img") && !browser.shows(screen + " p"));
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    /** @return the name of the first one; "" while the page is on its way */
    private static String first(Chromium browser) throws Exception {
        return browser.texts("#rows h2 bdi").stream().findFirst().orElse("");
    }

    /** What the node that it is on tells of it puts it back there sooner or later. */
    private static void moveTo(String node, VmUnderTest vm) throws Exception {
        PortalUnderTest.database().update("update instances set node = ? where id = ?", node, vm.id());
    }

    private static String screen(QemuVm vm) {
        return "/vms/" + vm.id() + "/screen";
    }

    private static String picture(QemuVm vm) {
        return "#vm-" + vm.id() + " .vm-screen img";
    }
}
