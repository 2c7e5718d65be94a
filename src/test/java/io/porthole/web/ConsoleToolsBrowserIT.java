package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
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
    /** Pseudo-encodings: -32 is JPEG's quality 0, -256 compression's level 0. */
    private static final int QUALITY_0 = -32;
    private static final int COMPRESSION_0 = -256;

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private Chromium browser;
    private ConsolePage console;

    private void open(Chromium opened) throws Exception {
        browser = opened.signIn(Account.WORKER).go("/vms?q=" + vm.name());
        browser.click("#console-" + vm.id());
        console = browser.console();
        arrive(1);
    }

    private void arrive(int connections) throws Exception {
        browser.await("connection " + connections, LIMIT, () -> vm.vnc().connections().size() == connections && vm.vnc().connections().get(connections - 1).isReady());
        vm.vnc().send(new RfbMessage().filledScreen(0x4080c000).toBytes());
        console.awaitLive();
    }

    @AfterEach
    void closeBrowser() throws Exception {
        List<String> errors = browser.consoleErrors();
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

    @Test
    void whoLooksOnlyForAWhileSendsNoKeys() throws Exception {
        open(Chromium.open());
        browser.click("#view summary");
        browser.screenshots("console-view");
        browser.click("[data-view=look]");
        console.awaitFocus();
        browser.type("a");
        browser.click("[data-do=clipboard]");
        browser.element("#clipboard-to").sendKeys("not for the VM");
        browser.click("#clipboard [value=send]");
        browser.await("it is not said to be sent", () -> browser.text("#clipboard-told").startsWith("Not sent"));
        browser.click("[data-do=close-clipboard]");

        browser.click("#view summary");
        browser.click("[data-view=look]");
        console.awaitFocus();
        browser.type("b");
        browser.await("the key after it", () -> keys(0).contains("-62"));
        assertEquals(List.of("+62", "-62"), keys(0));
        assertEquals(List.of(), messages(0).cutTexts());
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

    // ---- the picture

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
