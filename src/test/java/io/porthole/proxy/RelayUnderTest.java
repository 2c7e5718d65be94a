package io.porthole.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.porthole.console.ConnectInfo;
import io.porthole.console.ConsoleRights;
import io.porthole.console.LiveConsole;
import io.porthole.console.LiveConsoles;
import io.porthole.console.RelayEnd;
import io.porthole.settings.Settings;
import io.porthole.testing.Patience;
import io.porthole.testing.RawWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** The relay between real sockets, without the portal around it: with settings of the test's own, and nobody who ends a console but the relay. */
final class RelayUnderTest implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration STANDSTILL = Duration.ofSeconds(1);
    private static final byte[] UPGRADED = "HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(US_ASCII);
    private static final ConsoleRights RIGHTS = new ConsoleRights(true, true, true, true, false, 1000, true);

    private final XnioWorker worker;
    private final AcceptingChannel<StreamConnection> browsers;
    private final ProxySettings settings;
    private final LiveConsoles consoles;
    private volatile int vncPort;
    private final RelayBuffers buffers = new RelayBuffers();
    private final List<LiveConsole> open = new CopyOnWriteArrayList<>();
    private volatile Runnable whenEstablished = () -> { };
    private final CompletableFuture<RelayEnd> end = new CompletableFuture<>();

    private RelayUnderTest(int vncPort, Map<String, String> settings) throws IOException {
        this.vncPort = vncPort;
        this.settings = ProxySettings.from(Settings.of(settings));
        this.consoles = new Consoles();
        worker = Xnio.getInstance().createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1));
        browsers = worker.createStreamConnectionServer(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), this::accept, OptionMap.EMPTY);
        browsers.resumeAccepts();
    }

    /** To this VNC server, whose VM is called desktop. */
    static RelayUnderTest to(int vncPort, Map<String, String> settings) throws IOException {
        return new RelayUnderTest(vncPort, settings);
    }

    private void accept(AcceptingChannel<? extends StreamConnection> channel) {
        try {
            StreamConnection browser = channel.accept();
            browser.getSinkChannel().write(ByteBuffer.wrap(UPGRADED));
            ConnectInfo info = new ConnectInfo(UUID.randomUUID(), UUID.randomUUID(), "127.0.0.1", vncPort, null, "desktop", null, Duration.ZERO, RIGHTS, null, "127.0.0.1", null);
            Admission admission = new Admission(info, new InetSocketAddress("127.0.0.1", vncPort), false, null, null, browser, null);
            new ConsoleRelay(admission, buffers, settings, consoles).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To which VNC server the next browsers get. */
    void leadTo(int vncPort) {
        this.vncPort = vncPort;
    }

    /** A browser whose WebSocket is open. */
    RawWebSocket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.connect(browsers.getLocalAddress());
        return RawWebSocket.over(socket);
    }

    /** Waits until no byte has gone either way for a second. */
    void awaitStandstill(Duration limit) throws Exception {
        long[] last = {-1, System.nanoTime()};
        Patience.until("nothing goes any more", limit, () -> {
            long bytes = open.stream().mapToLong(console -> console.bytesToBrowser() + console.bytesToVm()).sum();
            if (bytes != last[0]) {
                last[0] = bytes;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > STANDSTILL.toNanos();
        });
    }

    /** Injects a fault of ours into the next consoles, in the step in which their screen is reached. */
    void failWhenEstablished() {
        whenEstablished = () -> {
            throw new IllegalStateException("injected by the test");
        };
    }

    /** Ends every console as the portal does for a reason of its own. */
    void endAll(RelayEnd why) {
        open.forEach(console -> console.end(why));
    }

    /** All that its worker has. */
    int threads() {
        return worker.getMXBean().getIoThreadCount() + worker.getMXBean().getWorkerPoolSize();
    }

    /** Of its only thread that relays. */
    Duration processorTime() {
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getThreadCpuTime(worker.getIoThread(0).getId()));
    }

    /** How the first console ended, as soon as it has. */
    RelayEnd end() throws Exception {
        return end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    boolean hasEnded() {
        return end.isDone();
    }

    @Override
    public void close() {
        IoUtils.safeClose(browsers);
        worker.shutdownNow();
    }

    private final class Consoles extends LiveConsoles {

        @Override
        public void opened(LiveConsole console) {
            open.add(console);
        }

        @Override
        public void established(LiveConsole console) {
            whenEstablished.run();
        }

        @Override
        public void ended(LiveConsole console, RelayEnd why, String detail) {
            end.complete(why);
        }
    }
}
