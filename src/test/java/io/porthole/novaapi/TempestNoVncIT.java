package io.porthole.novaapi;

import static io.porthole.testing.OpenStackHttp.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.VmUnderTest;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What tempest's test_novnc does to a console, step by step and as strictly (tempest/api/compute/servers/test_novnc.py,
 * tempest/common/compute.py): OpenStack's own test of nova-novncproxy, on a socket of our own.
 */
@ArquillianTest
@RunAsClient
class TempestNoVncIT {

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(20).toMillis();
    /** tempest reads lengths of 7 bits and no others (RFC 6455, 5.2). */
    private static final int LONGEST_FRAME = 125;
    private static final int FINAL_BINARY = 0x82;
    private static final int MASKED = 0x80;

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @ParameterizedTest
    @CsvSource({"2.5", "2.6"})
    void consoleIsGotShownAndSpokenWith(String microversion) throws Exception {
        URI url = console(microversion);
        checkPage(url);

        try (Socket socket = upgrade(url, url.getRawQuery())) {
            String answer = head(socket);
            assertTrue(answer.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("upgrade: websocket"), answer);
            assertTrue(answer.contains("Sec-WebSocket-Protocol: binary\r\n"), answer);
            checkHandshake(socket);
        }
    }

    @ParameterizedTest
    @CsvSource({"2.5", "2.6"})
    void badTokenIsFollowedByNothing(String microversion) throws Exception {
        URI url = console(microversion);
        String query = url.getRawQuery().replace("token%3D", "token%3Dbad");

        try (Socket socket = upgrade(url, query)) {
            String answer = head(socket);
            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
            assertEquals(-1, socket.getInputStream().read());
        }
        assertEquals(0, vm.vnc().connectionsAccepted());
    }

    @Test
    void namesOfScreensFitIntoOneFrame() throws Exception {
        vm.vnc().name("x".repeat(300));
        URI url = console("2.6");

        try (Socket socket = upgrade(url, url.getRawQuery())) {
            head(socket);
            checkHandshake(socket);
        }
    }

    private URI console(String microversion) throws IOException {
        OpenStackHttp http = OpenStackHttp.as(Account.WORKER, "workshop").speaking(microversion);
        boolean old = microversion.equals("2.5");
        HttpAnswer answer = old ? http.act(vm, "{\"os-getVNCConsole\": {\"type\": \"novnc\"}}") : http.askForConsole(vm.id());
        String name = old ? "console" : "remote_console";
        assertEquals("novnc", json(answer, name, "type"));
        OpenStackHttp.consoleToken(answer.text());
        return URI.create((String) json(answer, name, "url"));
    }

    private static void checkPage(URI url) throws IOException {
        HttpAnswer page = RawRequest.of("GET", url.getRawPath() + "?" + url.getRawQuery()).replace("Host", url.getAuthority()).to(url.getPort()).send();

        assertEquals(200, page.status());
        assertTrue(Pattern.compile("<html.*>").matcher(page.text()).find(), page.text());
        assertTrue(page.says("</html>"), page.text());
        assertTrue(page.says("noVNC"), page.text());
        assertTrue(page.says("<script"), page.text());
    }

    /** With the whole query as a cookie, whose name is then {@code path}. */
    private static Socket upgrade(URI url, String query) throws IOException {
        Socket socket = new Socket("127.0.0.1", url.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        String path = URLDecoder.decode(query.substring("path=".length()), UTF_8);
        String request = "GET /" + path + " HTTP/1.1\r\n"
                + "Host: " + url.getHost() + ":" + url.getPort() + "\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Cookie: " + query + "\r\n"
                + "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: binary\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }

    private static String head(Socket socket) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    private static void checkHandshake(Socket socket) throws IOException {
        byte[] version = frame(socket);
        assertEquals(12, version.length);
        assertTrue(new String(version, ISO_8859_1).matches("RFB 003\\.00[38]\n"));
        send(socket, version);

        byte[] types = frame(socket);
        assertEquals(types[0], types.length - 1);
        assertTrue(new String(types, 1, types.length - 1, ISO_8859_1).indexOf(1) >= 0, "security None is offered");
        send(socket, new byte[] {1});

        assertArrayEquals(new byte[4], frame(socket), "the security result is OK");
        send(socket, new byte[] {1});

        byte[] serverInit = frame(socket);
        assertTrue(serverInit.length > 24, "ServerInit has a name");
        assertEquals(24 + ByteBuffer.wrap(serverInit).getInt(20), serverInit.length, "the whole ServerInit is in one frame");
    }

    private static byte[] frame(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertEquals(FINAL_BINARY, in.readUnsignedByte());
        int length = in.readUnsignedByte();
        assertTrue(length <= LONGEST_FRAME, "a frame of less than 126 bytes");
        return in.readNBytes(length);
    }

    /** Masked with zeros. */
    private static void send(Socket socket, byte[] payload) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(ByteBuffer.allocate(6 + payload.length).put((byte) FINAL_BINARY).put((byte) (MASKED | payload.length)).putInt(0).put(payload).array());
        out.flush();
    }
}
