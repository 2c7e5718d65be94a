package io.porthole.proxy;

import static io.porthole.proxy.RefusedUpgrade.assertRefusedExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.FakeVncConnection;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.ServerManagement;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake of the WebSocket (RFC 6455, 4.2). */
@ArquillianTest
@RunAsClient
class ConsoleUpgradeIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Below {@link PortalUnderTest#CONSOLES_PER_VM}. */
    private static final int OPEN_AT_ONCE = 20;
    private static final String NO_SUCH_TOKEN = "A".repeat(43);

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    // ---- what is answered (THREATS 34)

    @Test
    void noSubProtocolIsAnsweredWhereNoneWasOffered() throws Exception {
        assertEquals(List.of(), subProtocolFor());
    }

    @Test
    void binaryIsTaken() throws Exception {
        assertEquals(List.of("binary"), subProtocolFor("binary"));
    }

    @Test
    void binaryIsTakenAmongOthers() throws Exception {
        assertEquals(List.of("binary"), subProtocolFor("base64, binary"));
    }

    @Test
    void noUnknownSubProtocolIsTaken() throws Exception {
        assertEquals(List.of(), subProtocolFor("foo"));
        assertEquals(List.of(), subProtocolFor("base64"));
    }

    private List<String> subProtocolFor(String... offered) throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        RawRequest upgrade = worker.upgrade(worker.tokenFor(vm));
        for (String line : offered) {
            upgrade.header("Sec-WebSocket-Protocol", line);
        }
        try (RawWebSocket console = upgrade.connect()) {
            assertEquals(101, console.answer().status(), console.answer().toString());
            return console.answer().headers("Sec-WebSocket-Protocol");
        }
    }

    @Test
    void noExtensionIsTaken() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        try (RawWebSocket console = worker.upgrade(worker.tokenFor(vm))
                .header("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits").connect()) {
            assertEquals(List.of(), console.answer().headers("Sec-WebSocket-Extensions"));
        }
    }

    @Test
    void theKeyIsAnsweredAsTheRfcSays() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        try (RawWebSocket console = worker.connect(worker.tokenFor(vm))) {
            assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", console.answer().header("Sec-WebSocket-Accept").orElse(""));
            assertEquals("websocket", console.answer().header("Upgrade").orElse("").toLowerCase(Locale.ROOT));
        }
    }

    /** Undertow would keep each with its headers as long as the console is open (UpgradedExchange). */
    @Test
    void theRequestIsNotKeptWhileItsConsoleIsOpen() throws Exception {
        String kind = "io.undertow.server.HttpServerExchange";
        Browser worker = Browser.signedInAs(Account.WORKER);
        String token = worker.bearerToken(vm);
        int others = ServerManagement.liveObjects(kind);
        List<RawWebSocket> consoles = new ArrayList<>();
        try {
            for (int i = 0; i < OPEN_AT_ONCE; i++) {
                consoles.add(worker.connect(token).shakeHands());
            }
            Patience.until("the requests are let go", LIMIT, () -> ServerManagement.liveObjects(kind) < others + OPEN_AT_ONCE / 2);
            assertEquals(OPEN_AT_ONCE, vm.vnc().connections().stream().filter(FakeVncConnection::isOpen).count());
        } finally {
            for (RawWebSocket console : consoles) {
                console.close();
            }
        }
    }

    // ---- what is no upgrade

    @ParameterizedTest
    @ValueSource(strings = {"8", "7", "0", "14", "", "13, 8"})
    void anotherVersionOfWebSocketIsRefused(String version) throws Exception {
        Browser worker = worker();
        try (RawWebSocket refused = worker.upgrade(worker.tokenFor(vm)).replace("Sec-WebSocket-Version", version).connect()) {
            assertRefusedExactly(426, refused);
        }
        assertEquals(0, vm.vnc().connectionsAccepted());
    }

    /** RFC 6455, 4.4. */
    @Test
    void theVersionOfWebSocketThatWeSpeakIsNamed() throws Exception {
        try (RawWebSocket refused = worker().upgrade(NO_SUCH_TOKEN).replace("Sec-WebSocket-Version", "8").connect()) {
            assertEquals("13", refused.answer().header("Sec-WebSocket-Version").orElse("none"));
        }
    }

    @Test
    void noVersionOfWebSocketIsRefused() throws Exception {
        Browser worker = worker();
        try (RawWebSocket refused = worker.upgrade(worker.tokenFor(vm)).without("Sec-WebSocket-Version").connect()) {
            assertRefusedExactly(426, refused);
        }
    }

    @Test
    void anUpgradeElsewhereIsNotFound() throws Exception {
        Browser worker = worker();
        try (RawWebSocket refused = worker.withCookies(RawRequest.upgradeFromOurPage("/vms")).connect()) {
            assertRefusedExactly(404, refused);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Key", "Connection", "Upgrade"})
    void anUpgradeWithoutItsHeadersIsNoneAndLeavesNothingOpen(String missing) throws Exception {
        Browser worker = worker();
        UUID session = worker.openConsole(vm);
        try (RawWebSocket refused = worker.upgrade(worker.token(session)).without(missing).connect()) {
            assertNotEquals(101, refused.answer().status());
        }

        assertEquals(0, vm.vnc().connectionsAccepted());
        Patience.until("nothing is open", LIMIT, () -> RecordedHistory.openConnectionsOf(session) == 0);
    }

    @Test
    void anUpgradeByPostIsNone() throws Exception {
        Browser worker = worker();
        HttpAnswer answer = worker.withCookies(RawRequest.of("POST", "/websockify?token=" + worker.tokenFor(vm)))
                .replace("Connection", "Upgrade, close").header("Upgrade", "websocket").header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .header("Sec-WebSocket-Version", "13").header("Origin", PortalUnderTest.url()).header("X-CSRF-Token", worker.formToken())
                .header("Content-Length", "0").send();

        assertTrue(answer.status() == 400 || answer.status() == 405, answer.toString());
        assertEquals(0, vm.vnc().connectionsAccepted());
    }

    @Test
    void aPlainGetOfTheWebSocketsPathIsNoConsole() throws Exception {
        Browser worker = worker();
        HttpAnswer answer = worker.get("/websockify?token=" + worker.tokenFor(vm));

        assertTrue(answer.status() >= 400 && answer.status() < 500, answer.toString());
        assertEquals(0, vm.vnc().connectionsAccepted());
    }

    private static Browser worker() throws IOException {
        return Browser.signedInAs(Account.WORKER);
    }
}
