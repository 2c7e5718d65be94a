package io.porthole.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.PortalUnderTest;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What the controls below a recording do, for the mouse and for the keyboard alone. */
@ArquillianTest
@RunAsClient
class ReplayControlsBrowserIT {

    private static final double FASTEST = 16;
    /** A browser that is busy shows a place a moment late. */
    private static final double LATE = 0.45;
    /** Where a busy browser played on for a moment before it could skip. */
    private static final long FRAMES_BEFORE_A_SKIP = 3;
    /** Half of what the quiet half minute takes at the fastest, in ms. */
    private static final double SURELY_NOT_SKIPPED = (ShortRecording.QUIET_TO - ShortRecording.QUIET_FROM) / FASTEST / 2;

    /** Notes the place of each frame that was shown, with its time. */
    private static final String WATCH = "window.seen = []; const look = (now) => { seen.push([now, Number(line.value)]); requestAnimationFrame(look); }; requestAnimationFrame(look);";
    private static final String ANEW = "seen.splice(0, seen.length, [performance.now(), Number(line.value)]);";
    /** Well within it, for a skip ends half a second before its end. */
    private static final String SEEN_IN_THE_QUIET = "return seen.filter(([, place]) => place > 6000 && place < 32000).length;";
    private static final String TIME_OF_THE_QUIET = """
            const [begun] = seen.findLast(([, place]) => place <= 3000);
            const [ended] = seen.find(([, place]) => place >= 33000);
            return ended - begun;""";
    private static final String SPEED_SEEN = """
            const moving = seen.filter(([, place]) => place > 5000 && place < 60000);
            const [[begun, first], [ended, last]] = [moving.at(0), moving.at(-1)];
            return (last - first) / (ended - begun);""";

    private static ShortRecording recording;

    @TempDir
    private Path saved;

    @BeforeAll
    static void record() throws Exception {
        recording = ShortRecording.write();
    }

    @AfterAll
    static void remove() throws Exception {
        recording.remove();
    }

    @Test
    void theMouseDoesAllThatThereIsToDo() throws Exception {
        try (Chromium browser = open()) {
            browser.click("[data-do=play]");
            awaitPaused(browser);
            browser.click("[data-mark=keys]");
            awaitPlace(browser, ShortRecording.QUIET_TO);

            browser.click("[data-do=picture]");
            assertPicture(browser, "coloured-00-33.png", ShortRecording.QUIET_TO);
            browser.contactSheet("recording");
            browser.click("#facts summary");
            browser.contactSheet("recording-facts");
            browser.click("#facts summary");

            browser.click("[data-mark=connected]");
            awaitPlace(browser, 0);
            chooseSpeed(browser, "2");
            assertEquals("true", pressed(browser, "idle"), "skipped from the beginning");
            browser.script(ANEW);
            browser.click("[data-do=play]");
            browser.await("it has come past the quiet half minute", () -> place(browser) > ShortRecording.QUIET_TO);
            assertTrue((Long) browser.script(SEEN_IN_THE_QUIET) <= FRAMES_BEFORE_A_SKIP, "it waited where nothing happened");

            browser.click("[data-do=play]");
            awaitPaused(browser);
            browser.click("[data-do=idle]");
            browser.await("nothing is skipped any more", () -> "false".equals(pressed(browser, "idle")));
            chooseSpeed(browser, "16");
            browser.click("[data-mark=connected]");
            awaitPlace(browser, 0);
            browser.script(ANEW);
            browser.click("[data-do=play]");
            browser.await("it is at its end", () -> browser.text("#clock").equals("01:00 / 01:00"));
            awaitPaused(browser);
            assertTrue(((Number) browser.script(TIME_OF_THE_QUIET)).doubleValue() > SURELY_NOT_SKIPPED, "it went over what it was not to skip");
            double speed = ((Number) browser.script(SPEED_SEEN)).doubleValue();
            assertEquals(FASTEST, speed, FASTEST * LATE, "times as fast");
            assertColour(browser, ShortRecording.LENGTH);

            assertFullScreen(browser, () -> browser.click("[data-do=full]"));
            assertClean(browser);
        }
        List<?> watched = PortalUnderTest.database().rows("select distinct user_name || ': ' || detail as told from audit_events where session_id = ? and action = 'RECORDING_WATCHED' order by 1",
                recording.session()).stream().map(row -> row.get("told")).toList();
        assertEquals(List.of("auditor: recording " + recording.id(), "auditor: recording " + recording.id() + ", its input"), watched);
    }

    @Test
    void theKeyboardAloneDoesItToo() throws Exception {
        try (Chromium browser = open()) {
            browser.type(Keys.SPACE);
            awaitPaused(browser);
            browser.type(Keys.HOME);
            awaitPlace(browser, 0);
            browser.type(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT);
            awaitPlace(browser, 5_000);

            browser.script("document.querySelector('.skip').focus()");
            browser.type(Keys.ENTER);
            browser.awaitFocus("controls");
            browser.type(Keys.TAB);
            browser.awaitFocus("line");
            browser.type(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_DOWN);
            awaitPlace(browser, 10_000);
            browser.type(Keys.END);
            awaitPlace(browser, ShortRecording.LENGTH);

            tabTo(browser, "data-mark", "connected");
            browser.type(Keys.ENTER);
            awaitPlace(browser, 0);
            tabTo(browser, "data-mark", "keys");
            browser.type(Keys.ENTER);
            awaitPlace(browser, ShortRecording.QUIET_TO);
            tabTo(browser, "data-mark", "end");
            browser.type(Keys.SPACE);
            awaitPlace(browser, ShortRecording.LENGTH);

            tabTo(browser, "data-do", "play");
            browser.type(Keys.SPACE);
            awaitPlaying(browser);
            browser.type(Keys.ENTER);
            awaitPaused(browser);
            tabTo(browser, "data-do", "speed");
            browser.type(Keys.END);
            browser.await("the fastest is chosen", () -> "16".equals(browser.script("return document.querySelector('[data-do=speed]').value")));
            tabTo(browser, "data-do", "idle");
            browser.type(Keys.SPACE);
            browser.await("nothing is skipped any more", () -> "false".equals(pressed(browser, "idle")));
            browser.type(Keys.HOME);
            awaitPlace(browser, 0);
            tabTo(browser, "data-do", "picture");
            browser.type(Keys.ENTER);
            assertPicture(browser, "coloured-00-00.png", 0);

            tabTo(browser, "data-do", "full");
            assertFullScreen(browser, () -> browser.type(Keys.ENTER));
            assertClean(browser);
        }
    }

