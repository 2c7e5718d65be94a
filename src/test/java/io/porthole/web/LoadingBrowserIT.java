package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.HttpAnswer;
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

/** What the way from the sign-in to a console weighs in a browser that has never been here, and how long the picture takes; times are printed, not held to anything. */
@ArquillianTest
@RunAsClient
class LoadingBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    /** Bare noVNC has 72 and 706 kB, Cockpit 50 and 2,099, Horizon 89 and 1,554. */
    private static final int MOST_REQUESTS = 25;
    private static final long MOST_BYTES = 400_000;
    private static final long MOST_BYTES_OF_A_PAGE = 300_000;
    private static final int TRIES = 5;

    @Test
    void fromTheSignInToTheFirstPictureCold() throws Exception {
        VMS.archive().running();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).awaitElement("#console-" + VMS.archive().id());
            browser.await("the console's program is there beforehand", () -> (Boolean) browser.script("return performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('/novnc-rfb.js'))"));
            browser.openConsole(VMS.archive()).awaitLive();
            Chromium.Traffic all = browser.traffic();

            System.out.printf("from the sign-in page to a console, cold: %d requests, %d kB%n", all.requests(), all.bytes() / 1000);
            assertTrue(all.requests() <= MOST_REQUESTS, all.toString());
            assertTrue(all.bytes() <= MOST_BYTES, all.toString());
        }
    }

    @Test
    void fromTheClickToTheFirstPicture() throws Exception {
        VMS.archive().running();
        List<Long> times = new ArrayList<>();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT);
            for (int i = 0; i < TRIES; i++) {
                browser.go("/vms").awaitElement("#console-" + VMS.archive().id());
                browser.script("document.getElementById(arguments[0]).addEventListener('click', () => sessionStorage.setItem('clicked', performance.timeOrigin + performance.now()))", "console-" + VMS.archive().id());
                ConsolePage console = browser.openConsole(VMS.archive()).awaitLive();
                times.add(((Number) browser.script("return Math.round(performance.timeOrigin + performance.getEntriesByName('picture')[0].startTime - Number(sessionStorage.getItem('clicked')))")).longValue());
                assertEquals("live", console.step());
                browser.click("[data-do=leave]");
                browser.awaitElement("#rows");
            }
        }
        System.out.printf("from the click to the first picture: %s ms, median %d ms%n", times, times.stream().sorted().skip(TRIES / 2).findFirst().orElseThrow());
        assertEquals(TRIES, times.size());
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
                System.out.printf("%s: %d requests, %d kB%n", page, traffic.requests(), traffic.bytes() / 1000);
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
        HttpAnswer file = RawRequest.of("GET", "/static/console-bundle.js").header("Accept-Encoding", "gzip").send();
        assertEquals("gzip", file.header("Content-Encoding").orElse("none"));
        assertTrue(RawRequest.of("GET", "/signin").header("Accept-Encoding", "gzip").send().header("Content-Encoding").isEmpty(), "a page has secrets in it");
        assertTrue(Browser.anonymous().get("/static/console-bundle.js").header("Content-Encoding").isEmpty(), "who does not ask for it");
    }
}
