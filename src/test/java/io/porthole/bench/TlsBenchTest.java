package io.porthole.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.porthole.testing.TestAuthority;
import io.porthole.testing.TestCertificate;

/** The load with TLS, and nothing between it and the VNC server but what ends that. */
class TlsBenchTest {

    private static final Duration MOMENT = Duration.ofMillis(200);

    private final Problems problems = new Problems();
    private final PatternVncServer server = new PatternVncServer(0, problems);
    private final Load load = new Load(problems);
    private final Stage stage = new Stage(load, server, problems, MOMENT, MOMENT);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    @TempDir
    private static Path folder;
    private static TestAuthority authority;
    private static TestCertificate certificate;
    private ServerSocket listening;

    TlsBenchTest() throws IOException {
    }

    @BeforeAll
    static void certify() throws IOException {
        authority = TestAuthority.make(folder, "authority");
        certificate = authority.issue("relay", "ip:127.0.0.1");
    }

    @BeforeEach
    void listen() throws IOException {
        listening = certificate.serverContext(null).getServerSocketFactory().createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
        threads.shutdownNow();
        load.close();
        server.close();
    }

    @Test
    void everyByteArrivesInBothDirections() throws IOException, InterruptedException {
        assertEquals(3.0, measure(new VerifyTest(3)).get(Figure.COMPLETE));
    }

    @Test
    void floodsMoveBytesEitherWay() throws IOException, InterruptedException {
        assertTrue(measure(new DownTest(2)).get(Figure.MB_PER_SECOND) > 0);
        assertTrue(measure(new UpTest(2)).get(Figure.MB_PER_SECOND) > 0);
    }

    @Test
    void certificateOfAnotherIsAProblem() throws IOException, InterruptedException {
        Target target = target(TestAuthority.make(folder, "stranger"));

        try (Load.Group group = stage.opened(target, 1, () -> Demand::quiet)) {
            assertTrue(group.awaitGone(Duration.ofSeconds(10)));
        }

        String told = problems.take();
        assertTrue(told.startsWith("1: direct TCP, SECURING: "), told);
    }

    private Map<Figure, Double> measure(BenchTest test) throws IOException, InterruptedException {
        Target target = target(authority);
        Map<Figure, Double> figures = test.measure(stage, target);
        stage.awaitQuiet(target);
        assertEquals("", problems.take());
        return figures;
    }

    private Target target(TestAuthority trusted) throws IOException {
        Tls tls = Tls.trusting(Files.writeString(folder.resolve("trusted.pem"), trusted.toPem()));
        return new Target(Target.DIRECT, false, listening.getLocalPort(), List.of(""), null, tls);
    }

    private void accept() {
        try {
            while (true) {
                Socket browser = listening.accept();
                Socket vnc = new Socket(InetAddress.getLoopbackAddress(), server.port());
                threads.execute(() -> copy(browser, vnc));
                threads.execute(() -> copy(vnc, browser));
            }
        } catch (IOException e) {
            // the end of the test
        }
    }

    private static void copy(Socket from, Socket to) {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // the other direction's end, or a browser that went without a word
        }
    }
}
