package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One HTTP/1.1 request that is written to a socket as it stands, so that tests can send what no client library would. */
public final class RawRequest {

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(30).toMillis();

    private final String method;
    private final String target;
    private final List<String> headers = new ArrayList<>();
    private byte[] body = {};
    private int port = PortalUnderTest.port();
    private String localAddress = "127.0.0.1";
    private SSLContext tls;
    private String tlsVersion;

    private RawRequest(String method, String target) {
        this.method = method;
        this.target = target;
    }

    /** A request after which the server is to close, so that what it sends is all that it says. */
    public static RawRequest of(String method, String target) {
        return new RawRequest(method, target).header("Host", "127.0.0.1:" + PortalUnderTest.port())
                .header("Connection", "close").header("Accept", "text/html");
    }

    /** A WebSocket's opening handshake (RFC 6455, 4.1) without an Origin. */
    public static RawRequest upgrade(String target) {
        return new RawRequest("GET", target).header("Host", "127.0.0.1:" + PortalUnderTest.port())
                .header("Upgrade", "websocket").header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==").header("Sec-WebSocket-Version", "13");
    }

    /** The same as a page of the portal sends it. */
    public static RawRequest upgradeFromOurPage(String target) {
        return upgrade(target).header("Origin", PortalUnderTest.url());
    }

    /** Adds a line; also a second one of the same name. */
    public RawRequest header(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    public RawRequest without(String name) {
        headers.removeIf(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
        return this;
    }

    public RawRequest replace(String name, String value) {
        return without(name).header(name, value);
    }

    public RawRequest cookie(String name, String value) {
        return header("Cookie", name + "=" + value);
    }

    public RawRequest body(String mediaType, String text) {
        body = text.getBytes(UTF_8);
        return header("Content-Type", mediaType).header("Content-Length", String.valueOf(body.length));
    }

    public RawRequest to(int otherPort) {
        port = otherPort;
        return this;
    }

    /** @param address another one of this machine's own, such as 127.0.0.9 */
    public RawRequest from(String address) {
        localAddress = address;
        return this;
    }

    /** To the port for TLS; whatever certificate it shows is taken. */
    public RawRequest overTls(String version) {
        tls = TestAuthority.anybody();
        tlsVersion = version;
        return to(PortalUnderTest.httpsPort());
    }

    /** Sends it and reads until the server closes, which may answer and do so before it has read everything. */
    public HttpAnswer send() throws IOException {
        try (Socket socket = open()) {
            try {
                write(socket, new byte[0]);
            } catch (SocketException closed) {
                return HttpAnswer.parse(whatCame(socket, closed));
            }
            return HttpAnswer.parse(socket.getInputStream().readAllBytes());
        }
    }

    private static byte[] whatCame(Socket socket, SocketException closed) throws IOException {
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(came);
        } catch (SocketException reset) {
            closed.addSuppressed(reset);
        }
        if (came.size() == 0) {
            throw closed;
        }
        return came.toByteArray();
    }

    /** Sends it and reads the head of the answer; what follows are frames, or a refusal. */
    public RawWebSocket connect() throws IOException {
        return connect(new byte[0]);
    }

    /** @param early what leaves together with the request, before any answer */
    public RawWebSocket connect(byte[] early) throws IOException {
        Socket socket = open();
        try {
            write(socket, early);
            return RawWebSocket.over(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(localAddress), 0));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            return tls == null ? socket : secured(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, "127.0.0.1", port, true);
        secured.setEnabledProtocols(new String[] {tlsVersion});
        secured.startHandshake();
        return secured;
    }

    private void write(Socket socket, byte[] early) throws IOException {
        String head = method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(new RfbMessage().text(head).bytes(body).bytes(early).toBytes());
        out.flush();
    }
}
