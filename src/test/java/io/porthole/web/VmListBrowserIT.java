package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.compute.PowerState;
import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.QemuVm;
import io.porthole.testing.QemuVms;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The living list in a real browser, with real VMs. */
@ArquillianTest
@RunAsClient
class VmListBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    /** Issue 2: a change made with virsh shows within this. */
    private static final Duration SHOWN = Duration.ofSeconds(3);
    private static final Duration DONE = Duration.ofSeconds(20);

    /** The ids of all that can be pressed in the rows and has the colour of the button of this id. */
    private static final String PRIMARY = """
            const ground = (element) => getComputedStyle(element).backgroundColor;
            const primary = ground(document.getElementById(arguments[0]));
            return [...document.querySelectorAll('#rows :is(button, a, summary)')].filter((element) => ground(element) === primary).map(({ id }) => id)""";
    /** The shape of each of these states' mark, put onto a mark of the page, in one colour for all. */
    private static final String SHAPES = """
            const mark = document.querySelector('#rows .state');
            mark.style.color = 'rgb(0, 0, 0)';
            return arguments[0].map((state) => {
                mark.dataset.state = state;
                const { backgroundColor, backgroundImage, borderWidth, borderStyle, borderRadius, clipPath } = getComputedStyle(mark, '::before');
                return [backgroundColor, backgroundImage, borderWidth, borderStyle, borderRadius, clipPath].join(' ');
            })""";
    /** Where the row's content begins and ends, and where its button does. */
    private static final String WIDTHS = """
            const button = document.getElementById(arguments[0]);
            const row = button.closest('.vm');
            const { paddingLeft, paddingRight, borderLeftWidth, borderRightWidth } = getComputedStyle(row);
            const [outer, inner] = [row, button].map((element) => element.getBoundingClientRect());
            return [outer.left + parseFloat(paddingLeft) + parseFloat(borderLeftWidth), outer.right - parseFloat(paddingRight) - parseFloat(borderRightWidth), inner.left, inner.right].map(Math.round)""";

    @Test
    void whatVirshDoesShowsInTheOpenListWithinThreeSecondsWithoutAReload() throws Exception {
        QemuVm vm = VMS.archive().running();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).awaitElement(row(vm, "RUNNING"));
            browser.script("window.survives = true");

            vm.destroy();
            browser.await("the row says Off", SHOWN, () -> browser.shows(row(vm, "OFF")));
            assertEquals("Off", browser.text(row(vm, "OFF") + " .state"));
            assertTrue(browser.text(row(vm, "OFF")).contains("Switched off, so there is no screen to show."));
            assertFalse(browser.shows("#console-" + vm.id()));
            assertTrue(browser.shows("#start-" + vm.id()));

            vm.start();
            browser.await("the row says Running", SHOWN, () -> browser.shows(row(vm, "RUNNING")));
            assertEquals("Running", browser.text(row(vm, "RUNNING") + " .state"));
            assertTrue(browser.shows("#console-" + vm.id()));
            assertEquals(true, browser.script("return window.survives"));
        }
    }

    @Test
    void eachStateHasAShapeOfItsOwnToo() throws Exception {
        List<String> states = Stream.of(PowerState.values()).filter(state -> state != PowerState.MIGRATING).map(Enum::name).toList();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).awaitElement("#rows .state");
            List<?> shapes = (List<?>) browser.script(SHAPES, states);

            assertEquals(states.size(), shapes.stream().distinct().count(), shapes.toString());
        }
    }

    @Test
    void theFocusStaysAtItsVmWhenTheRowChanges() throws Exception {
        QemuVm vm = VMS.archive().running();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).awaitElement("#console-" + vm.id());
            browser.script("document.getElementById(arguments[0]).focus()", "console-" + vm.id());

            vm.destroy();
            browser.awaitElement(row(vm, "OFF"));

            browser.awaitFocus("vm-" + vm.id());
        }
    }

    @Test
    void anAdministratorDecidesInTheMenuHowManyMayBeOnAConsole() throws Exception {
        QemuVm vm = VMS.archive();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.ADMIN).go("/vms?q=" + vm.name()).awaitElement("#menu-" + vm.id());
            browser.click("#menu-" + vm.id());
            browser.awaitElement("#exclusive-" + vm.id());
            assertEquals("true", browser.element("#inherit-" + vm.id()).getDomAttribute("aria-pressed"));
            browser.screenshots("list-sharing");
            browser.click("#exclusive-" + vm.id());

            browser.awaitElement(".notice");
            browser.go("/vms?q=" + vm.name()).awaitElement("#menu-" + vm.id());
            assertEquals("one at a time", browser.text("#vm-" + vm.id() + " .mark"));
            browser.screenshots("list-one-at-a-time");
            browser.click("#menu-" + vm.id());
            browser.awaitElement("#inherit-" + vm.id());
            browser.click("#inherit-" + vm.id());
            browser.awaitElement(".notice");
            browser.go("/vms?q=" + vm.name()).awaitElement("#vm-" + vm.id());
            assertFalse(browser.shows("#vm-" + vm.id() + " .mark"), "it is as its project again");
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    @Test
    void shuttingDownAsksFirstAndThenTheRowSaysOffAndStartBringsItBack() throws Exception {
        QemuVm vm = VMS.archive().running();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).awaitElement(row(vm, "RUNNING"));
            assertEquals(List.of("console-" + vm.id()), browser.script(PRIMARY, "console-" + vm.id()), "in all rows, menus included, nothing else has its colour");
            askToShutDown(browser, vm);
            browser.screenshots("confirm");
            browser.click("#confirm-stop button[value=yes]");

            browser.await("the row says Off", DONE, () -> browser.shows(row(vm, "OFF")));
            assertFalse(vm.runs());
            browser.screenshot("list-off");

            browser.click("#start-" + vm.id());
            browser.await("the row says Running", DONE, () -> browser.shows(row(vm, "RUNNING")));
            assertTrue(vm.runs());
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
        }
    }

    @Test
    void whoCancelsTheQuestionShutsNothingDown() throws Exception {
        QemuVm vm = VMS.archive().running();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT);
            askToShutDown(browser, vm);

            browser.click("#confirm-stop button[value=no]");

            browser.await("the question is gone", () -> !browser.shows("#confirm-stop"));
            browser.awaitFocus("menu-" + vm.id());
            assertTrue(vm.runs());
        }
    }

    private static void askToShutDown(Chromium browser, QemuVm vm) throws Exception {
        browser.awaitElement("#menu-" + vm.id());
        browser.click("#menu-" + vm.id());
        browser.click("#stop-" + vm.id());
        browser.awaitElement("#confirm-stop");
        assertEquals(vm.name(), browser.text("#confirm-stop .confirm-name"));
        assertTrue(vm.runs());
    }

    @Test
    void theVmOfAnotherProjectIsNotFoundBySearchingEitherAndTheCountIsToldAloud() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).awaitElement("#rows");
            browser.script("window.told = document.getElementById('count')");
            browser.await("the count", () -> browser.text("#count").equals("3 VMs"));
            browser.type("/");
            browser.awaitFocus("q");
            browser.type(VMS.vault().name());

            browser.await("nothing is found", () -> browser.text("#count").contains("No VM found"));
            assertFalse(browser.shows("#vm-" + VMS.vault().id()));
            assertEquals("status", browser.element("#count").getAriaRole());
            assertEquals(true, browser.script("return window.told === document.getElementById('count')"), "only what stays and changes its words is told aloud");
        }
    }

    @Test
    void nothingOverflowsSidewaysOnAPhone() throws Exception {
        VMS.archive().running();
        try (Chromium browser = Chromium.openNarrow()) {
            assertFalse(browser.go("/signin").overflowsSideways(), "sign-in");
            browser.screenshots("signin-narrow");

            browser.signIn(Account.TENANT).awaitElement("#console-" + VMS.archive().id());
            assertFalse(browser.overflowsSideways(), "list");
            List<?> widths = (List<?>) browser.script(WIDTHS, "console-" + VMS.archive().id());
            assertEquals(widths.subList(0, 2), widths.subList(2, 4), "Console has the row's whole width");
            browser.screenshots("list-narrow");

            browser.openConsole(VMS.archive()).awaitLive();
            assertFalse(browser.overflowsSideways(), "console");
        }
        try (Chromium browser = Chromium.openNarrow()) {
            browser.signIn(Account.AUDITOR).awaitElement("#entries");
            assertFalse(browser.overflowsSideways(), "history");
            browser.screenshots("history-narrow");
        }
    }

    private static String row(QemuVm vm, String state) {
        return "#vm-" + vm.id() + "[data-state=" + state + "]";
    }
}
