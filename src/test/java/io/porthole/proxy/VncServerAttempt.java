package io.porthole.proxy;

import io.porthole.console.ConnectInfo;
import io.porthole.console.ConsoleRights;
import io.porthole.console.RelayEnd;
import io.porthole.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.xnio.OptionMap;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** One try to reach a VNC server, on an I/O thread as the portal has it, and how it ended. */
final class VncServerAttempt implements AutoCloseable {

    /** @param end null when the server is ready */
    record Outcome(RelayEnd end, String detail) {
    }

    private static final int LIMIT_SECONDS = 20;
    private static final ConsoleRights RIGHTS = new ConsoleRights(true, true, true, true, false, 1000, true);

    private final XnioWorker worker;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final VncServerConnection connection;

    private VncServerAttempt(ConnectInfo info, InetSocketAddress address, ProxySettings settings) throws IOException {
        worker = Xnio.getInstance().createWorker(OptionMap.EMPTY);
        connection = new VncServerConnection(info, address, worker.getIoThread(), settings, this::guarded,
                (ready, early) -> outcome.complete(new Outcome(null, null)), (why, detail) -> outcome.complete(new Outcome(why, detail)));
        worker.getIoThread().execute(connection::connect);
    }

    /** As VM desktop, with user name portal and password secret; its certificate must be for this name. */
    static Outcome at(int port, String tlsName, Map<String, String> settings) throws Exception {
        return at(new InetSocketAddress("127.0.0.1", port), tlsName, settings);
    }

    static Outcome at(InetSocketAddress address, String tlsName, Map<String, String> settings) throws Exception {
        ConnectInfo info = new ConnectInfo(UUID.randomUUID(), UUID.randomUUID(), address.getHostString(), address.getPort(), "secret", "desktop", null, Duration.ZERO, RIGHTS, "portal", tlsName, null);
        try (VncServerAttempt attempt = new VncServerAttempt(info, address, ProxySettings.from(Settings.of(settings)))) {
            return attempt.outcome.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** As a relay does it. */
    private void guarded(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            outcome.complete(new Outcome(RelayEnd.VNC_HANDSHAKE_FAILED, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    @Override
    public void close() throws Exception {
        CompletableFuture<Void> abandoned = new CompletableFuture<>();
        worker.getIoThread().execute(() -> {
            connection.abandon();
            abandoned.complete(null);
        });
        abandoned.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        worker.shutdown();
    }
}
