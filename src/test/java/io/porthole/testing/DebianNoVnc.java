package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** noVNC 1.3 as Debian packs it, with its own page, served together with one VNC server by Debian's websockify: what people put before a VM who have no portal. */
public final class DebianNoVnc implements AutoCloseable {

    private static final Path PACKAGE = Path.of("/usr/share/novnc");
    private static final Duration STARTS = Duration.ofSeconds(20);
    private static final int LIMIT_SECONDS = 10;
    /** Its page connects by itself, to where it came from. */
    private static final String LINK_PAGE = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>bare</title></head><body><a id=\"console\" href=\"vnc.html?autoconnect=true\">Console</a></body></html>";

    private final Path folder;
    private final int port;
    private final Process websockify;

    private DebianNoVnc(Path folder, int port, int vncPort) throws IOException {
        this.folder = folder;
        this.port = port;
        this.websockify = new ProcessBuilder("websockify", "--web", folder.toString(), "127.0.0.1:" + port, "127.0.0.1:" + vncPort)
                .redirectErrorStream(true).redirectOutput(folder.resolveSibling(folder.getFileName() + ".log").toFile()).start();
    }

    /** @param vncPort of a VNC server on this machine that asks for no password */
    public static DebianNoVnc of(int vncPort) throws Exception {
        Path folder = Files.createTempDirectory("porthole-it-novnc");
        try (Stream<Path> files = Files.list(PACKAGE)) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(folder.resolve(file.getFileName()), file);
            }
        }
        Files.writeString(folder.resolve("link.html"), LINK_PAGE, UTF_8);
        DebianNoVnc novnc = new DebianNoVnc(folder, freePort(), vncPort);
        try {
            Patience.until("websockify serves noVNC's page", STARTS, () -> novnc.serves("/vnc.html"));
        } catch (AssertionError e) {
            novnc.close();
            throw e;
        }
        return novnc;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private boolean serves(String page) throws InterruptedException {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + page)).build(), HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A page with nothing but a link, {@code #console}, to noVNC's. */
    public String linkPage() {
        return "http://127.0.0.1:" + port + "/link.html";
    }

    @Override
    public void close() throws IOException {
        websockify.descendants().forEach(ProcessHandle::destroy);
        websockify.destroy();
        try {
            if (!websockify.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                websockify.destroyForcibly();
            }
        } catch (InterruptedException e) {
            websockify.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.delete(folder.resolveSibling(folder.getFileName() + ".log"));
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(DebianNoVnc::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
