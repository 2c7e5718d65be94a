package io.porthole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleListenerTest {

    private static final ConsoleListener LISTENER = new ConsoleListener("10.0.0.1", 6080);

    @Test
    void whatIsSoNeedsNoWarning() {
        assertEquals(List.of(), warnings(Map.of("novncproxy_host", "10.0.0.1", "novncproxy_port", "6080", "ssl_minimum_version", "default")));
        assertEquals(List.of(), warnings(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"novncproxy_host, 0.0.0.0, the server listens on 10.0.0.1", "novncproxy_port, 6081, the console's port is 6080",
        "ssl_minimum_version, tlsv1_2, set protocols there", "ssl_ciphers, ECDHE+AESGCM, set cipher-suite-filter there"})
    void whatIsNotSoIsWarnedOf(String key, String value, String words) {
        List<String> warnings = warnings(Map.of(key, value));

        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).startsWith(key + " has no effect") && warnings.get(0).contains(words), warnings.get(0));
    }

    @ParameterizedTest
    @CsvSource({"novncproxy_port, 0", "novncproxy_port, https", "ssl_minimum_version, tlsv1"})
    void whatNovaWouldRefuseStopsTheStart(String key, String value) {
        assertEquals(key, assertThrows(SettingException.class, () -> warnings(Map.of(key, value))).key());
    }

    private static List<String> warnings(Map<String, String> values) {
        Settings settings = Settings.of(values);
        LISTENER.compare(settings);
        return settings.warnings();
    }
}
