package io.porthole.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * noVNC as npm brings it and nothing else, to measure against: its modules as they are, a page of a few lines that connects at a click
 * ({@code /loaded.html}), and a relay from its WebSocket to one VNC server. The page notes the first picture as the portal's own does.
 */
public final class BareNoVnc implements AutoCloseable {

    private static final Path MODULES = Path.of("node_modules/@novnc/novnc");
    private static final String PAGE = """
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>bare</title></head><body><button id="open">Open</button><div id="screen" style="height: 700px"></div>
            <script type="module">
            import RFB from './core/rfb.js';
            const look = () => {
              const canvas = document.querySelector('#screen canvas');
              if (canvas?.width > 0 && canvas.getContext('2d').getImageData(0, 0, 1, 1).data[3] > 0) return performance.mark('picture');
              requestAnimationFrame(look);
            };
            const open = () => {
              performance.mark('clicked');
              new RFB(document.getElementById('screen'), 'ws://127.0.0.1:%d/', { shared: true });
              look();
            };
            document.getElementById('open').addEventListener('click', open);
            document.body.dataset.loaded = 'yes';
            </script></body></html>
            """;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int FIN_BINARY = 0x82;
    private static final int CLOSE = 8;

    private final int vncPort;
    private final HttpServer pages;
    private final ServerSocket sockets;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "bare-novnc");
        thread.setDaemon(true);
        return thread;
    });

    private BareNoVnc(int vncPort) throws IOException {
        this.vncPort = vncPort;
        InetAddress here = InetAddress.getByName("127.0.0.1");
        sockets = new ServerSocket(0, 50, here);
        pages = HttpServer.create(new InetSocketAddress(here, 0), 50);
        pages.setExecutor(threads);
        pages.createContext("/", this::serve);
    }

    /** @param vncPort of a VNC server on this machine that asks for no password */
    public static BareNoVnc of(int vncPort) throws IOException {
        BareNoVnc bare = new BareNoVnc(vncPort);
        bare.pages.start();
        bare.threads.execute(bare::accept);
        return bare;
    }

    public String url(String page) {
        return "http://127.0.0.1:" + pages.getAddress().getPort() + page;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Path file = MODULES.resolve(path.substring(1)).normalize();
            byte[] body = path.endsWith(".html") ? PAGE.formatted(sockets.getLocalPort()).getBytes(UTF_8)
                    : file.startsWith(MODULES) && Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
            if (body == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", path.endsWith(".html") ? "text/html" : "text/javascript");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void accept() {
        while (!sockets.isClosed()) {
            try {
                Socket browser = sockets.accept();
                threads.execute(() -> relay(browser));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void relay(Socket browser) {
        try (browser; Socket vnc = new Socket("127.0.0.1", vncPort)) {
            browser.setTcpNoDelay(true);
            vnc.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(browser.getInputStream());
            shakeHands(in, browser.getOutputStream());
            threads.execute(() -> down(vnc, browser));
            up(in, vnc.getOutputStream());
        } catch (IOException | GeneralSecurityException e) {
            // the browser went
        }
    }

    private static void shakeHands(InputStream in, OutputStream out) throws IOException, GeneralSecurityException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("the browser went");
            }
            head.append((char) read);
        }
        String key = head.toString().lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")).findFirst().orElseThrow().split(":")[1].strip();
        String accept = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII)));
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n").getBytes(US_ASCII));
    }

    private static void down(Socket vnc, Socket browser) {
        byte[] part = new byte[1 << 16];
        try {
            OutputStream out = browser.getOutputStream();
            for (int read = vnc.getInputStream().read(part, 8, part.length - 8); read > 0; read = vnc.getInputStream().read(part, 8, part.length - 8)) {
                int head = read < 126 ? 2 : 4;
                part[8 - head] = (byte) FIN_BINARY;
                part[8 - head + 1] = (byte) (read < 126 ? read : 126);
                if (head == 4) {
                    part[6] = (byte) (read >> 8);
                    part[7] = (byte) read;
                }
                out.write(part, 8 - head, head + read);
            }
            browser.close();
        } catch (IOException e) {
            // the other side went
        }
    }

    private static void up(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0xf;
            int length = in.readUnsignedByte() & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            if (opcode == CLOSE || payload.length < length) {
                return;
            }
            for (int i = 0; i < length; i++) {
                payload[i] ^= mask[i & 3];
            }
            out.write(payload);
        }
    }

    @Override
    public void close() throws IOException {
        pages.stop(0);
        sockets.close();
        threads.shutdownNow();
    }
}
