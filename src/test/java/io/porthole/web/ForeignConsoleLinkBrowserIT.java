package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.VmUnderTest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link to our console page cannot lead it to anybody else's server, as noVNC's own pages could be led (noVNC#2051, THREATS 15). */
@ArquillianTest
@RunAsClient
class ForeignConsoleLinkBrowserIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private final String page = "http://127.0.0.1:" + PortalUnderTest.consolePort() + "/vnc_auto.html?";

    @ParameterizedTest
    @ValueSource(strings = {"ws://SERVER/?token=x", "wss://SERVER/websockify?token=x", "//SERVER/?token=x", "@SERVER/?token=x", "\\\\SERVER/?token=x", ":x@SERVER/?token=x",
            "https://SERVER/"})
    void aPathThatLeadsElsewhereIsABadLink(String path) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1")); Chromium browser = Chromium.open()) {
            browser.goTo(page + "path=" + encoded(path.replace("SERVER", "127.0.0.1:" + server.getLocalPort()))).console().awaitEnd();

            assertNobodyCame(server);
            assertEquals(List.of(), browser.badResponses());
        }
    }

    @Test
    void hostPortAndPasswordOfALinkAreNotLookedAt() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        String token = Browser.signedInAs(Account.WORKER).bearerToken(vm);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1")); Chromium browser = Chromium.open()) {
            browser.goTo(page + "host=127.0.0.1&port=" + server.getLocalPort() + "&encrypt=0&password=secret&autoconnect=1&path=" + encoded("?token=" + token));

            vm.vnc().awaitReady(1, LIMIT);
            assertNobodyCame(server);
            assertTrue(browser.address().endsWith("/vnc_auto.html"), browser.address());
        }
    }

    private static void assertNobodyCame(ServerSocket server) throws Exception {
        server.setSoTimeout(500);
        assertThrows(SocketTimeoutException.class, server::accept);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
