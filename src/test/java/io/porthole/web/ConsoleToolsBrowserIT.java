package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.SentMessages;
import io.porthole.testing.VmUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What the console page has beside the screen, and what of it the VNC server gets. */
@ArquillianTest
@RunAsClient
class ConsoleToolsBrowserIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SERVER_CUT_TEXT = 3;
    /** Capabilities: text, and all four actions (rfbproto, Extended Clipboard Pseudo-Encoding). */
    private static final long ALL_OF_THE_EXTENDED_CLIPBOARD = 0x1f000001L;
    private static final String NOTIFY_OF_TEXT = "8000001";
    /** Pseudo-encodings: -32 is JPEG's quality 0, -256 compression's level 0. */
    private static final int QUALITY_0 = -32;
    private static final int COMPRESSION_0 = -256;

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private Chromium browser;
    private ConsolePage console;
    private boolean unauthorizedIsExpected;

    private void open(Chromium opened) throws Exception {
        press(opened);
        arrive(1);
    }

    private void press(Chromium opened) throws Exception {
        browser = opened.signIn(Account.WORKER).go("/vms?q=" + vm.name());
        browser.click("#console-" + vm.id());
        console = browser.console();
    }

    private void awaitConnection(int connections) throws Exception {
        browser.await("connection " + connections, LIMIT, () -> vm.vnc().connections().size() == connections && vm.vnc().connections().get(connections - 1).isReady());
    }

    private void arrive(int connections) throws Exception {
        awaitConnection(connections);
        vm.vnc().send(new RfbMessage().filledScreen(0x4080c000).toBytes());
        console.awaitLive();
    }

    @AfterEach
    void closeBrowser() throws Exception {
        List<String> errors = browser.consoleErrors().stream().filter(error -> !unauthorizedIsExpected || !error.contains(" 401 ")).toList();
        browser.close();
        assertEquals(List.of(), errors);
    }

    // ---- keys

    @Test
    void ownCombinationIsKeptInTheBrowserAndPressed() throws Exception {
        open(Chromium.open());
        browser.click("#keys summary");
        browser.element("#own-keys-new").sendKeys("ctrl + Hyper", Keys.ENTER);
        browser.await("what is no key is named", () -> browser.text("#own-keys-told").startsWith("There is no key called Hyper."));
        browser.element("#own-keys-new").clear();
        browser.element("#own-keys-new").sendKeys("Ctrl+Alt+T", Keys.ENTER);
        browser.awaitElement("#own-keys-list [data-keys]");
        browser.screenshots("console-own-keys");

        browser.go(browser.path());
        arrive(2);
        browser.click("#keys summary");
        browser.click("#own-keys-list [data-keys]");

        browser.await("the keys", () -> keys(1).size() >= 6);
        assertEquals(List.of("+ffe3", "+ffe9", "+74", "-74", "-ffe9", "-ffe3"), keys(1));
        console.awaitFocus();
        browser.click("#keys summary");
        browser.click("#own-keys-list [data-remove]");
        browser.await("it is forgotten", () -> !browser.shows("#own-keys-list li"));
    }

    /** As any keyboard names them, and as many as there is place for. */
    @Test
    void ownCombinationTakesKeysOfAnyKeyboardAndForgetsNoneByItself() throws Exception {
        open(Chromium.open());
        List<String> twelve = List.of("Alt+ö", "Ctrl-Alt-Del", "Strg+ArrowUp", "F5", "Tab", "Escape", "Ctrl+Space", "Ctrl+7", "Ctrl++", "Ж", "Ctrl+空格", "Maj+Suppr");
        browser.click("#keys summary");
        for (int i = 0; i < twelve.size(); i++) {
            add(twelve.get(i), i + 1);
        }
        browser.element("#own-keys-new").sendKeys("Ctrl+W", Keys.ENTER);
        browser.await("there is no room for more", () -> browser.text("#own-keys-told").equals("There is room for 12 combinations. Remove one of them first."));
        assertEquals("Ctrl+W", browser.element("#own-keys-new").getDomProperty("value"), "it need not be written again");
        assertEquals(List.of("AltLeft U+00F6", "ControlLeft AltLeft Delete", "ControlLeft ArrowUp", "F5", "Tab", "Escape", "ControlLeft Space", "ControlLeft Digit7", "ControlLeft U+002B", "U+0436",
                "ControlLeft Space", "ShiftLeft Delete"), browser.script("return [...document.querySelectorAll('#own-keys-list [data-keys]')].map((key) => key.dataset.keys)"));

        browser.click("#own-keys-list li:nth-child(4) [data-remove]");
        browser.await("the fifth is the fourth now", () -> browser.texts("#own-keys-list [data-keys]").size() == 11);
        browser.click("#own-keys button.plain");
        browser.await("there is room again", () -> browser.texts("#own-keys-list [data-keys]").contains("Ctrl+W"));
        browser.click("#own-keys-list li:first-child [data-keys]");
        browser.await("the keys", () -> keys(0).size() >= 4);
        assertEquals(List.of("+ffe9", "+f6", "-f6", "-ffe9"), keys(0));
    }

    private void add(String combination, int count) throws Exception {
        browser.element("#own-keys-new").sendKeys(combination, Keys.ENTER);
        browser.await(combination + " is kept", () -> browser.texts("#own-keys-list [data-keys]").size() == count);
    }

    @Test
    void wholeKeyboardIsTheVmsInFullScreenAndThePageSaysTheWayOut() throws Exception {
        open(Chromium.open());
        browser.script("window.locks = []; Object.defineProperty(navigator, 'keyboard', { value: { lock: async () => locks.push('lock'), unlock: () => locks.push('unlock') } })");

        browser.click("[data-do=full]");
        browser.await("it is said", () -> browser.text("#status").equals("Every key goes to the VM. Hold Esc to leave full screen."));
        assertEquals(List.of("lock"), browser.script("return locks"));

        browser.script("document.exitFullscreen()");
        browser.await("it is given back", () -> List.of("lock", "unlock").equals(browser.script("return locks")));
    }

    @Test
    void fingersHaveAKeyboardAndKeysThatStayPressedUntilTheNext() throws Exception {
        open(Chromium.openNarrow());
        browser.screenshots("console-touch");
        assertFalse(browser.overflowsSideways());
        assertEquals(List.of("pinch-zoom", false), browser.script("""
                const canvas = document.querySelector('#screen canvas');
                const touches = [new Touch({ identifier: 1, target: canvas, clientX: 9, clientY: 9 })];
                const start = new TouchEvent('touchstart', { bubbles: true, cancelable: true, touches, changedTouches: touches });
                canvas.dispatchEvent(start);
                canvas.dispatchEvent(new TouchEvent('touchcancel', { bubbles: true, changedTouches: touches }));
                return [getComputedStyle(canvas).touchAction, start.defaultPrevented];"""), "the browser zooms, whatever noVNC wants");

        browser.click("[data-hold=ControlLeft]");
        browser.await("it stays pressed", () -> keys(0).equals(List.of("+ffe3")));
        browser.click("[data-do=keyboard]");
        browser.awaitFocus("keyboard");
        browser.type("c", Keys.BACK_SPACE);
        browser.click("[data-tap=Tab]");

        browser.await("the keys", () -> keys(0).size() >= 8);
        assertEquals(List.of("+ffe3", "+63", "-63", "-ffe3", "+ff08", "-ff08", "+ff09", "-ff09"), keys(0));
        assertEquals("false", browser.element("[data-hold=ControlLeft]").getDomAttribute("aria-pressed"));
    }

    /** Android's keyboards compose each word, and tell of its keys nothing but how the word has become. */
    @Test
    void whatAKeyboardOnGlassComposesReachesTheVmAsItGrows() throws Exception {
        open(Chromium.openNarrow());
        browser.click("[data-do=keyboard]");
        browser.awaitFocus("keyboard");
        browser.compose("t");
        browser.await("the first letter, while the word is composed", () -> keys(0).equals(List.of("+74", "-74")));
        browser.compose("te");
        browser.compose("teh");
        browser.finishComposing("the");
        browser.type(Keys.ENTER);

        browser.await("the keys", () -> keys(0).size() >= 16);
        assertEquals(List.of("+74", "-74", "+65", "-65", "+68", "-68", "+ff08", "-ff08", "+ff08", "-ff08", "+68", "-68", "+65", "-65", "+ff0d", "-ff0d"), keys(0));
        browser.click("[data-hold=ControlLeft]");
        browser.click("[data-do=keyboard]");
        browser.compose("c");
        browser.await("a held key goes with the next letter", () -> keys(0).size() >= 20);
        assertEquals(List.of("+ffe3", "+63", "-63", "-ffe3"), keys(0).subList(16, 20));
    }

    /** Whatever is sent, or whoever goes elsewhere: no key stays down in the VM. */
    @Test
    void heldKeysAreLetGoByWhateverIsSentAndByWhoeverGoesElsewhere() throws Exception {
        open(Chromium.open());
        assertFalse(browser.shows(".touch"), "a mouse needs no such bar");
        browser.tablet();
        browser.awaitElement(".touch-keys");
        assertTrue((Boolean) browser.script("return document.querySelector('.touch').getBoundingClientRect().bottom <= innerHeight"), "it stands below the picture");
        browser.screenshots("console-tablet");

        browser.click("[data-hold=ShiftLeft]");
        browser.await("it is held", () -> keys(0).size() == 1);
        browser.click("#keys summary");
        browser.click("#keys [data-keys=Tab]");
        browser.await("the menu's key was the next one", () -> keys(0).equals(List.of("+ffe1", "+ff09", "-ff09", "-ffe1")));
        awaitReleased("ShiftLeft");

        browser.click("[data-hold=ControlLeft]");
        browser.await("it is held", () -> keys(0).size() == 5);
        browser.click("[data-do=type]");
        browser.element("#type-shown").sendKeys("a");
        browser.click("#type [value=send]");
        browser.await("it is a letter, not a command", () -> keys(0).size() >= 8);
        assertEquals(List.of("+ffe3", "-ffe3", "+61", "-61"), keys(0).subList(4, 8));
        awaitReleased("ControlLeft");

        browser.await("the dialog closes by itself", () -> !browser.shows("#type"));
        browser.click("[data-hold=AltLeft]");
        browser.await("it is held", () -> keys(0).size() == 9);
        browser.script("dispatchEvent(new Event('blur'))");
        browser.await("another window lets go of it", () -> keys(0).size() >= 10);
        assertEquals("-ffe9", keys(0).get(9));
        awaitReleased("AltLeft");

        browser.click("[data-hold=AltLeft]");
        browser.await("it is held", () -> keys(0).size() == 11);
        vm.vnc().closeConnections();
        awaitReleased("AltLeft");
    }

    private void awaitReleased(String key) throws Exception {
        browser.await(key + " is not held any more", () -> "false".equals(browser.element("[data-hold=" + key + "]").getDomAttribute("aria-pressed")));
    }

    // ---- looking only

    @Test
    void whoLooksOnlyForAWhileSendsNoKeysAndIsToldSo() throws Exception {
        open(Chromium.open());
        console.awaitFocus();
        browser.await("a screen reader is told the way out", () -> keyboardNews().equals("The VM has the keyboard. Press Ctrl, Alt and Shift together to come back to the controls."));
        browser.click("#view summary");
        browser.await("and that it is out", () -> keyboardNews().equals("The keyboard is back on this page."));
        browser.screenshots("console-view");
        browser.click("[data-view=look]");
        console.awaitFocus();
        browser.await("a mark says it", () -> browser.shows("#looks") && browser.text("#looks").equals("Look only"));
        browser.type("a");
        for (String sending : List.of("#bar > .bar-do > [data-keys]", "#keys summary", "[data-do=type]", "[data-do=clipboard]")) {
            browser.script("document.getElementById('status').textContent = ''");
            browser.click(sending);
            browser.await(sending + " says why it does nothing", () -> browser.text("#status").startsWith("You only look. To use"));
            assertEquals("true", browser.element(sending).getDomAttribute("aria-disabled"));
            assertTrue(browser.element(sending).getDomAttribute("title").startsWith("You only look. To use"));
        }
        assertFalse(browser.shows("dialog[open]") || browser.shows("#keys[open] .menu-box"));
        assertTrue((Boolean) browser.script("return document.getElementById('bar').scrollWidth <= innerWidth"), "all of the bar is to be seen");
        assertEquals(List.of(), browser.accessibilityFaults("console-looking"));

        browser.click("#view summary");
        browser.click("[data-view=look]");
        console.awaitFocus();
        browser.await("the mark is gone", () -> !browser.shows("#looks") && browser.text("#status").equals("Keys and mouse reach the VM again."));
        assertTrue(browser.shows(".bar-hint"), "the way out of the screen stays on the page, whatever else is told");
        browser.type("b");
        browser.await("the key after it", () -> keys(0).contains("-62"));
        assertEquals(List.of("+62", "-62"), keys(0));
        assertEquals(List.of(), messages(0).cutTexts());
        browser.click("[data-do=type]");
        browser.awaitElement("#type");
    }

    /** The page of a link says so by itself, and a folded bar keeps what is to be known. */
    @Test
    void linkThatOnlyShowsOffersNothingToSendAndAFoldedBarKeepsItsMarks() throws Exception {
        browser = Chromium.open();
        Browser person = Browser.signedInAs(Account.WORKER);
        console = browser.go("/vnc_auto.html?path=%3Ftoken%3D" + Browser.bearerToken(person.askForBearerUrl(vm))).console();
        arrive(1);
        assertTrue(browser.shows("[data-do=clipboard]"));
        browser.click("[data-do=fold]");
        browser.await("the bar is a narrow column", () -> !browser.shows("[data-do=leave]") && browser.shows("[data-do=unfold]"));
        assertEquals("May be recorded with keys", browser.text("#recorded"));
        browser.script("document.getElementById('status').textContent = 'something that happens'");
        assertTrue(browser.shows("#status") && browser.shows("#recorded") && browser.shows(".bar-hint"));
        assertEquals(List.of(), browser.script("return [...document.querySelectorAll('[role=status], [role=alert]')].filter((live) => !live.closest('[hidden], dialog, details') && getComputedStyle(live).display === 'none').map((live) => live.id)"));
        assertEquals(List.of(), browser.accessibilityFaults("console-folded"));
        browser.click("[data-do=unfold]");
        browser.awaitElement("[data-do=leave]");

        console = browser.go("/vnc_auto.html?view_only=true&path=%3Ftoken%3D" + Browser.bearerToken(person.askForBearerUrl(vm, ",\"view_only\":true"))).console();
        arrive(2);
        assertEquals("View only", browser.text("#view-only"));
        assertFalse(browser.shows("[data-do=clipboard]") || browser.shows("[data-do=type]") || browser.shows("[data-keys]"));
        assertFalse(((String) browser.script("return document.body.innerHTML")).contains("held back here"), "no setting holds anything back");
    }

    private String keyboardNews() {
        return (String) browser.script("return document.getElementById('keyboard-news').textContent");
    }

    // ---- the clipboard

    @Test
    void textGoesToTheVmsClipboardAndComesFromIt() throws Exception {
        open(Chromium.open());
        byte[] text = "copied in the VM".getBytes(StandardCharsets.ISO_8859_1);
        browser.click("[data-do=clipboard]");
        browser.awaitElement("#clipboard-to");
        assertFalse(browser.element("[data-do=copy]").isEnabled());
        vm.vnc().send(new RfbMessage().u8(SERVER_CUT_TEXT).u8(0).u16(0).u32(text.length).bytes(text).toBytes());
        browser.await("what was copied", () -> "copied in the VM".equals(browser.script("return document.getElementById('clipboard-from').value")));
        browser.element("#clipboard-to").sendKeys("for the VM");
        browser.screenshots("console-clipboard");
        browser.click("#clipboard [value=send]");

        browser.await("it was sent", () -> browser.text("#clipboard-told").equals("Sent. Paste it in the VM."));
        browser.await("the VM has it", () -> messages(0).cutTexts().equals(List.of("for the VM")));
        browser.click("[data-do=copy]");
        browser.await("it was copied", () -> browser.text("#clipboard-told").equals("Copied."));
        browser.click("[data-do=close-clipboard]");
        console.awaitFocus();
    }

    /** RFC 6143's clipboard has Latin-1, and the portal withholds what is too long. */
    @Test
    void textThatWouldNotArriveWholeIsNotCalledSent() throws Exception {
        open(Chromium.open());
        browser.click("[data-do=clipboard]");
        browser.awaitElement("#clipboard-to");
        put("naïve 你好");
        browser.await("what cannot be sent is named", () -> browser.text("#clipboard-told").equals("Not sent: this VM’s clipboard takes Western European characters only, not: 你 好"));
        put("x".repeat(1024 * 1024 + 1));
        browser.await("how much can be sent is told", () -> browser.text("#clipboard-told").equals("Not sent: the text is too long. At most 1,048,576 bytes may reach the VM’s clipboard."));

        vm.vnc().send(new RfbMessage().u8(SERVER_CUT_TEXT).u8(0).u16(0).u32(Integer.toUnsignedLong(-8)).u32(ALL_OF_THE_EXTENDED_CLIPBOARD).u32(0).toBytes());
        browser.await("both agree on the extended clipboard", () -> messages(0).clipboardFlags().size() == 1);
        put("你好");
        browser.await("it is sent there", () -> browser.text("#clipboard-told").equals("Sent. Paste it in the VM."));
        browser.await("the VM is told that there is a text", () -> messages(0).clipboardFlags().size() == 2);
        assertEquals(NOTIFY_OF_TEXT, messages(0).clipboardFlags().get(1));
        assertEquals(List.of(), messages(0).cutTexts());
    }

    private void put(String text) throws Exception {
        browser.script("document.getElementById('clipboard-to').value = arguments[0]", text);
        browser.click("#clipboard [value=send]");
    }

    // ---- the picture

    @Test
    void whileThereIsNoPictureItsStepIsToldAndABlackOneIsToldFromNone() throws Exception {
        press(Chromium.open());
        awaitConnection(1);
        browser.await("which step it is at", () -> browser.text("#steps [aria-current=step]").equals("Waiting for its screen"));
        browser.screenshot("console-waiting");

        vm.vnc().send(new RfbMessage().filledScreen(0).toBytes());
        console.awaitLive();
        browser.await("a black screen is called that", () -> browser.text("#status").equals("Black screen: asleep? Press a key or move the pointer."));
        assertFalse(browser.shows("#steps"));
        assertTrue(browser.shows(".bar-hint"), "the way out of the screen stays beside it");
    }

    @Test
    void pictureIsSavedAsItIs() throws Exception {
        open(Chromium.open());
        browser.script("""
                window.saved = null;
                let blob = null;
                URL.createObjectURL = (made) => { blob = made; return 'blob:' + location.origin + '/picture'; };
                HTMLAnchorElement.prototype.click = async function () {
                  const picture = await createImageBitmap(blob);
                  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
                  canvas.drawImage(picture, 0, 0);
                  saved = `${this.download} ${picture.width}x${picture.height} ${[...canvas.getImageData(5, 5, 1, 1).data]}`;
                };""");
        browser.click("#view summary");
        browser.click("[data-view=picture]");

        browser.await("it is saved", () -> browser.script("return saved") != null);
        String saved = (String) browser.script("return saved");
        assertTrue(saved.matches(vm.name().replaceAll("[^\\p{L}\\p{N}._-]+", "_") + "-\\d{8}-\\d{6}\\.png \\d+x\\d+ 64,128,192,255"), saved);
    }

    @Test
    void qualityIsAskedForAndRemembered() throws Exception {
        open(Chromium.open());
        browser.click("#view summary");
        browser.script("const choice = document.getElementById('quality'); choice.value = 'light'; choice.dispatchEvent(new Event('change', { bubbles: true }))");
        browser.await("the VNC server is asked", () -> asksFor(0, 2, 9));

        browser.go(browser.path());
        arrive(2);
        assertTrue(asksFor(1, 2, 9), () -> messages(1).encodings().toString());
        assertEquals("light", browser.script("return document.getElementById('quality').value"));
    }

    private boolean asksFor(int connection, int quality, int compression) {
        return messages(connection).encodings().containsAll(List.of(QUALITY_0 + quality, COMPRESSION_0 + compression));
    }

    @Test
    void connectionIsToldToThoseWhoAsk() throws Exception {
        open(Chromium.open());
        assertFalse(browser.shows("#info"));
        browser.click("#view summary");
        browser.click("[data-view=info]");

        browser.await("how fast the portal answers", () -> browser.text("[data-info=roundtrip]").matches("\\d+ ms"));
        browser.await("a rate", () -> browser.text("[data-info=received]").matches("[\\d.]+ k?B · [\\d.]+ k?B/s"));
        assertTrue(browser.text("[data-info=size]").matches("\\d+ × \\d+"), browser.text("#info"));
        browser.screenshots("console-info");
        browser.click("[data-do=close-info]");
        browser.await("it is gone", () -> !browser.shows("#info"));
        console.awaitFocus();
    }

    // ---- power

    @Test
    void powerIsAskedAboutFirstAndTheConsoleStaysWhereItIs() throws Exception {
        open(Chromium.open());
        browser.click("#power summary");
        browser.await("what makes no sense is off", () -> !browser.element("[data-power=start]").isEnabled());
        browser.screenshots("console-power");
        browser.click("[data-power=stop]");
        browser.awaitElement("#confirm-stop");
        assertEquals(vm.name(), browser.text("#confirm-stop .confirm-name"));
        browser.screenshots("console-power-confirm");
        browser.click("#confirm-stop [value=no]");
        console.awaitFocus();
        assertEquals("RUNNING", state());

        browser.click("#power summary");
        browser.click("[data-power=stop]");
        browser.click("#confirm-stop [value=yes]");

        browser.await("the VM is off", () -> state().equals("OFF"));
        browser.await("the page says so", () -> browser.text("#state").equals("Off"));
        assertTrue(browser.path().startsWith("/console/"), browser.path());
        browser.click("#power summary");
        browser.click("[data-power=start]");
        browser.await("the VM runs again", () -> state().equals("RUNNING"));
    }

    @Test
    void whoeverSignedOutMeanwhileIsToldToSignInAgain() throws Exception {
        open(Chromium.open());
        browser.forgetCookies();
        resetInVain();
        unauthorizedIsExpected = true;
        browser.script("window.fetch = async () => new Response('<p>Forbidden</p>', { status: 403 })");
        resetInVain();
        browser.script("window.fetch = async () => ({ ok: false, status: 0, type: 'opaqueredirect', json: async () => JSON.parse('') })");
        resetInVain();
    }

    private void resetInVain() throws Exception {
        reset();
        browser.await("what is to be done", () -> browser.text("#status").equals("Nothing was done: your sign-in has ended. Sign in, then reload."));
    }

    private void reset() throws Exception {
        browser.script("document.getElementById('status').textContent = ''");
        browser.click("#power summary");
        browser.click("[data-power=reboot]");
        browser.awaitElement("#confirm-reboot");
        browser.click("#confirm-reboot [value=yes]");
    }

    private String state() throws Exception {
        return String.valueOf(PortalUnderTest.database().value("select state from instances where id = ?", vm.id()));
    }

    private SentMessages messages(int connection) {
        return SentMessages.on(vm.vnc().connections().get(connection));
    }

    private List<String> keys(int connection) {
        return messages(connection).keys();
    }
}
