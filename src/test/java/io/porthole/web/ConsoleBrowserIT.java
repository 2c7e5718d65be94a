package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.ClientRun;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.QemuVm;
import io.porthole.testing.QemuVms;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.Recordings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** What people do with a console, in a real browser and with real VMs. */
@ArquillianTest
@RunAsClient
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    /** The installer needs about a minute on an idle machine, and the tests beside it take a core. */
    private static final Duration INSTALLER_BOOTS = Duration.ofMinutes(4);
    private static final Duration GUEST_ANSWERS = Duration.ofSeconds(30);
    private static final Duration HISTORY_KNOWS = Duration.ofSeconds(10);

    /** It starts while the other tests run: whoever needs it comes last. */
    @BeforeAll
    static void startTheInstaller() throws Exception {
        VMS.installer().start();
    }

    // ---- the main way

    @Test
    @Order(Integer.MAX_VALUE)
    void aMemberUsesADesktopAndTheAuditorFindsItInTheHistory() throws Exception {
        UUID session;
        String picture;
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).awaitElement("#vm-" + VMS.rescue().id());
            assertEquals(List.of("porthole-it-archive", "porthole-it-installer", "porthole-it-rescue"), browser.texts("#rows h2 bdi").stream().sorted().toList());
            assertEquals(List.of("porthole-it-installer"), browser.texts(".vm:has(.recorded) h2 bdi"), "only it is recorded");
            browser.screenshots("list");

            ConsolePage console = browser.openConsole(VMS.installer()).awaitLive();
            session = console.session();
            assertEquals("porthole-it-installer – Porthole", browser.title());
            assertEquals("/console/" + session, browser.address().replaceFirst("^http://[^/]*", ""));
            assertEquals("Recorded with keys", browser.text("#recorded"));
            useTheInstaller(browser, console);
            VMS.installer().freeze();
            picture = console.stillPicture();

            browser.click("[data-do=leave]");
            browser.awaitElement("#rows");
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
        }
        findInTheHistory(session);
        assertLastPictureOfItsRecording(session, picture);
    }

    private static void useTheInstaller(Chromium browser, ConsolePage console) throws Exception {
        InstallerPicture installer = new InstallerPicture(console);
        browser.await("the installer's list of languages", INSTALLER_BOOTS, installer::showsItsLanguages);
        console.awaitFocus();
        browser.screenshots("console");

        installer.click(InstallerPicture.FRENCH);
        browser.await("a click selects French", GUEST_ANSWERS, () -> installer.isSelected(InstallerPicture.FRENCH));
        assertFalse(installer.isSelected(InstallerPicture.GALICIAN));

        browser.type(Keys.ARROW_DOWN);
        browser.await("the arrow key selects Galician", GUEST_ANSWERS, () -> installer.isSelected(InstallerPicture.GALICIAN));
        assertFalse(installer.isSelected(InstallerPicture.FRENCH));
        browser.screenshot("console-used");
    }

    private static void findInTheHistory(UUID session) throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR);
            String row = "#session-" + session;
            browser.await("the session has ended", HISTORY_KNOWS, () -> browser.go("/history?vm=porthole-it-installer").shows(row + "[data-state=ENDED]"));

            String text = browser.text(row);
            assertTrue(text.contains("The person closed it"), text);
            assertTrue(Pattern.compile("[1-9][0-9.]* [kM]?B to the browser").matcher(text).find(), text);
            assertTrue(Pattern.compile("[1-9][0-9.]* [kM]?B to the VM").matcher(text).find(), text);
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
            browser.screenshots("history");
        }
        Map<String, Object> recorded = RecordedHistory.endOf(session);
        assertEquals("BROWSER_CLOSED", recorded.get("end_reason"));
        assertEquals("tenant", recorded.get("user_name"));
    }

    private static void assertLastPictureOfItsRecording(UUID session, String picture) throws Exception {
        Object recording = Recordings.of(session, "ENDED").get("id");
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR).go("/recordings/" + recording);
            browser.await("all of it is there", () -> "true".equals(browser.script("return document.body.dataset.whole")));
            browser.type(Keys.END);
            browser.await("it is at its end", () -> (Boolean) browser.script("return document.body.dataset.seeking === 'false' && line.value === line.max"));

            assertEquals(picture, browser.stillPicture("#screen canvas"));
            browser.await("what happened when is marked", () -> browser.shows("#marks[data-whole]"));
            List<?> marks = (List<?>) browser.script("return [...document.querySelectorAll('#marks button')].map((mark) => mark.title.replace(/, [0-9:]+$/, ''))");
            assertEquals(List.of("Connected", "Keys typed", "The person closed it"), marks.stream().distinct().toList());
            assertEquals(List.of(), browser.accessibilityFaults("recording-desktop"));
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
        }
        try (Chromium browser = Chromium.openNarrow()) {
            browser.signIn(Account.AUDITOR).go("/recordings/" + recording);
            browser.await("what happened when is marked", () -> browser.shows("#marks[data-whole]"));
            assertFalse(browser.overflowsSideways());
            browser.screenshots("recording-desktop-narrow");
        }
    }

    // ---- the page around the screen

    @Test
    void theScreenHasAtLeast95PercentOfTheWindow() throws Exception {
        try (Chromium browser = Chromium.open()) {
            openFirmware(browser);

            double share = ((Number) browser.script("const r = document.getElementById('screen').getBoundingClientRect(); return r.width * r.height / (innerWidth * innerHeight)")).doubleValue();
            assertTrue(share >= 0.95, "the screen has " + share + " of the window");
        }
    }

    @Test
    void onAPhoneTheScreenIsAtTheTopAtFullWidth() throws Exception {
        try (Chromium browser = Chromium.openNarrow()) {
            openFirmware(browser);

            assertEquals(List.of(0L, 0L, 390L), browser.script("const r = document.querySelector('#screen canvas').getBoundingClientRect(); return [r.x, r.y, r.width].map(Math.round)"));
            assertFalse(browser.overflowsSideways());
            browser.screenshots("console-narrow");
        }
    }

    @Test
    void ctrlAltShiftLeavesTheScreenForTheBarAndEscapeReturns() throws Exception {
        try (Chromium browser = Chromium.open()) {
            ConsolePage console = openFirmware(browser);
            console.awaitFocus();
            browser.await("the page says which key", () -> browser.shows(".bar-hint") && browser.text(".bar-hint").equals("Ctrl+Alt+Shift leaves the screen"));
            assertTrue(((String) browser.script("return document.getElementById(document.querySelector('#screen canvas').getAttribute('aria-describedby')).textContent"))
                    .contains("Press Ctrl, Alt and Shift together"), "a screen reader reads it out");

            browser.actions().keyDown(Keys.CONTROL).keyDown(Keys.ALT).keyDown(Keys.SHIFT).keyUp(Keys.SHIFT).keyUp(Keys.ALT).keyUp(Keys.CONTROL).perform();
            browser.await("the focus is in the bar", () -> (Boolean) browser.script("return document.activeElement.closest('#bar') !== null"));

            browser.type(Keys.ESCAPE);
            console.awaitFocus();
        }
    }

    @Test
    void ctrlAltDelReachesTheGuest() throws Exception {
        try (Chromium browser = Chromium.open(); QemuVm.Resets resets = VMS.archive().running().resets()) {
            openFirmware(browser);

            browser.click("[data-keys='ControlLeft AltLeft Delete']");

            resets.await(GUEST_ANSWERS);
        }
    }

    @Test
    void aConsoleWhoseVmIsSwitchedOffEndsInWordsOverItsLastPicture() throws Exception {
        try (Chromium browser = Chromium.open()) {
            ConsolePage console = openFirmware(browser);

            VMS.archive().destroy();

            console.awaitReturning();
            browser.await("the bar says Off", () -> browser.text("#state").equals("Off"));
            browser.await("it says why", () -> browser.text("#ended-title").equals("The VM was switched off"));
            assertTrue(browser.text("#ended").contains("Session id, to quote when you ask for help: " + console.session()), browser.text("#ended"));
            browser.await("it says what it waits for", () -> browser.text("#retry").equals("This page goes on as soon as the VM runs."));
            assertEquals(List.of("Go on at once", "To the list of VMs"), browser.texts("#ended .buttons > :not([hidden])"));
            assertTrue(browser.shows("#still canvas"), "the last picture stays");
            assertTrue(Double.parseDouble(browser.element("#still canvas").getCssValue("opacity")) < 0.6, "dimmed");
            assertEquals("✕ porthole-it-archive – Porthole", browser.title());
            browser.screenshots("console-ended");
        }
    }

    // ---- who else

    @Test
    void twoBrowsersShareOneScreen() throws Exception {
        try (Chromium one = Chromium.open(); Chromium other = Chromium.open()) {
            one.signIn(Account.TENANT);
            other.signIn(Account.TENANT);
            VMS.rescue().running();
            ConsolePage first = one.openConsole(VMS.rescue()).awaitLive();
            ConsolePage second = other.openConsole(VMS.rescue()).awaitLive();
            one.await("GRUB's menu", GUEST_ANSWERS, () -> new GrubMenu(first).selects(GrubMenu.FIRST));
            other.await("the same menu", GUEST_ANSWERS, () -> new GrubMenu(second).selects(GrubMenu.FIRST));

            one.type(Keys.ARROW_DOWN);
            other.await("what one types shows to the other", GUEST_ANSWERS, () -> new GrubMenu(second).selects(GrubMenu.SECOND));

            other.type(Keys.ARROW_UP);
            one.await("and the other way round", GUEST_ANSWERS, () -> new GrubMenu(first).selects(GrubMenu.FIRST));
            assertEquals(List.of("live", "live"), List.of(first.step(), second.step()));
        }
    }

    @Test
    void aBearerUrlShowsTheScreenWithoutASignInAndDisappearsFromTheAddressBar() throws Exception {
        String url = bearerUrl(VMS.archive().running());
        try (Chromium browser = Chromium.open()) {
            ConsolePage console = browser.goTo(url).console().awaitLive();

            assertEquals(url.replaceFirst("\\?.*", ""), browser.address());
            assertEquals("porthole-it-archive – Porthole", browser.title());
            console.awaitFocus();
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
            browser.screenshot("console-bearer");
        }
    }

    @Test
    void theUrlThatNovaPrintsShowsTheScreenWithoutASignInAndTheHistoryNamesItsUserAndDoor() throws Exception {
        QemuVm vm = VMS.rescue().running();
        String url = ClientRun.as(Account.TENANT, QemuVms.PROJECT, "nova", "get-vnc-console", vm.id().toString(), "novnc").succeeded().property("novnc");
        try (Chromium browser = Chromium.open()) {
            GrubMenu grub = new GrubMenu(browser.goTo(url).console().awaitLive());

            browser.await("GRUB's menu", GUEST_ANSWERS, () -> grub.selects(GrubMenu.FIRST));
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
            browser.screenshot("console-nova");
        }
        Map<String, Object> row = PortalUnderTest.database().rows("select * from console_history where instance_name = 'porthole-it-rescue' and door = 'NOVA'").get(0);
        assertEquals("tenant", row.get("user_name"));
    }

    @Test
    void aUrlThatNovaMadeShowsTheScreenToo() throws Exception {
        String token = PortalUnderTest.nova().issue(VMS.archive().running());
        try (Chromium browser = Chromium.open()) {
            ConsolePage console = browser.goTo("http://127.0.0.1:" + PortalUnderTest.consolePort() + "/vnc_lite.html?path=%3Ftoken%3D" + token).console().awaitLive();

            console.awaitFocus();
            assertEquals("porthole-it-archive – Porthole", browser.title());
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
        }
    }

    private static String bearerUrl(QemuVm vm) throws Exception {
        HttpAnswer answer = OpenStackHttp.as(Account.TENANT).post("/api/v1/consoles", "{\"instance\":\"" + vm.id() + "\"}");
        Matcher url = Pattern.compile("\"url\":\"([^\"]+)\"").matcher(answer.text());
        assertTrue(url.find(), answer.toString());
        return url.group(1);
    }

    // ---- without a mouse

    @Test
    void theLastOfThreeVmsIsAtMostTenKeysAndThreePagesFromTheSignIn() throws Exception {
        VMS.archive().running();
        String whoHasOpenedNone = Account.freshMember(QemuVms.PROJECT);
        try (Chromium browser = Chromium.open()) {
            browser.go("/signin");
            VMS.rescue().running();
            browser.awaitFocus("name");
            browser.type(whoHasOpenedNone);
            browser.type(Keys.TAB);
            browser.type(Account.PASSWORD);
            browser.type(Keys.ENTER);
            int keys = 2;
            browser.awaitElement("#console-" + VMS.rescue().id());
            browser.type(Keys.TAB);
            browser.type(Keys.ENTER);
            keys += 2;
            while (!browser.focused().equals("console-" + VMS.rescue().id()) && keys < 10) {
                browser.type(Keys.TAB);
                keys++;
            }
            browser.type(Keys.ENTER);
            keys++;

            ConsolePage console = browser.console().awaitLive();
            assertTrue(keys <= 10, keys + " keys");
            assertEquals(List.of("/signin", "/vms", "/console/" + console.session()), browser.pages());
            console.awaitFocus();
            GrubMenu grub = new GrubMenu(console);
            browser.await("GRUB's menu", GUEST_ANSWERS, () -> grub.selects(GrubMenu.FIRST));
            browser.type(Keys.ARROW_DOWN);
            browser.await("the arrow key moves GRUB's menu", GUEST_ANSWERS, () -> grub.selects(GrubMenu.SECOND));
        }
    }

    // ---- steps

    /** The console of a VM that waits in its firmware, with its picture. */
    private static ConsolePage openFirmware(Chromium browser) throws Exception {
        VMS.archive().running();
        return browser.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive();
    }

    /** The first page of Debian's graphical installer, 1280 × 800: a list of languages, one to a row, of which one is dark. */
    private record InstallerPicture(ConsolePage console) {

        /** The middle of each row, from above. */
        static final int ENGLISH = 454;
        static final int FRENCH = 547;
        static final int GALICIAN = 570;

        private static final double DARK = 150;
        private static final double LIGHT = 240;

        boolean showsItsLanguages() {
            return console.size().equals(List.of(1280L, 800L)) && isSelected(ENGLISH) && brightness(FRENCH) > LIGHT;
        }

        void click(int row) {
            console.clickGuest(100, row);
        }

        boolean isSelected(int row) {
            double brightness = brightness(row);
            return brightness > 50 && brightness < DARK;
        }

        /** Of the empty end of the row, where neither words nor the pointer are. */
        private double brightness(int row) {
            return console.brightness(800, row - 5, 300, 10);
        }
    }

    /** The menu of GRUB's rescue disc in text mode: one entry to a row, of which one is bright. It waits half a minute for a key. */
    private record GrubMenu(ConsolePage console) {

        /** The upper edge of each row. */
        static final int FIRST = 64;
        static final int SECOND = 80;

        boolean selects(int row) {
            return console.size().equals(List.of(720L, 400L)) && console.brightness(450, row + 2, 200, 12) > 100;
        }
    }
}
