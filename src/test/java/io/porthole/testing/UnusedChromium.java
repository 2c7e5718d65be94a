package io.porthole.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium with a driver and a fresh profile of its own, which nobody has been anywhere with. Its start takes a second or two: while a test works with one, the
 * next one starts, and the profile of the last one is deleted.
 */
final class UnusedChromium {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ExecutorService BESIDE = Executors.newCachedThreadPool(UnusedChromium::daemon);
    /** Guarded by the class; null before the first one was asked for. */
    private static CompletableFuture<UnusedChromium> next;

    private final Path profile;
    private final ChromeDriver driver;

    private UnusedChromium(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "chromium");
        thread.setDaemon(true);
        return thread;
    }

    /** The one that waits, or is about to. */
    static synchronized UnusedChromium take() throws IOException {
        UnusedChromium taken = next == null ? start() : started(next);
        next = CompletableFuture.supplyAsync(UnusedChromium::startBeside, BESIDE);
        return taken;
    }

    private static UnusedChromium started(CompletableFuture<UnusedChromium> start) throws IOException {
        try {
            return start.join();
        } catch (CompletionException e) {
            return start();
        }
    }

    private static UnusedChromium startBeside() {
        try {
            return start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that nobody else waits for. */
    static UnusedChromium start(String... arguments) throws IOException {
        Path profile = Files.createTempDirectory("porthole-it-chromium");
        ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort().withSilent(true).build();
        return new UnusedChromium(profile, new ChromeDriver(service, options(profile, arguments)));
    }

    private static ChromeOptions options(Path profile, String... more) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--window-size=%d,%d".formatted(Chromium.WIDTH, Chromium.HEIGHT), "--user-data-dir=" + profile);
        if (!Chromium.LOOKS.isEmpty()) {
            options.addArguments("--lang=" + Chromium.LOOKS);
            options.setExperimentalOption("prefs", Map.of("intl.accept_languages", Chromium.LOOKS));
        }
        options.addArguments(more);
        return options;
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Returns when it has ended. */
    void close() {
        driver.quit();
        BESIDE.execute(this::deleteProfile);
    }

    private void deleteProfile() {
        try (var files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the one that waits for nobody any more. */
    static synchronized void clearAway() {
        if (next == null) {
            return;
        }
        next.thenAccept(UnusedChromium::close).exceptionally(e -> null).join();
        next = null;
        BESIDE.shutdown();
        try {
            BESIDE.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
