package io.porthole.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.Figures;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.Recordings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Any place of an hour's recording is there soon, and shows what was on the screen then. How soon is printed, for machines differ; how much is read for it is held to a bound. */
@ArquillianTest
@RunAsClient
class ReplaySeekBrowserIT {

    /** Of the hour's bytes, which a seek reads from the moment before it on: the index has let go of no more than every other one of 200. */
    private static final double MOST_OF_WHOLE = 0.05;

    /** Seconds where nobody else wants the machine's cores. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final String PREPARE = """
            const [{ ReplayStream }, { ReplayPlayer }, { ReplayIndex }] =
                await Promise.all(['stream', 'player', 'index'].map((name) => import(`/static/replay-${name}.js`)));
            const stream = new ReplayStream();
            await stream.load('%s');
            let read = 0;
            const piece = stream.piece.bind(stream);
            stream.piece = (...which) => {
              const found = piece(...which);
              read += found.bytes.length;
              return found;
            };
            const open = (index) => {
              const screen = document.createElement('div');
              screen.style.height = '300px';
              document.body.append(screen);
              return new ReplayPlayer(screen, stream, index);
            };
            const picture = async ({ canvas }) => {
              const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              return [...new Uint8Array(await crypto.subtle.digest('SHA-256', pixels))].join();
            };
            const seek = async (player, part) => {
              const begun = performance.now();
              const before = read;
              await player.seek(stream.length * part);
              const took = performance.now() - begun;
              return { part, took, read: read - before, picture: await picture(player) };
            };
            Object.assign(window, { stream, open, seek, ReplayIndex });
            return stream.blocks.length;""";

    /** As it was before there was an index: forward only, so that each block is decoded once. */
    private static final String WHOLE = """
            const player = open(null);
            const all = [];
            for (const part of [0.05, 0.2, 0.31, 0.505, 0.6, 0.77, 0.85, 0.93, 1]) all.push(await seek(player, part));
            return all;""";

    private static final String FIRST = """
            window.index = new ReplayIndex(stream);
            window.player = open(index);
            return [await seek(player, 0.93)];""";

    private static final String LATER = """
            while (!index.over) await new Promise((done) => setTimeout(done, 20));
            const all = [];
            for (const part of [0.505, 0.05, 0.93, 0.31, 0.77, 0.2, 0.85, 0.6, 1, 0.05]) all.push(await seek(player, part));
            return all;""";

    private static UUID id;

    @BeforeAll
    static void record() throws Exception {
        id = UUID.randomUUID();
        long bytes = BusyHour.write(file(), id, RecordingKey.of(Recordings.keyFile()));
        PortalUnderTest.database().update("insert into recordings (id, session_id, connection_id, instance_id, instance_name, project, user_name, node, door, started_at, ended_at, bytes,"
                + " file_name, state, end_reason) values (?, ?, ?, ?, 'busy', 'studio', 'demo', 'compute1', 'PAGE', now() - interval '1 hour', now(), ?, ?, 'ENDED', 'BROWSER_CLOSED')",
                id, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), bytes, RecordingFile.nameOf(id));
    }

    @AfterAll
    static void remove() throws Exception {
        PortalUnderTest.database().update("delete from recordings where id = ?", id);
        Files.delete(file());
    }

    @Test
    void anyPlaceOfAnHourIsThereSoonAndShowsWhatPlayingUpToItShows() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR).go("/account");
            Object blocks = run(browser, PREPARE.formatted("/recordings/" + id + "/data"));
            assertTrue(blocks instanceof Long, () -> "the recording is not read: " + blocks);

            List<Map<?, ?>> whole = seeks(run(browser, WHOLE));
            Map<?, ?> first = seeks(run(browser, FIRST)).get(0);
            List<Map<?, ?>> later = seeks(run(browser, LATER));

            double all = whole.stream().mapToDouble(ReplaySeekBrowserIT::took).sum();
            double bytes = whole.stream().mapToDouble(ReplaySeekBrowserIT::read).sum();
            double most = later.stream().mapToDouble(ReplaySeekBrowserIT::read).max().orElseThrow();
            Figures.tell("an hour's recording of %.1f MB, played through at full speed: %.0f ms; the first seek, to its 56th minute: %.0f ms; later ones, to %s %% of it: %s ms, the longest %.0f ms,"
                    + " each read %.2f MB at most", Files.size(file()) / 1e6, all, took(first), later.stream().map(seek -> Math.round(100 * number(seek, "part"))).toList(),
                    later.stream().map(seek -> Math.round(took(seek))).toList(), later.stream().mapToDouble(ReplaySeekBrowserIT::took).max().orElseThrow(), most / 1e6);
            assertTrue(most < bytes * MOST_OF_WHOLE, () -> "a seek read " + most + " of " + bytes + " bytes");
            assertEquals(picture(whole, first), first.get("picture"), "the first");
            later.forEach(seek -> assertEquals(picture(whole, seek), seek.get("picture"), () -> "at " + seek.get("part")));
            assertEquals(whole.size(), whole.stream().map(seek -> seek.get("picture")).distinct().count(), "each place has a picture of its own");
        }
    }

    @Test
    void thePageGoesWhereItsReaderWantsWhileItStillReadsAhead() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR).go("/recordings/" + id);
            browser.await("it plays", () -> "ready".equals(browser.script("return document.body.dataset.step")));
            browser.await("it is there to its end", LIMIT, () -> "true".equals(browser.script("return document.body.dataset.whole")));
            browser.type(Keys.END);
            browser.await("it is at its end", LIMIT, () -> isAt(browser, "1:00:00 / 1:00:00"));
            browser.await("it has stopped there", () -> "play".equals(browser.script("return document.querySelector('[data-do=play]').dataset.shows")));
            browser.type(Keys.ARROW_LEFT);
            browser.await("it is five seconds before", LIMIT, () -> isAt(browser, "59:55 / 1:00:00"));
            browser.screenshots("recording-hour");
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
        }
    }

    /** It may take longer than the browser's driver lets a script run. */
    private static Object run(Chromium browser, String script) throws Exception {
        browser.module("delete window.told; (async () => {" + script + "})().then((told) => { window.told = told; }, (e) => { window.told = String(e.stack); });");
        browser.await("the script has run", LIMIT, () -> (Boolean) browser.script("return 'told' in window"));
        return browser.script("return window.told");
    }

    private static boolean isAt(Chromium browser, String clock) throws Exception {
        return "false".equals(browser.script("return document.body.dataset.seeking")) && browser.text("#clock").equals(clock);
    }

    private static List<Map<?, ?>> seeks(Object answer) {
        assertTrue(answer instanceof List<?>, () -> String.valueOf(answer));
        return ((List<?>) answer).stream().<Map<?, ?>>map(seek -> (Map<?, ?>) seek).toList();
    }

    private static double took(Map<?, ?> seek) {
        return number(seek, "took");
    }

    private static double read(Map<?, ?> seek) {
        return number(seek, "read");
    }

    private static double number(Map<?, ?> seek, String name) {
        return ((Number) seek.get(name)).doubleValue();
    }

    private static Object picture(List<Map<?, ?>> whole, Map<?, ?> wanted) {
        return whole.stream().filter(seek -> seek.get("part").equals(wanted.get("part"))).findFirst().orElseThrow().get("picture");
    }

    private static Path file() {
        return Recordings.folder().resolve(RecordingFile.nameOf(id));
    }
}
