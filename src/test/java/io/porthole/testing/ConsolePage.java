package io.porthole.testing;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.openqa.selenium.Point;
import org.openqa.selenium.WebElement;

/** The console page in a browser. Places in the guest's picture are in the guest's own pixels. */
public final class ConsolePage {

    private static final Duration PICTURE = Duration.ofSeconds(30);

    private final Chromium browser;

    ConsolePage(Chromium browser) {
        this.browser = browser;
    }

    /** asking, connecting, waiting, live, returning or ended. */
    public String step() {
        return (String) browser.script("return document.body.dataset.step");
    }

    public ConsolePage awaitLive() throws Exception {
        browser.await("the VM's picture", PICTURE, () -> "live".equals(step()));
        return this;
    }

    public ConsolePage awaitEnd() throws Exception {
        browser.await("the end of the console", PICTURE, () -> "ended".equals(step()) && browser.shows("#ended"));
        return this;
    }

    /** Something ended the console from which the page comes back by itself. */
    public ConsolePage awaitReturning() throws Exception {
        browser.await("the page is coming back by itself", PICTURE, () -> "returning".equals(step()) && browser.shows("#ended"));
        return this;
    }

    public UUID session() {
        return UUID.fromString(browser.path().substring("/console/".length()));
    }

    public void awaitFocus() throws Exception {
        browser.await("the picture has the focus", () -> (Boolean) browser.script("return document.activeElement === document.querySelector('#screen canvas')"));
    }

    public void clickGuest(int x, int y) {
        WebElement canvas = browser.element("#screen canvas");
        double scale = scale();
        Point place = canvas.getLocation();
        browser.actions().moveToLocation((int) (place.x + x * scale), (int) (place.y + y * scale)).click().perform();
    }

    public double scale() {
        return ((Number) browser.script("const c = document.querySelector('#screen canvas'); return c.getBoundingClientRect().width / c.width")).doubleValue();
    }

    /** The guest's own width and height. */
    public List<?> size() {
        return (List<?>) browser.script("const c = document.querySelector('#screen canvas'); return [c.width, c.height]");
    }

    /** @return a digest of all its pixels, once nothing moves any more */
    public String stillPicture() throws Exception {
        return browser.stillPicture("#screen canvas");
    }

    /** @return the mean brightness of this part of the picture, from 0 to 255 */
    public double brightness(int x, int y, int width, int height) {
        return ((Number) browser.script("""
                const [x, y, width, height] = arguments;
                const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
                copy.drawImage(document.querySelector('#screen canvas'), x, y, width, height, 0, 0, width, height);
                const pixels = copy.getImageData(0, 0, width, height).data;
                let sum = 0;
                for (let i = 0; i < pixels.length; i++) if (i % 4 !== 3) sum += pixels[i];
                return sum / (pixels.length / 4 * 3);""", x, y, width, height)).doubleValue();
    }
}
