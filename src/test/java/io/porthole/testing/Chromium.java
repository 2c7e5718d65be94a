package io.porthole.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.json.Json;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A person's browser: Debian's Chromium with a fresh profile, without a window. */
public final class Chromium implements AutoCloseable {

    private static final Duration PAGE = Duration.ofSeconds(20);
    private static final Duration STILL = Duration.ofSeconds(1);
    private static final Duration STILL_WITHIN = Duration.ofSeconds(30);
    static final int WIDTH = 1280;
    static final int HEIGHT = 800;
    private static final int NARROW_WIDTH = 390;
    private static final int NARROW_HEIGHT = 844;

    private static final List<String> SCHEMES = List.of("light", "dark");
    /** Where npm puts it, as package.json says. */
    private static final Path AXE = Path.of("node_modules/axe-core/axe.min.js");

    /**
     * The language of all browsers where it is set (-Dporthole.looks=zh-CN); each page that axe looks at leaves a contact sheet of its looks then, for whoever looks at them all.
     * What tests expect is in English: in another language, those that read words fail.
     */
    static final String LOOKS = System.getProperty("porthole.looks", "");

    /**
     * Whatever is large and has a ground of its own is dark in the dark scheme and light in the light one, and the page's ink the other way; buttons are of the colour that stands out,
     * and the screen of a VM is dark in both.
     */
    private static final String AGAINST_THE_SCHEME = """
            const dark = arguments[0] === 'dark';
            const brush = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
            const lightness = (colour) => {
              brush.clearRect(0, 0, 1, 1);
              brush.fillStyle = colour;
              brush.fillRect(0, 0, 1, 1);
              const [red, green, blue, whole] = brush.getImageData(0, 0, 1, 1).data;
              return whole < 255 ? null : (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
            };
            const large = ({ offsetWidth, offsetHeight }) => offsetWidth >= 160 && offsetHeight >= 24;
            const strange = (is, ...parts) => { const at = lightness(getComputedStyle(...parts)[is]); return at !== null && (at < 0.5) !== (is === 'color' ? !dark : dark); };
            const told = (element, is) => `${element.localName}#${element.id}.${element.className} keeps its ${is} in the ${arguments[0]} scheme: ${getComputedStyle(element)[is]}`;
            const grounds = [document.body, ...document.body.querySelectorAll(':not(button, .button, .stage, .screen, .screen *, .still, .still *, .vm-screen, .vm-screen *)')]
                .filter((element) => element === document.body || element.checkVisibility() && large(element));
            return [...grounds.filter((element) => strange('backgroundColor', element)).map((element) => told(element, 'backgroundColor')),
                ...[document.body, document.querySelector('h1')].filter((element) => element && strange('color', element)).map((element) => told(element, 'color'))];""";

    private static final String NOTHING_MOVES = "return document.getAnimations().every(a => a.playState === 'finished' || a.effect.getTiming().iterations === Infinity)";

    private final String portal;
    private final UnusedChromium process;
    private final ChromeDriver driver;
    private final List<String> consoleErrors = new ArrayList<>();
    private final List<String> badResponses = new ArrayList<>();

    /** Whether somebody wants to look at pages: at more of them than axe needs to. */
    public static boolean looks() {
        return !LOOKS.isEmpty();
    }

    private Chromium(String portal, boolean narrow, UnusedChromium process) {
        this.portal = portal;
        this.process = process;
        driver = process.driver();
        size(narrow);
    }

