package io.porthole.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** THREATS.md, rows 1 to 3. */
class PublicNamesTest {

    private static final PublicNames DEMO = PublicNames.from(Settings.of(Map.of()));
    private static final PublicNames INSTALLED = PublicNames.from(Settings.of(Map.of("portal_base_url", "https://porthole.example.org",
            "novncproxy_base_url", "https://porthole.example.org:6080/vnc_auto.html", "allowed_origins", "https://horizon.example.org, http://[fd00::1]:81")));

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://127.0.0.1:6080", "HTTP://127.0.0.1:8080"})
    void originOfTheDemoIsOurs(String origin) {
        assertEquals(OriginCheck.OURS, DEMO.check(List.of(origin)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://porthole.example.org", "https://porthole.example.org:443", "https://porthole.example.org:6080", "https://PORTHOLE.example.ORG",
            "https://horizon.example.org", "http://[fd00::1]:81"})
    void configuredOriginIsOurs(String origin) {
        assertEquals(OriginCheck.OURS, INSTALLED.check(List.of(origin)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil", "null", "", "http://127.0.0.1:8080@evil", "http://127.0.0.1:8080:80@evil", "http://evil@127.0.0.1:8080", "http://@127.0.0.1:8080",
            "http://127.0.0.1", "http://127.0.0.1:8081", "http://127.0.0.1:80800", "https://127.0.0.1:8080", "http://localhost:8080", "http://127.0.0.1.evil:8080",
            "http://evil.127.0.0.1:8080", "http://127.0.0.1.:8080", "http://127.1:8080", "http://2130706433:8080", "http://127.0.0.1:8080/", "http://127.0.0.1:8080.evil",
            "http://127.0.0.1:8080 ", "ws://127.0.0.1:8080", "127.0.0.1:8080", "http://127.0.0.1:8080\\.evil"})
    void foreignOriginIsForeign(String origin) {
        assertEquals(OriginCheck.FOREIGN, DEMO.check(List.of(origin)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://porthole.example.org", "https://porthole.example.org:8443", "https://porthole.example.org.", "https://porthole.example.org.evil",
            "https://evilporthole.example.org", "https://example.org", "https://a.porthole.example.org", "https://porthole.example.org@evil", "https://horizon.example.org:6080",
            "https://porthole.example.org%2eevil"})
    void lookAlikeOfAConfiguredOriginIsForeign(String origin) {
        assertEquals(OriginCheck.FOREIGN, INSTALLED.check(List.of(origin)));
    }

    @Test
    void noOriginIsAbsent() {
        assertEquals(OriginCheck.ABSENT, DEMO.check(List.of()));
    }

    @Test
    void twoOriginsAreForeignEvenWhenBothAreOurs() {
        assertEquals(OriginCheck.FOREIGN, DEMO.check(List.of("http://127.0.0.1:8080", "http://127.0.0.1:8080")));
        assertEquals(OriginCheck.FOREIGN, DEMO.check(List.of("http://127.0.0.1:8080", "http://evil")));
        assertEquals(OriginCheck.FOREIGN, DEMO.check(List.of("http://127.0.0.1:8080, http://evil")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"porthole.example.org", "porthole.example.org:6080", "porthole.example.org:9999", "PORTHOLE.example.org", "horizon.example.org", "[fd00::1]", "[fd00::1]:81"})
    void configuredNameIsOurHost(String host) {
        assertTrue(INSTALLED.hasHost(host));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "evil", "evil:6080", "porthole.example.org.", "porthole.example.org.evil", "evil.porthole.example.org", "porthole.example.org@evil",
            "evil@porthole.example.org", "porthole.example.org:6080:80", "porthole.example.org:", "porthole.example.org:port", "porthole.example.org:123456",
            "porthole.example.org, evil", "127.0.0.1", "fd00::1", ".*"})
    void otherNameIsNotOurHost(String host) {
        assertFalse(INSTALLED.hasHost(host));
    }

    @Test
    void foreignHostNeverBecomesAnOrigin() {
        Set<WebOrigin> before = Set.copyOf(INSTALLED.origins());

        assertFalse(INSTALLED.hasHost("evil"));
        assertEquals(OriginCheck.FOREIGN, INSTALLED.check(List.of("https://evil")));
        assertFalse(INSTALLED.hasHost("evil"));
        assertEquals(before, INSTALLED.origins());
    }

    @Test
    void nobodyCanAddAnOrigin() {
        assertThrows(UnsupportedOperationException.class, () -> INSTALLED.origins().add(new WebOrigin("https", "evil", 443)));
    }

    @Test
    void cookiesAreSecureWherePeopleComeOverTls() {
        assertTrue(INSTALLED.secure());
        assertFalse(DEMO.secure());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "null", "evil.example.org", "https://good.example.org *", "https://user@good.example.org"})
    void allowedOriginThatIsNoneStopsTheStart(String allowed) {
        SettingException refused = assertThrows(SettingException.class, () -> PublicNames.from(Settings.of(Map.of("allowed_origins", allowed))));

        assertEquals("allowed_origins", refused.key());
    }
}
