package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.porthole.rfb.SecurityType;
import io.porthole.rfb.VeNCryptSubtype;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;
import io.porthole.testing.TestAuthority;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    @TempDir
    private Path folder;

    @Test
    void passwordIsPreferredToNoneByItself() {
        ProxySettings settings = ProxySettings.from(Settings.of(Map.of()));

        assertEquals(List.of(SecurityType.VNC_AUTHENTICATION, SecurityType.NONE), settings.securityTypes());
        assertEquals(Duration.ofSeconds(5), settings.connectTimeout());
        assertEquals(Duration.ofSeconds(10), settings.handshakeTimeout());
        assertEquals(Duration.ofSeconds(10), settings.pingInterval());
        assertEquals(Duration.ofSeconds(10), settings.vncPingInterval());
        assertEquals(Duration.ofSeconds(5), settings.pingTimeout());
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

    @Test
    void vencryptComesFirstByItselfForWhoeverNamesTheAuthority() throws IOException {
        Path authority = Files.writeString(folder.resolve("ca"), TestAuthority.make(folder, "authority").toPem());

        ProxySettings settings = ProxySettings.from(Settings.of(Map.of("vencrypt_ca_certs", authority.toString())));

        assertEquals(List.of(SecurityType.VENCRYPT, SecurityType.VNC_AUTHENTICATION, SecurityType.NONE), settings.securityTypes());
    }

    @Test
    void vencryptCanBeNamedWithoutAnAuthorityOfItsOwn() {
        assertEquals(List.of(SecurityType.VENCRYPT), types("vencrypt"));
    }

    @Test
    void certificateIsWantedByItself() {
        assertEquals(List.of(VeNCryptSubtype.X509VNC, VeNCryptSubtype.X509PLAIN, VeNCryptSubtype.X509NONE), ProxySettings.from(Settings.of(Map.of())).vencryptSubtypes());
    }

    @Test
    void orderOfTheSubtypesIsThePreference() {
        ProxySettings settings = ProxySettings.from(Settings.of(Map.of("vencrypt_subtypes", "x509none, X509Vnc, x509none")));

        assertEquals(List.of(VeNCryptSubtype.X509NONE, VeNCryptSubtype.X509VNC), settings.vencryptSubtypes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlsnone", "x509vnc, tlsvnc", "tlsplain"})
    void tlsWithoutCertificatesStopsTheStartWhereJavaForbidsIt(String subtypes) {
        SettingException refused = assertThrows(SettingException.class, () -> ProxySettings.from(Settings.of(Map.of("vencrypt_subtypes", subtypes))));

        assertTrue(refused.getMessage().startsWith("vencrypt_subtypes: names TLS without certificates, which this Java forbids"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vencrypt_ca_certs", "vencrypt_client_key", "vencrypt_client_cert"})
    void fileThatIsMissingStopsTheStartByName(String key) {
        SettingException refused = assertThrows(SettingException.class, () -> ProxySettings.from(Settings.of(Map.of(key, folder.resolve("none").toString()))));

        assertEquals(key, refused.key());
    }

    @ParameterizedTest
    @CsvSource({"auth_schemes, plain", "vencrypt_subtypes, plain", "vencrypt_subtypes, 261", "vnc_connect_timeout, 99ms", "vnc_connect_timeout, 61", "vnc_handshake_timeout, 0", "vnc_handshake_timeout, 2m",
            "ping_interval, 999ms", "ping_interval, 2h", "vnc_ping_interval, 2h", "ping_timeout, 999ms", "ping_timeout, 2m"})
    void whatLiesOutsideOfItsBoundsIsRefusedByName(String key, String value) {
        SettingException refused = assertThrows(SettingException.class, () -> ProxySettings.from(Settings.of(Map.of(key, value))));

        assertTrue(refused.getMessage().startsWith(key + ": '" + value + "'"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth_schemes", "vencrypt_subtypes"})
    void emptyListIsRefused(String key) {
        SettingException refused = assertThrows(SettingException.class, () -> ProxySettings.from(Settings.of(Map.of(key, ","))));

        assertEquals(key, refused.key());
    }

    private static List<SecurityType> types(String schemes) {
        return ProxySettings.from(Settings.of(Map.of("auth_schemes", schemes))).securityTypes();
    }
}