    /** Exact, whatever the window's own frame takes. */
    /** Of another size than that of a desktop or a phone, with a mouse. */
    public void size(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "screenWidth", width, "screenHeight", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private void size(boolean narrow) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", narrow
                ? Map.of("width", NARROW_WIDTH, "height", NARROW_HEIGHT, "deviceScaleFactor", 1, "mobile", true)
                : Map.of("width", WIDTH, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    }

    public static Chromium open() throws IOException {
        return openAt(PortalUnderTest.url());
    }

    /** For another portal than that of all tests. */
    public static Chromium openAt(String portal) throws IOException {
        return new Chromium(portal, false, UnusedChromium.take());
    }

    /** Whose way to the portal leads through this line; the portal's address stays what it is. */
    public static Chromium openThrough(CuttableLine line) throws IOException {
        int portal = PortalUnderTest.port();
        return new Chromium(PortalUnderTest.url(), false, UnusedChromium.start("--host-resolver-rules=MAP 127.0.0.1:%d 127.0.0.1:%d".formatted(portal, line.port())));
    }

    /** Of a phone's size. */
    public static Chromium openNarrow() throws IOException {
        return new Chromium(PortalUnderTest.url(), true, UnusedChromium.take());
    }

    /** Makes it of a phone's size again. */
    public void narrow() {
        size(true);
    }

    /** Where its clock is from now on: a name of the tz database. */
    public void zone(String zone) {
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", zone));
    }

    public void wide() {
        size(false);
    }

    /** Makes it wide, with a finger for a pointer. */
    public void tablet() {
        size(false);
        driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
    }

    // ---- going

    public Chromium go(String path) {
        return goTo(portal + path);
    }

    public Chromium goTo(String url) {
        driver.get(url);
        return this;
    }

    /** Types into the sign-in page, which has the focus where it is needed. */
    public Chromium signIn(Account account) throws Exception {
        return signIn(account.userName());
    }

    public Chromium signIn(String userName) throws Exception {
        go("/signin");
        awaitFocus("name");
        type(userName, Keys.TAB, Account.PASSWORD, Keys.ENTER);
        await("a page after the sign-in", () -> !path().equals("/signin"));
        return this;
    }

    public ConsolePage openConsole(QemuVm vm) throws Exception {
        awaitElement("#console-" + vm.id());
        click("#console-" + vm.id());
        return console();
    }

    /** The console page that is open, or about to be. */
    public ConsolePage console() throws Exception {
        await("the console page", () -> path().startsWith("/console/") || path().matches("/vnc_(auto|lite)\\.html"));
        return new ConsolePage(this);
    }

    /** What the address bar shows. */
    public String address() {
        return driver.getCurrentUrl();
    }

    public String path() {
        return (String) script("return location.pathname");
    }

    public String title() {
        return driver.getTitle();
    }

    // ---- mouse and keyboard

    /** As a person does, once it is there to be clicked. */
    public void click(String css) throws Exception {
        await(css + " can be clicked", () -> {
            try {
                element(css).click();
                return true;
            } catch (ElementNotInteractableException e) {
                return false;
            }
        });
    }

    /** Presses keys wherever the focus is. */
    public void type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** As a keyboard on glass does whose word is not finished: what it composes takes the place of what it composed before. */
    public void compose(String word) {
        driver.executeCdpCommand("Input.imeSetComposition", Map.of("text", word, "selectionStart", word.length(), "selectionEnd", word.length()));
    }

    /** Finishes what is being composed, with this in its place. */
    public void finishComposing(String word) {
        driver.executeCdpCommand("Input.insertText", Map.of("text", word));
    }

    /** As if its person had signed out elsewhere. */
    public void forgetCookies() {
        driver.manage().deleteAllCookies();
    }

    public Actions actions() {
        return new Actions(driver);
    }

    /** What a page has it save goes there from now on, without a question. */
    public void saveInto(Path folder) {
        driver.executeCdpCommand("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    // ---- what is there to see

    public WebElement element(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    public boolean shows(String css) throws Exception {
        return untilFresh(() -> driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed));
    }

    /** The text that is to be seen there. */
    public String text(String css) throws Exception {
        return untilFresh(() -> element(css).getText());
    }

    public List<String> texts(String css) throws Exception {
        return untilFresh(() -> driver.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList());
    }

    public void awaitFocus(String id) throws Exception {
        await(id + " has the focus", () -> focused().equals(id));
    }

    /** The id of the element that has the focus. */
    public String focused() {
        return (String) script("return document.activeElement.id");
    }

    /** Runs the body of an async function with the browser's own modules at hand; what it returns is the answer. */
    public Object module(String script) {
        return driver.executeAsyncScript("const done = arguments[0]; (async () => {" + script + "})().then(done, (e) => done(String(e?.stack ?? e)));");
    }

    /** Runs it from now on in every page, before the page's own programs. */
    public void inEachPage(String script) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    public Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** @return a digest of the size and all pixels of that canvas, once it has been the same for a second */
    public String stillPicture(String css) throws Exception {
        String[] last = new String[1];
        long[] since = new long[1];
        await(css + " is still", STILL_WITHIN, () -> {
            String now = picture(css);
            if (!now.equals(last[0])) {
                last[0] = now;
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > STILL.toNanos();
        });
        return last[0];
    }

    private String picture(String css) {
        return (String) module("""
                const canvas = document.querySelector('%s');
                const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', pixels));
                return `${canvas.width} × ${canvas.height}: ${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;""".formatted(css));
    }

    /** @return whether the page is wider than the window, so that it must be moved sideways */
    public boolean overflowsSideways() {
        return (Boolean) script("return document.scrollingElement.scrollWidth > document.documentElement.clientWidth || innerWidth > screen.width");
    }

    public void awaitElement(String css) throws Exception {
        await(css + " is to be seen", () -> shows(css));
    }

    /** For what the page itself does at once. */
    public void await(String expected, Callable<Boolean> condition) throws Exception {
        await(expected, PAGE, condition);
    }

    public void await(String expected, Duration limit, Callable<Boolean> condition) throws Exception {
        try {
            Patience.until(expected, limit, () -> isSo(condition));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the page at " + path() + " says: " + text("body") + "\n" + consoleErrors(), e);
        }
    }

    /** What is not there yet is not so yet. */
    private static boolean isSo(Callable<Boolean> condition) throws Exception {
        try {
            return untilFresh(condition);
        } catch (NoSuchElementException e) {
            return false;
        }
    }

    /** Into target/screenshots, for the eyes of whoever changes a page. */
    public void screenshot(String name) {
        try {
            Files.write(screenshots().resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path screenshots() throws IOException {
        return Files.createDirectories(Path.of(System.getProperty("porthole.server")).resolveSibling("screenshots"));
    }

    /** The same in the light and in the dark look. */
    public void screenshots(String name) throws Exception {
        for (String scheme : SCHEMES) {
            colour(scheme);
            screenshot(name + "-" + scheme);
        }
    }

    private void colour(String scheme) throws Exception {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        await("the colours have changed", () -> (Boolean) script(NOTHING_MOVES));
    }

    /**
     * What axe finds on the page as it stands, wide and narrow, light and dark: the rules of WCAG 2.2 A and AA, and axe's own good practices; and what does not follow the scheme.
     *
     * @param name of the page, for its pictures and for what is found
     */
    public List<String> accessibilityFaults(String name) throws Exception {
        script(Files.readString(AXE));
        List<String> faults = new ArrayList<>();
        for (boolean narrow : List.of(false, true)) {
            size(narrow);
            for (String scheme : SCHEMES) {
                colour(scheme);
                String look = name + (narrow ? "-390-" : "-1280-") + scheme;
                screenshot("look-" + look);
                List<?> found = (List<?>) module("""
                        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
                        return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.any.map((any) => any.message).join(' ')}`));""");
                found.forEach(fault -> faults.add(look + ": " + fault));
                againstTheScheme(scheme).forEach(fault -> faults.add(look + ": " + fault));
            }
        }
        size(false);
        contactSheet(name);
        return faults;
    }

    /** What of the page as it stands does not follow the scheme ("light", "dark") that its reader prefers: axe is content with any that can be read. */
    public List<String> againstTheScheme(String scheme) throws Exception {
        colour(scheme);
        return ((List<?>) script(AGAINST_THE_SCHEME, scheme)).stream().map(String::valueOf).toList();
    }

    /** The whole page as it stands in its four looks, as one picture in target/screenshots, where somebody wants to look at it. */
    public void contactSheet(String name) throws Exception {
        if (LOOKS.isEmpty()) {
            return;
        }
        ContactSheet sheet = new ContactSheet();
        for (boolean narrow : List.of(false, true)) {
            size(narrow);
            for (String scheme : SCHEMES) {
                colour(scheme);
                sheet.add(wholePage());
            }
        }
        size(false);
        colour(SCHEMES.get(0));
        sheet.write(screenshots().resolve("sheet-" + name + "-" + LOOKS + ".png"));
    }

    /** Of very long ones, the upper part. */
    private byte[] wholePage() {
        Map<?, ?> page = (Map<?, ?>) script("return { width: innerWidth, height: Math.min(document.documentElement.scrollHeight, innerHeight * 2.2) }");
        Object picture = driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true,
                "clip", Map.of("x", 0, "y", 0, "width", page.get("width"), "height", page.get("height"), "scale", 1))).get("data");
        return Base64.getDecoder().decode((String) picture);
    }

    // ---- what the developer tools tell

    /** The errors of all pages up to now; noVNC's cursor alone brings warnings about its speed. */
    public List<String> consoleErrors() {
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                consoleErrors.add(entry.getMessage());
            }
        }
        return List.copyOf(consoleErrors);
    }

    /** Each answer with a status from 400 up to now. */
    public List<String> badResponses() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            Map<?, ?> message = (Map<?, ?>) ((Map<?, ?>) new Json().toType(entry.getMessage(), Map.class)).get("message");
            Map<?, ?> parameters = (Map<?, ?>) message.get("params");
            if ("Network.responseReceived".equals(message.get("method"))) {
                Map<?, ?> response = (Map<?, ?>) parameters.get("response");
                if (((Number) response.get("status")).intValue() >= 400) {
                    badResponses.add(response.get("status") + " " + response.get("url"));
                }
            }
        }
        return List.copyOf(badResponses);
    }

    /** The paths of the pages that were loaded since the network was asked about last, by the developer tools. */
    public List<String> pages() {
        List<String> pages = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            Map<?, ?> message = (Map<?, ?>) ((Map<?, ?>) new Json().toType(entry.getMessage(), Map.class)).get("message");
            Map<?, ?> parameters = (Map<?, ?>) message.get("params");
            if ("Network.responseReceived".equals(message.get("method")) && "Document".equals(parameters.get("type"))) {
                String url = String.valueOf(((Map<?, ?>) parameters.get("response")).get("url"));
                if (url.startsWith("http")) {
                    pages.add(URI.create(url).getPath());
                }
            }
        }
        return pages;
    }

