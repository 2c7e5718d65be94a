package io.porthole;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.audit.AuditSettings;
import io.porthole.audit.chain.AuditKey;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrailSettingsTest {

    @Test
    void eachHasItsKey() {
        Settings settings = Settings.of(Map.of("audit_key_file", "/var/lib/porthole/audit.key", "audit_checkpoint_interval", "5m", "event_keep_days", "365"));

        assertEquals(new AuditSettings(Path.of("/var/lib/porthole/audit.key"), Duration.ofMinutes(5), 365, List.of()), TrailSettings.from(settings));
        assertDoesNotThrow(settings::refuseUnknown);
    }

    @Test
    void withoutSettingsTheKeyLiesInAFolderThatTheServerKeeps() {
        AuditSettings settings = TrailSettings.from(Settings.of(Map.of()));

        assertEquals(Duration.ofSeconds(60), settings.checkpointInterval());
        assertEquals("audit.key", settings.keyFile().getFileName().toString());
        assertTrue(settings.keyFile().isAbsolute());
        assertEquals(0, settings.keepDays(), "for ever");
        assertEquals(List.of(), settings.otherKeys());
    }

    @Test
    void keysOfOtherPortalNodesAreRead(@TempDir Path folder) throws IOException {
        AuditKey one = AuditKey.of(folder.resolve("one.key"));
        AuditKey two = AuditKey.of(folder.resolve("two.key"));

        AuditSettings settings = TrailSettings.from(Settings.of(Map.of("audit_other_keys", folder.resolve("one.key.pub") + ", " + folder.resolve("two.key.pub"))));

        assertEquals(List.of(one.publicHalf(), two.publicHalf()), settings.otherKeys());
    }

    @ParameterizedTest
    @CsvSource({"event_keep_days, 29", "event_keep_days, 0", "event_keep_days, -1", "event_keep_days, 36501", "event_keep_days, long", "audit_other_keys, /none.pub", "audit_other_keys, pom.xml"})
    void aWrongValueIsNamed(String key, String value) {
        SettingException refused = assertThrows(SettingException.class, () -> TrailSettings.from(Settings.of(Map.of(key, value))));

        assertTrue(refused.getMessage().startsWith(key + ": "), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "999ms", "61m", "often"})
    void paceOutsideOfItsBoundsIsRefusedByName(String value) {
        SettingException refused = assertThrows(SettingException.class, () -> TrailSettings.from(Settings.of(Map.of("audit_checkpoint_interval", value))));

        assertTrue(refused.getMessage().startsWith("audit_checkpoint_interval: '" + value + "'"), refused.getMessage());
    }
}
