package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.ProjectRights;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The bar of a console has place for all that it may have to say at once: that it is recorded, that its person looks only, who else is here, and what is going on. */
@ArquillianTest
@RunAsClient
class ConsoleBarBrowserIT {

    private static final List<Integer> WIDTHS = List.of(1280, 1024, 720, 704, 390);
    private static final int NARROW = 704;
    private static final int OTHERS = 4;
    private static final int HEIGHT = 800;
    /** What the compute node could not do is the longest of what the bar ever says. */
    private static final String POWER_FAILS = """
            const usual = window.fetch;
            window.fetch = (address, how) => String(address).endsWith('/reboot') ? Promise.resolve(new Response('{"refusal": "POWER_FAILED"}', { status: 502 })) : usual(address, how)""";
    /** Of all that is to be seen of the bar, but for open menus: what is wider or higher than its place, and what ends beyond the window. */
    private static final String CUT = """
            const seen = (part) => part.checkVisibility({ visibilityProperty: true }) && part.clientWidth > 1 && part.closest('.unseen, .menu-box, svg') === null;
            return [...document.querySelectorAll('#bar, #bar *')].filter(seen)
                .filter((part) => part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight + 1 || part.getBoundingClientRect().right > innerWidth
                    || part.getBoundingClientRect().bottom > document.getElementById('bar').getBoundingClientRect().bottom + 1)
                .map((part) => `${part.tagName} ${part.id} ${part.className}: ${part.scrollWidth} of ${part.clientWidth}, ${part.scrollHeight} of ${part.clientHeight}`)""";
    private static final String NAMES = "return [...document.querySelectorAll('#people li .people-name')].map(({ textContent }) => textContent)";

    private final VmUnderTest vm = PortalUnderTest.nodes().vm("stage");
    private final List<RawWebSocket> others = new ArrayList<>();
    private final Set<String> names = new TreeSet<>();
    private Chromium browser;

    @AfterEach
    void close() throws Exception {
        for (RawWebSocket other : others) {
            other.close();
        }
        browser.close();
    }

    @ParameterizedTest
    @CsvSource({"en, Recorded with keys", "zh-CN, 录制中（含键盘）"})
    void nothingInTheBarIsCutHoweverMuchThereIsToSay(String language, String recorded) throws Exception {
        open(language);
        browser.await("that it is recorded", () -> browser.text("#recorded").equals(recorded));
        browser.click("#view summary");
        browser.click("[data-view=look]");
        browser.awaitElement("#looks");
        comeAlong();
        failToReset();

        for (int width : WIDTHS) {
            browser.size(width, HEIGHT);
            browser.await("nothing is cut at " + width + " pixels", () -> browser.script(CUT).equals(List.of()));
            assertFalse(browser.overflowsSideways(), width + " pixels");
            browser.screenshot("console-bar-full-" + language + "-" + width);
            if (width > NARROW) {
                assertEquals(stage(), stageWithoutWords(), "what is going on pushes the picture about at " + width + " pixels");
            }
        }
    }

    @Test
    void whoElseIsHereIsReadWithTheKeyboardToo() throws Exception {
        open("en");
        comeAlong();
        assertEquals(List.of("F", "F", "+2"), browser.texts("#people .faces .face"));
        browser.script("document.querySelector('#people summary').focus()");
        browser.type(Keys.ENTER);
        browser.await("the list", () -> browser.texts("#people li small").stream().filter(words -> words.startsWith("here since")).count() == OTHERS);
        assertEquals(List.of(), browser.accessibilityFaults("console-people-list"));

        browser.script("document.querySelector('#people summary').focus()");
        leave();
        browser.await("nobody else is here any more", () -> !browser.shows("#people"));
        browser.console().awaitFocus();
        assertEquals(List.of(), browser.consoleErrors());
    }

    private Object stage() {
        return browser.script("return document.getElementById('stage').getBoundingClientRect().top");
    }

    private Object stageWithoutWords() {
        return browser.script("""
                const status = document.getElementById('status');
                const words = status.textContent;
                status.textContent = '';
                const { top } = document.getElementById('stage').getBoundingClientRect();
                status.textContent = words;
                return top;""");
    }

    private void open(String language) throws Exception {
        browser = Chromium.open();
        browser.go("/signin").script("document.cookie = 'porthole_language=" + language + "; path=/'");
        String own = Account.freshMember(ProjectRights.RECORDED.project());
        browser.signIn(own).awaitElement("#console-" + vm.id());
        int before = vm.vnc().connections().size();
        browser.click("#console-" + vm.id());
        browser.await("the connection", () -> vm.vnc().connections().size() == before + 1 && vm.vnc().connections().get(before).isReady());
        vm.vnc().send(new RfbMessage().filledScreen(0x4080c000).toBytes());
        browser.console().awaitLive();
        browser.script(POWER_FAILS);
    }

    private void comeAlong() throws Exception {
        for (int i = 0; i < OTHERS; i++) {
            String name = Account.freshMember(ProjectRights.RECORDED.project());
            Browser person = Browser.newSignIn(name);
            others.add(person.connect(person.token(person.openConsole(vm))).shakeHands());
            names.add(name);
        }
        browser.await("all are here", () -> new TreeSet<>((List<?>) browser.script(NAMES)).equals(names));
    }

    private void leave() throws IOException {
        for (RawWebSocket other : others) {
            other.close();
        }
    }

    private void failToReset() throws Exception {
        browser.script("document.getElementById('status').textContent = ''");
        browser.click("#power summary");
        browser.click("[data-power=reboot]");
        browser.awaitElement("#confirm-reboot [value=yes]");
        browser.click("#confirm-reboot [value=yes]");
        browser.await("it is said", () -> !browser.text("#status").isEmpty());
    }
}
