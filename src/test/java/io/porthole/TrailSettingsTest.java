package io.porthole;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.audit.AuditSettings;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailSettingsTest {

    @Test
    void eachHasItsKey() {
        Settings settings = Settings.of(Map.of("audit_key_file", "/var/lib/porthole/audit.key", "audit_checkpoint_interval", "5m"));

        assertEquals(new AuditSettings(Path.of("/var/lib/porthole/audit.key"), Duration.ofMinutes(5)), TrailSettings.from(settings));
        assertDoesNotThrow(settings::refuseUnknown);
    }

    @Test
    void withoutSettingsTheKeyLiesInAFolderThatTheServerKeeps() {
        AuditSettings settings = TrailSettings.from(Settings.of(Map.of()));

        assertEquals(Duration.ofSeconds(60), settings.checkpointInterval());
        assertEquals("audit.key", settings.keyFile().getFileName().toString());
        assertTrue(settings.keyFile().isAbsolute());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "999ms", "61m", "often"})
    void paceOutsideOfItsBoundsIsRefusedByName(String value) {
        SettingException refused = assertThrows(SettingException.class, () -> TrailSettings.from(Settings.of(Map.of("audit_checkpoint_interval", value))));

        assertTrue(refused.getMessage().startsWith("audit_checkpoint_interval: '" + value + "'"), refused.getMessage());
    }
}