    /**
     * What the network brought since this was asked last, by the developer tools.
     *
     * @param requests that were answered: of pages, programs, styles, pictures and what programs ask for; not the WebSocket
     * @param bytes    as they travelled, headers included
     */
    public record Traffic(int requests, long bytes) {
    }

    /** As if it had never been here. */
    public void forgetFiles() {
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    }

    public Traffic traffic() {
        List<Object> ours = new ArrayList<>();
        int requests = 0;
        double bytes = 0;
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            Map<?, ?> message = (Map<?, ?>) ((Map<?, ?>) new Json().toType(entry.getMessage(), Map.class)).get("message");
            Map<?, ?> parameters = (Map<?, ?>) message.get("params");
            if ("Network.requestWillBeSent".equals(message.get("method")) && String.valueOf(((Map<?, ?>) parameters.get("request")).get("url")).startsWith("http")) {
                ours.add(parameters.get("requestId"));
            } else if ("Network.loadingFinished".equals(message.get("method")) && ours.contains(parameters.get("requestId"))) {
                double travelled = ((Number) parameters.get("encodedDataLength")).doubleValue();
                requests += travelled > 0 ? 1 : 0;
                bytes += travelled;
            }
        }
        return new Traffic(requests, (long) bytes);
    }

    @Override
    public void close() {
        process.close();
    }

    /** A living page may swap an element between finding and asking it. */
    private static <T> T untilFresh(Callable<T> question) throws Exception {
        long until = System.nanoTime() + PAGE.toNanos();
        while (true) {
            try {
                return question.call();
            } catch (WebDriverException e) {
                if (!isStale(e) || System.nanoTime() > until) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** ChromeDriver has no name of its own for an element whose whole page went while it was asked. */
    private static boolean isStale(WebDriverException e) {
        return e instanceof StaleElementReferenceException || e.getMessage() != null && e.getMessage().contains("does not belong to the document");
    }
}
