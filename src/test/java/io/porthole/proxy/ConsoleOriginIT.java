package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other sites get no console (CVE-2015-0259, nova bug 2158919). */
@ArquillianTest
@RunAsClient
class ConsoleOriginIT {

    /** By it this test's visits are found in the history. */
    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "", "http://evil.example", "http://127.0.0.1:PORT@evil.example", "http://user@127.0.0.1:PORT",
            "http://127.0.0.1:PORT.evil.example", "http://127.0.0.1:1", "http://127.0.0.1", "https://127.0.0.1:PORT", "ws://127.0.0.1:PORT", "http://localhost:PORT",
            "http://127.0.0.1:PORT/", "http://127.0.0.1:PORT http://127.0.0.1:PORT", "file://", "127.0.0.1:PORT", "//127.0.0.1:PORT", "http://127.0.0.1:PORT#x"})
    void aForeignOriginIsRefusedBeforeAnyByte(String origin) throws Exception {
        Browser worker = worker();
        String sent = origin.replace("PORT", String.valueOf(PortalUnderTest.port()));

        assertRefused(403, "ORIGIN_REFUSED", worker.upgrade(worker.tokenFor(vm)).replace("Origin", sent));
    }

    @Test
    void twoOriginsAreRefused() throws Exception {
        Browser worker = worker();

        assertRefused(403, "ORIGIN_REFUSED", worker.upgrade(worker.tokenFor(vm)).header("Origin", PortalUnderTest.url()));
    }

    @Test
    void noOriginIsRefusedWithAPagesToken() throws Exception {
        Browser worker = worker();

        assertRefused(403, "TOKEN_OF_ANOTHER_SIGN_IN", worker.upgrade(worker.tokenFor(vm)).without("Origin"));
    }

    @Test
    void aForeignOriginIsRefusedWithABearerTokenToo() throws Exception {
        String token = worker().bearerToken(vm);

        assertRefused(403, "ORIGIN_REFUSED", RawRequest.upgrade("/websockify?token=" + token).header("Origin", "https://evil.example").from(address));
    }

    @Test
    void aHostThatIsNotOursIsRefusedAndDoesNotAllowItsOrigin() throws Exception {
        Browser worker = worker();
        String token = worker.tokenFor(vm);
        try (RawWebSocket misdirected = worker.upgrade(token).replace("Host", "evil.example").replace("Origin", "http://evil.example").connect()) {
            assertEquals(421, misdirected.answer().status());
        }

        assertRefused(403, "ORIGIN_REFUSED", worker.upgrade(token).replace("Origin", "http://evil.example"));
    }

    private Browser worker() throws IOException {
        return Browser.signedInAs(Account.WORKER).from(address);
    }

    private void assertRefused(int status, String reason, RawRequest upgrade) throws Exception {
        RefusedUpgrade.assertRefused(status, reason, upgrade, address, vm);
    }
}
