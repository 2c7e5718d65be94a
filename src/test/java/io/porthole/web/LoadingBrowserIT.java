package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.BareNoVnc;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.DebianNoVnc;
import io.porthole.testing.Figures;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.ManyVms;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.QemuVms;
import io.porthole.testing.RawRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the way from the sign-in to a console weighs in a browser that has never been here, and how long the picture takes; times are printed and kept, not held to anything. */
@ArquillianTest
@RunAsClient
class LoadingBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    /** Bare noVNC has 72 and 706 kB, Cockpit 50 and 2,099, Horizon 89 and 1,554. */
    private static final int MOST_REQUESTS = 25;
    private static final long MOST_BYTES = 400_000;
    private static final long MOST_BYTES_OF_A_PAGE = 300_000;
    /** The page itself and what it asks the portal; no file. */
    private static final long MOST_BYTES_AGAIN = 10_000;
    private static final int TRIES = 7;
    /** Of both, before anything counts: a portal that has just started has yet to compile what a click needs. */
    private static final int WARM_UP = 3;

    private static final int FEW = 50;
    private static final int MANY = 10_000;
    private static final int LIST_TRIES = 3;
    /** The page and what it brings; not what it asks for again and again. */
    private static final String OF_THE_PAGE = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].filter(({ name }) => !name.includes('part='))";
    private static final String LOADED = """
            return document.readyState === 'complete' && performance.getEntriesByName('first-contentful-paint').length > 0
                && [...document.querySelectorAll('link[rel=modulepreload]')].every(({ href }) => performance.getEntriesByName(href).length > 0)""";

    private static final String NOTE_CLICK = "document.addEventListener('click', () => sessionStorage.setItem('clicked', performance.timeOrigin + performance.now()), true)";
    private static final String HAS_PICTURE = "return performance.getEntriesByName('picture').length > 0";
    private static final String SINCE_CLICK = "return Math.round(performance.timeOrigin + performance.getEntriesByName('picture')[0].startTime - Number(sessionStorage.getItem('clicked')))";
    /** As the portal's own page does it: by looking for the first pixels as often as the browser paints. */
    private static final String NOTE_PICTURE_OF_DEBIAN = """
            if (location.pathname === '/vnc.html') {
              const glass = new OffscreenCanvas(16, 16).getContext('2d', { willReadFrequently: true });
              const look = () => {
                const canvas = document.querySelector('#noVNC_container canvas');
                if (canvas?.width > 0) glass.drawImage(canvas, 0, 0, 16, 16);
                if (glass.getImageData(0, 0, 16, 16).data.some((value, index) => index % 4 === 3 && value > 0)) performance.mark('picture');
                else requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            }""";

    @Test
    void fromTheSignInToTheFirstPictureCold() throws Exception {
        VMS.archive().running();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).awaitElement("#console-" + VMS.archive().id());
            browser.await("the console's program is there beforehand", () -> (Boolean) browser.script("return performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('/novnc-rfb.js'))"));
            browser.openConsole(VMS.archive()).awaitLive();
            Chromium.Traffic all = browser.traffic();

            Figures.tell("from the sign-in page to a console, cold: %d requests, %d kB", all.requests(), all.bytes() / 1000);
            assertTrue(all.requests() <= MOST_REQUESTS, all.toString());
            assertTrue(all.bytes() <= MOST_BYTES, all.toString());
        }
    }

    @Test
    void fromTheListToTheSameConsoleOnceMore() throws Exception {
        VMS.archive().running();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT);
            browser.openConsole(VMS.archive()).awaitLive();
            browser.click("[data-do=leave]");
            browser.awaitElement("#console-" + VMS.archive().id());
            browser.await("the list has all its files", () -> (Boolean) browser.script("return document.readyState === 'complete'"));
            browser.traffic();
            browser.openConsole(VMS.archive()).awaitLive();
            Chromium.Traffic again = browser.traffic();

            Figures.tell("from the list to a console that was open before: %d requests, %d kB", again.requests(), again.bytes() / 1000);
            assertTrue(again.bytes() <= MOST_BYTES_AGAIN, again.toString());
        }
    }

    @Test
    void fromTheClickToTheFirstPictureBesideBareNoVnc() throws Exception {
        VMS.archive().running();
        List<Long> kept = new ArrayList<>();
        List<Long> cold = new ArrayList<>();
        List<Long> bareKept = new ArrayList<>();
        List<Long> bareCold = new ArrayList<>();
        List<Long> modules = new ArrayList<>();
        try (Chromium browser = Chromium.open(); DebianNoVnc bare = DebianNoVnc.of(VMS.archive().vncPort()); BareNoVnc lean = BareNoVnc.of(VMS.archive().vncPort())) {
            browser.inEachPage(NOTE_PICTURE_OF_DEBIAN);
            browser.signIn(Account.TENANT);
            for (int i = 0; i < WARM_UP; i++) {
                debianClickToPicture(browser, bare, false);
                clickToPicture(browser, false);
            }
            for (int i = 0; i < TRIES; i++) {
                bareCold.add(debianClickToPicture(browser, bare, true));
                bareKept.add(debianClickToPicture(browser, bare, false));
                cold.add(clickToPicture(browser, true));
                kept.add(clickToPicture(browser, false));
                browser.goTo(lean.url("/loaded.html")).awaitElement("body[data-loaded]");
                browser.click("#open");
                modules.add(leanPicture(browser));
            }
        }
        long ours = Figures.median(kept);
        Figures.tell("from the click to the first picture: %s ms, median %d ms; with an empty cache %s ms, median %d ms", kept, ours, cold, Figures.median(cold));
        Figures.tell("Debian's noVNC 1.3 and websockify: %s ms with its files in the cache, median %d ms; with an empty cache %s ms, median %d ms",
                bareKept, Figures.median(bareKept), bareCold, Figures.median(bareCold));
        Figures.tell("Porthole / noVNC 1.3, medians: %.2f where both have their files in the cache, %.2f of noVNC with an empty cache, %.2f where both caches are empty",
                ratio(ours, bareKept), ratio(ours, bareCold), ratio(Figures.median(cold), bareCold));
        Figures.tell("noVNC 1.7's modules alone, loaded before the click: %s ms; Porthole / those, medians: %.2f", modules, ratio(ours, modules));
        assertEquals(TRIES, kept.size());
    }

    private static double ratio(long ours, List<Long> theirs) {
        return (double) ours / Figures.median(theirs);
    }

    private static long clickToPicture(Chromium browser, boolean emptyCache) throws Exception {
        browser.go("/vms").awaitElement("#console-" + VMS.archive().id());
        if (emptyCache) {
            browser.forgetFiles();
        }
        browser.script(NOTE_CLICK);
        assertEquals("live", browser.openConsole(VMS.archive()).awaitLive().step());
        long time = number(browser, SINCE_CLICK);
        browser.click("[data-do=leave]");
        browser.awaitElement("#rows");
        return time;
    }

    private static long debianClickToPicture(Chromium browser, DebianNoVnc bare, boolean emptyCache) throws Exception {
        browser.goTo(bare.linkPage()).awaitElement("#console");
        if (emptyCache) {
            browser.forgetFiles();
        }
        browser.script(NOTE_CLICK);
        browser.click("#console");
        browser.await("noVNC's picture", () -> (Boolean) browser.script(HAS_PICTURE));
        return number(browser, SINCE_CLICK);
    }

    private static long leanPicture(Chromium browser) throws Exception {
        browser.await("the picture of noVNC's modules", () -> (Boolean) browser.script(HAS_PICTURE));
        return number(browser, "return Math.round(performance.getEntriesByName('picture')[0].startTime - performance.getEntriesByName('clicked')[0].startTime)");
    }

    @Test
    void theListOfTenThousandIsNoHeavierThanThatOfFifty() throws Exception {
        try (ManyVms vms = ManyVms.of(FEW); Chromium browser = Chromium.open()) {
            browser.signIn(vms.member()).awaitElement("#next");
            ListLoad few = listLoad(browser, FEW);
            vms.addUpTo(MANY);
            ListLoad many = listLoad(browser, MANY);

            Figures.tell("the list of %d VMs: %s; of %d: %s", FEW, few, MANY, many);
            assertTrue(many.bytes() <= few.bytes() * 1.1, few + " and " + many);
            assertEquals(few.requests(), many.requests());
        }
    }

    /** Of a browser that has never been there. @param paint when the first words are to be seen: the median of a few times */
    private record ListLoad(long requests, long bytes, long paint) {

        @Override
        public String toString() {
            return "%d requests, %d kB, first contentful paint after %d ms".formatted(requests, bytes / 1000, paint);
        }
    }

    private static ListLoad listLoad(Chromium browser, int vms) throws Exception {
        List<Long> paints = new ArrayList<>();
        for (int i = 0; i < LIST_TRIES; i++) {
            browser.forgetFiles();
            browser.go("/vms").awaitElement("#next");
            assertEquals("%,d VMs".formatted(vms), browser.text("#count span"));
            browser.await("all is loaded and painted", () -> (Boolean) browser.script(LOADED));
            paints.add(number(browser, "return Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)"));
        }
        return new ListLoad(number(browser, "return " + OF_THE_PAGE + ".length"), number(browser, "return " + OF_THE_PAGE + ".reduce((sum, { transferSize }) => sum + transferSize, 0)"),
                Figures.median(paints));
    }

    private static long number(Chromium browser, String script) {
        return ((Number) browser.script(script)).longValue();
    }

    @Test
    void noPageIsHeavyWithoutNoVnc() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.ADMIN).awaitElement("main");
            for (String page : List.of("/vms?q=", "/history", "/history/events", "/history/use", "/live", "/admin/users", "/admin/projects", "/account")) {
                browser.forgetFiles();
                browser.traffic();
                browser.go(page).awaitElement("main");
                Chromium.Traffic traffic = browser.traffic();
                Figures.tell("%s: %d requests, %d kB", page, traffic.requests(), traffic.bytes() / 1000);
                assertTrue(traffic.bytes() <= MOST_BYTES_OF_A_PAGE, page + ": " + traffic);
            }
        }
    }

    @Test
    void filesAreAskedForOnce() throws Exception {
        Matcher named = Pattern.compile("href=\"(/static/v-[0-9a-f]{16}/)porthole.css\"").matcher(Browser.anonymous().get("/signin").text());
        assertTrue(named.find(), "the page names its files with their digest");
        assertEquals("public, max-age=31536000, immutable", keptBy(named.group(1) + "porthole.css"));
        assertEquals("no-cache", keptBy("/static/porthole.css"));
        assertEquals("no-cache", keptBy("/static/v-0123456789abcdef/porthole.css"), "another version's portal node has them so, perhaps");
        for (String none : List.of("no-such-file.css", "../../WEB-INF/web.xml", "%2e%2e/%2e%2e/WEB-INF/web.xml", "")) {
            HttpAnswer answer = Browser.anonymous().get(named.group(1) + none);
            assertEquals(none.isEmpty() ? 403 : 404, answer.status(), none);
            assertFalse(answer.header("Cache-Control").orElse("").contains("immutable"), none);
        }
    }

    private static String keptBy(String path) throws Exception {
        HttpAnswer answer = Browser.anonymous().get(path);
        assertEquals(200, answer.status());
        assertTrue(answer.text().contains("--"), "the file itself");
        return answer.header("Cache-Control").orElse("");
    }

    @Test
    void filesAreCompressedAndPagesAreNot() throws Exception {
        HttpAnswer file = RawRequest.of("GET", "/static/console-bundle-en.js").header("Accept-Encoding", "gzip").send();
        assertEquals("gzip", file.header("Content-Encoding").orElse("none"));
        assertTrue(RawRequest.of("GET", "/signin").header("Accept-Encoding", "gzip").send().header("Content-Encoding").isEmpty(), "a page has secrets in it");
        assertTrue(Browser.anonymous().get("/static/console-bundle-en.js").header("Content-Encoding").isEmpty(), "who does not ask for it");
    }
}
