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
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** A text that is typed into the VM key by key, as the VNC server receives it. */
@ArquillianTest
@RunAsClient
class ConsoleTypeBrowserIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** QEMU's own, with which a VNC server tells that it wants the keys' places, not only their letters. */
    private static final int EXTENDED_KEY_EVENT = -258;

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private Chromium browser;
    private ConsolePage console;

    @BeforeEach
    void openConsole() throws Exception {
        browser = Chromium.open().signIn(Account.WORKER).go("/vms?q=" + vm.name());
        browser.awaitElement("#console-" + vm.id());
        browser.click("#console-" + vm.id());
        console = browser.console();
        vm.vnc().awaitReady(1, LIMIT);
        vm.vnc().send(new RfbMessage().filledScreen(0x808080)
                .u8(0).u8(0).u16(1).u16(0).u16(0).u16(0).u16(0).u32(Integer.toUnsignedLong(EXTENDED_KEY_EVENT)).toBytes());
        console.awaitLive();
    }

    @AfterEach
    void closeBrowser() throws Exception {
        List<String> errors = browser.consoleErrors();
        browser.close();
        assertEquals(List.of(), errors);
    }

    /** Scan codes of a PC's keyboard, set 1: z is where English keyboards have their y, @ wants AltGr, and ê a dead key. */
    @Test
    void theTextArrivesAsTheKeysOfTheChosenLayout() throws Exception {
        browser.click("[data-do=type]");
        choose("de");
        browser.type("zA@ê");
        browser.await("the number of key presses", () -> browser.text("#type-told").startsWith("5 key presses"));
        browser.screenshots("type");
        browser.click("#type [value=send]");

        browser.await("the dialog closes by itself", () -> !browser.shows("#type"));
        assertEquals(List.of("+15 7a", "-15 7a", "+2a ffe1", "+1e 41", "-1e 41", "-2a ffe1", "+b8 fe03", "+10 40", "-10 40", "-b8 fe03", "+29 5e", "-29 5e", "+12 65", "-12 65"), keys(14));
        console.awaitFocus();
    }

    @Test
    void whatTheLayoutCannotTypeIsNamedBeforeAnythingIsTyped() throws Exception {
        browser.click("[data-do=type]");
        choose("us");
        browser.type("Zürich 你好");
        browser.await("what has no key", () -> browser.text("#type-told").startsWith("There is no key on this layout for: ü 你 好."));
        browser.screenshot("type-cannot");
        assertFalse(browser.element("#type [value=send]").isEnabled());

        choose("de");
        browser.await("what has no key there", () -> browser.text("#type-told").startsWith("There is no key on this layout for: 你 好."));
        browser.type(Keys.BACK_SPACE, Keys.BACK_SPACE);
        browser.await("all has a key", () -> browser.element("#type [value=send]").isEnabled());
        assertEquals(List.of(), keys(0));
    }

    /** Neither on the screen nor afterwards in the page. */
    @Test
    void aPasswordIsHiddenAndForgotten() throws Exception {
        browser.click("[data-do=type]");
        choose("us");
        browser.click("#type-enter");
        browser.click("#type-hide");
        browser.awaitFocus("type-hidden");
        browser.type("pw");
        assertEquals("password", browser.element("#type-hidden").getDomAttribute("type"));
        assertFalse(browser.shows("#type-shown"));
        browser.type(Keys.ENTER);

        assertEquals(List.of("+19 70", "-19 70", "+11 77", "-11 77", "+1c ff0d", "-1c ff0d"), keys(6));
        browser.await("the dialog closes by itself", () -> !browser.shows("#type"));
        browser.await("nothing is left of it", () -> "".equals(browser.script("return document.getElementById('type-hidden').value + document.getElementById('type-shown').value")));
    }

    @Test
    void aConsoleThatEndsStopsTheTyping() throws Exception {
        browser.click("[data-do=type]");
        choose("us");
        browser.script("document.getElementById('type-shown').value = 'x'.repeat(400); document.getElementById('type-shown').dispatchEvent(new Event('input', { bubbles: true }))");
        browser.click("#type [value=send]");
        keys(2);
        vm.vnc().closeConnections();

        browser.await("how far it came", () -> browser.text("#type-told").matches("The console ended after [1-9][0-9]* of 400 key presses."));
    }

    /** QEMU's keymaps say which key of a layout makes which X11 keysym; the dead keys have names of their own there. */
    @ParameterizedTest
    @CsvSource({"us, en-us", "gb, en-gb", "de, de", "fr, fr", "es, es"})
    void everyCharacterHasTheKeyThatQemuKnowsForIt(String layout, String keymap) throws Exception {
        QemuKeymap known = QemuKeymap.read(keymap);
        StringBuilder printable = new StringBuilder();
        for (char letter = '!'; letter <= 'ÿ'; letter++) {
            printable.append(letter >= 0x7f && letter <= 0xa0 ? "" : letter);
        }
        List<?> strokes = (List<?>) browser.module("""
                const { strokesOf } = await import('/static/keyboard-layouts.js');
                return [...'%s'].flatMap((character) => strokesOf('%s', character).strokes.filter((stroke, place, all) => all.length === 1)
                  .map((stroke) => [character, ...stroke.map((key) => key.code)].join(' ')));""".formatted(printable.append('€').toString().replace("\\", "\\\\").replace("'", "\\'"), layout));

        assertTrue(strokes.size() >= 94, strokes.toString());
        assertEquals(List.of(), strokes.stream().filter(stroke -> !known.has(stroke.toString())).toList());
    }

    private void choose(String layout) {
        browser.script("const choice = document.getElementById('type-layout'); choice.value = arguments[0]; choice.dispatchEvent(new Event('change', { bubbles: true }))", layout);
    }

    /** @return so many key events as they came to the VNC server: + or - for down or up, the scan code and the keysym */
    private List<String> keys(int count) throws Exception {
        browser.await(count + " key events", LIMIT, () -> keysSoFar().size() >= count);
        return keysSoFar();
    }

    private List<String> keysSoFar() {
        return SentMessages.on(vm.vnc().connections().get(0)).extendedKeys();
    }
}
