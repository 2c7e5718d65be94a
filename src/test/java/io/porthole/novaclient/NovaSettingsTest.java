package io.porthole.novaclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NovaSettingsTest {

    @TempDir
    private Path folder;
    private final Map<String, String> values = new HashMap<>();

    @BeforeEach
    void aWholeNova() throws IOException {
        Files.writeString(folder.resolve("password"), "sesame\n");
        values.putAll(Map.of("nova.auth_url", "https://controller:5000/v3", "nova.username", "porthole", "nova.password_file", folder.resolve("password").toString(),
                "nova.project_name", "service", "nova.console_networks", "192.168.0.0/24, fd00:1::/64"));
    }

    @Test
    void withoutSettingsItIsOff() {
        assertFalse(NovaSettings.from(Settings.of(Map.of())).on());
    }

    @Test
    void novaHasWhatTheSettingsSay() {
        NovaSettings nova = NovaSettings.from(Settings.of(values));

        assertTrue(nova.on());
        assertEquals("sesame", nova.credential().password());
        assertEquals("Default", nova.credential().userDomain());
        assertEquals("public", nova.endpointInterface());
        assertEquals(Duration.ofSeconds(5), nova.timeout());
        assertEquals(2, nova.networks().networks().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nova.username", "nova.password_file", "nova.project_name", "nova.console_networks"})
    void whatIsMissingStopsTheStart(String key) {
        values.remove(key);

        assertStops(key + ": is missing");
    }

    @ParameterizedTest
    @CsvSource({"nova.auth_url, controller", "nova.auth_url, ftp://controller", "nova.endpoint_override, controller", "nova.console_networks, compute1", "nova.console_networks, 10.0.0.0/64",
        "nova.timeout, 0", "nova.timeout, 31", "nova.password_file, /no/such/file", "nova.cafile, /no/such/file"})
    void whatCannotBeUsedStopsTheStart(String key, String value) {
        values.put(key, value);

        assertStops(key + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a certificate"})
    void authoritiesThatAreNoneStopTheStart(String text) throws IOException {
        values.put("nova.cafile", Files.writeString(folder.resolve("ca.pem"), text).toString());

        assertStops("nova.cafile: the file ");
    }

    @Test
    void emptyPasswordStopsTheStart() throws IOException {
        Files.writeString(folder.resolve("password"), "\n");

        assertStops("nova.password_file: the file ");
    }

    @ParameterizedTest
    @CsvSource({"http://controller:5000, 1", "http://127.0.0.1:5000, 0", "http://localhost:5000, 0", "http://[::1]:5000, 0", "https://controller:5000, 0"})
    void passwordThatTravelsUnencryptedIsWarnedOf(String authUrl, int warnings) {
        values.put("nova.auth_url", authUrl);
        Settings settings = Settings.of(values);
        NovaSettings.from(settings);

        assertEquals(warnings, settings.warnings().size());
    }

    @Test
    void passwordIsNotPrinted() {
        String printed = NovaSettings.from(Settings.of(values)).toString();

        assertFalse(printed.contains("sesame"), printed);
        assertTrue(printed.contains("***"), printed);
    }

    @Test
    void everyKeyIsKnownAlsoWhenItIsOff() {
        values.remove("nova.auth_url");
        Settings settings = Settings.of(values);
        NovaSettings.from(settings);

        settings.refuseUnknown();
        assertEquals(List.of(), settings.warnings());
    }

    private void assertStops(String message) {
        SettingException refused = assertThrows(SettingException.class, () -> NovaSettings.from(Settings.of(values)));

        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }
}