    @Test
    void aDamagedOneSaysSoAndOneThatIsRemovedToo() throws Exception {
        ShortRecording changed = ShortRecording.write();
        String page = "/recordings/" + changed.id();
        try (Chromium browser = Chromium.open()) {
            PortalUnderTest.database().update("update recordings set sha256 = decode('00', 'hex') where id = ?", changed.id());
            browser.signIn(Account.AUDITOR).go(page).awaitElement("#damaged");
            browser.await("what there is can be seen", () -> browser.shows("#screen canvas"));
            assertEquals(List.of(), browser.accessibilityFaults("recording-damaged"));
            PortalUnderTest.database().update("update recordings set state = 'REMOVED' where id = ?", changed.id());
            browser.go(page).awaitElement(".ended");
            assertFalse(browser.shows("#controls") || browser.shows("#damaged"), "there is nothing to play");
            assertEquals(List.of(), browser.accessibilityFaults("recording-removed"));
        } finally {
            changed.remove();
        }
    }

    private Chromium open() throws Exception {
        Chromium browser = Chromium.open();
        browser.saveInto(saved);
        browser.signIn(Account.AUDITOR).go("/recordings/" + recording.id());
        browser.awaitElement("#marks[data-whole] [data-mark=end]");
        awaitPlaying(browser);
        browser.script(WATCH);
        return browser;
    }

    private interface Step {
        void take() throws Exception;
    }

    private static void assertFullScreen(Chromium browser, Step step) throws Exception {
        step.take();
        browser.await("it takes the whole screen", () -> isFull(browser) && "true".equals(pressed(browser, "full")) && !browser.shows("#bar")
                && browser.shows("#screen canvas") && browser.shows("[data-do=play]"));
        browser.screenshots("recording-full");
        step.take();
        browser.await("it is one page among others again", () -> !isFull(browser) && "false".equals(pressed(browser, "full")) && browser.shows("#bar"));
    }

    private static boolean isFull(Chromium browser) {
        return (Boolean) browser.script("return document.fullscreenElement !== null");
    }

    private static void tabTo(Chromium browser, String attribute, String value) throws Exception {
        for (int tabs = 0; !value.equals(browser.script("return document.activeElement.getAttribute(arguments[0])", attribute)); tabs++) {
            assertTrue(tabs < 10, () -> "the Tab key does not lead to " + value);
            browser.type(Keys.TAB);
        }
    }

    private static void chooseSpeed(Chromium browser, String times) throws Exception {
        browser.click("[data-do=speed] option[value='" + times + "']");
    }

    private static void awaitPlaying(Chromium browser) throws Exception {
        browser.await("it plays", () -> browser.shows("[data-do=play][data-shows=pause]"));
    }

    /** And has stopped moving: a frame under way may still have shown its place. */
    private static void awaitPaused(Chromium browser) throws Exception {
        browser.await("it pauses", () -> browser.shows("[data-do=play][data-shows=play]"));
        browser.await("the place stays", () -> (Boolean) browser.module("""
                const place = () => seen.at(-1)?.[1] ?? NaN;
                const before = place();
                for (let frames = 0; frames < 5; frames++) await new Promise(requestAnimationFrame);
                return place() === before;"""));
    }

    private static void awaitPlace(Chromium browser, int millis) throws Exception {
        browser.await("it is at " + millis, () -> "false".equals(browser.script("return document.body.dataset.seeking")) && place(browser) == millis);
        assertColour(browser, millis);
    }

    private static long place(Chromium browser) {
        return ((Number) browser.script("return Number(document.getElementById('line').value)")).longValue();
    }

    private static String pressed(Chromium browser, String control) {
        return (String) browser.script("return document.querySelector(`[data-do=${arguments[0]}]`).getAttribute('aria-pressed')", control);
    }

    private static void assertColour(Chromium browser, int millis) throws Exception {
        long wanted = ShortRecording.colourAt(millis);
        browser.await("what was to be seen at " + millis, () -> Long.valueOf(wanted).equals(browser.script("""
                const canvas = document.querySelector('#screen canvas');
                const [red, green, blue] = canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
                return red * 65536 + green * 256 + blue;""")));
    }

    private void assertPicture(Chromium browser, String name, int millis) throws Exception {
        Path file = saved.resolve(name);
        browser.await(name + " is saved", () -> Files.exists(file) && Files.size(file) > 0);
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            assertEquals("png", ImageIO.getImageReaders(in).next().getFormatName());
        }
        BufferedImage picture = ImageIO.read(file.toFile());
        assertEquals(List.of(ShortRecording.WIDTH, ShortRecording.HEIGHT), List.of(picture.getWidth(), picture.getHeight()));
        assertEquals(ShortRecording.colourAt(millis), picture.getRGB(7, 7) & 0xffffff);
    }

    private static void assertClean(Chromium browser) throws Exception {
        assertEquals(List.of(), browser.consoleErrors());
        assertEquals(List.of(), browser.badResponses());
    }
}
