package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.porthole.rfb.SecurityType;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {

    @Test
    void passwordIsPreferredToNoneByItself() {
        ProxySettings settings = ProxySettings.from(Settings.of(Map.of()));

        assertEquals(List.of(SecurityType.VNC_AUTHENTICATION, SecurityType.NONE), settings.securityTypes());
        assertEquals(Duration.ofSeconds(5), settings.connectTimeout());
        assertEquals(Duration.ofSeconds(10), settings.handshakeTimeout());
        assertEquals(Duration.ofSeconds(20), settings.pingInterval());
    }

    @Test
    void orderOfTheSchemesIsThePreference() {
        assertEquals(List.of(SecurityType.NONE, SecurityType.VNC_AUTHENTICATION), types("none, vnc"));
    }

    @Test
    void schemeThatIsNotNamedIsNotAccepted() {
        assertEquals(List.of(SecurityType.VNC_AUTHENTICATION), types("vnc"));
    }

    @Test
    void schemeNamedTwiceCountsOnce() {
        assertEquals(List.of(SecurityType.VNC_AUTHENTICATION), types("vnc VNC"));
    }

    @ParameterizedTest
    @CsvSource({"auth_schemes, plain", "vnc_connect_timeout, 99ms", "vnc_connect_timeout, 61", "vnc_handshake_timeout, 0", "vnc_handshake_timeout, 2m",
            "ping_interval, 999ms", "ping_interval, 2h"})
    void whatLiesOutsideOfItsBoundsIsRefusedByName(String key, String value) {
        SettingException refused = assertThrows(SettingException.class, () -> ProxySettings.from(Settings.of(Map.of(key, value))));

        assertTrue(refused.getMessage().startsWith(key + ": '" + value + "'"), refused.getMessage());
    }

    @Test
    void listWithoutAnySchemeIsRefused() {
        SettingException refused = assertThrows(SettingException.class, () -> types(","));

        assertEquals("auth_schemes", refused.key());
    }

    private static List<SecurityType> types(String schemes) {
        return ProxySettings.from(Settings.of(Map.of("auth_schemes", schemes))).securityTypes();
    }
}
