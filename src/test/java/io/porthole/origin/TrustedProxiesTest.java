package io.porthole.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** THREATS.md, row 4. */
class TrustedProxiesTest {

    private static final TrustedProxies NONE = proxies("");
    private static final TrustedProxies TWO = proxies("10.0.0.1, 10.0.0.2");

    @Test
    void nobodyIsBelievedByItself() {
        assertEquals("10.0.0.1", NONE.client("10.0.0.1", List.of("1.2.3.4")));
    }

    @Test
    void strangerIsNotBelieved() {
        assertEquals("9.9.9.9", TWO.client("9.9.9.9", List.of("1.2.3.4")));
        assertEquals("9.9.9.9", TWO.client("9.9.9.9", List.of("1.2.3.4, 10.0.0.1")));
    }

    @Test
    void trustedProxyIsBelieved() {
        assertEquals("1.2.3.4", TWO.client("10.0.0.1", List.of("1.2.3.4")));
        assertEquals("fd00::7", TWO.client("10.0.0.1", List.of("fd00::7")));
    }

    @Test
    void proxyWithoutTheHeaderIsTheClient() {
        assertEquals("10.0.0.1", TWO.client("10.0.0.1", List.of()));
    }

    @Test
    void forgedAddressBeforeTheClientsIsNotReached() {
        assertEquals("1.2.3.4", TWO.client("10.0.0.1", List.of("6.6.6.6, 1.2.3.4")));
        assertEquals("1.2.3.4", TWO.client("10.0.0.1", List.of("10.0.0.1, 1.2.3.4")));
    }

    @Test
    void lineThatTheProxyAddedAfterTheClientsOwnCounts() {
        assertEquals("1.2.3.4", TWO.client("10.0.0.1", List.of("6.6.6.6", "1.2.3.4")));
    }

    @Test
    void chainOfTrustedProxiesIsWalkedThrough() {
        assertEquals("1.2.3.4", TWO.client("10.0.0.1", List.of("6.6.6.6,1.2.3.4 , 10.0.0.2")));
    }

    @Test
    void chainOfNobodyButTrustedProxiesGivesTheNearest() {
        assertEquals("10.0.0.1", TWO.client("10.0.0.1", List.of("10.0.0.2, 10.0.0.2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "unknown", "_hidden", "localhost", "<img onerror>", "1.2.3.4; rm", "1.2.3.4\u001b[31m", "\"[fd00::7]:4711\"", "::", "1.2.3.4 5.6.7.8",
            "0000000000000000000000000000000000000000000000"})
    void whatIsNoAddressNeverReachesTheTrail(String forwardedFor) {
        assertEquals("10.0.0.1", TWO.client("10.0.0.1", List.of(forwardedFor)));
        assertEquals("10.0.0.1", TWO.client("10.0.0.1", List.of("1.2.3.4, " + forwardedFor)));
    }

    @ParameterizedTest
    @CsvSource({"::1, 0:0:0:0:0:0:0:1", "fd00::1, fd00:0:0:0:0:0:0:1", "FD00::1, fd00:0:0:0:0:0:0:1"})
    void proxyIsKnownInTheSpellingThatTheServerGivesItsAddress(String setting, String peer) {
        assertEquals("1.2.3.4", proxies(setting).client(peer, List.of("1.2.3.4")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.org", "10.0.0.256", "10.0.0.1:80", "everybody"})
    void settingThatIsNoAddressStopsTheStart(String setting) {
        SettingException refused = assertThrows(SettingException.class, () -> proxies(setting));

        assertEquals("trusted_proxies", refused.key());
    }

    private static TrustedProxies proxies(String setting) {
        return TrustedProxies.from(Settings.of(Map.of("trusted_proxies", setting)));
    }
}
