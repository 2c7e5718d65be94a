package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;

import io.porthole.console.TimeLimitSettings.TimeLimits;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeLimitSettingsTest {

    @Test
    void withoutSettingsNothingEndsByItself() {
        assertEquals(new TimeLimits(Duration.ZERO, Duration.ZERO), TimeLimitSettings.from(Settings.of(Map.of())).of("lab"));
    }

    @Test
    void projectDiffersByItsOwnKeysAndKeepsWhatTheyDoNotSay() {
        Settings settings = Settings.of(Map.of("idle_timeout", "15m", "max_session", "8h", "project.lab.idle_timeout", "0", "project.office.max_session", "90"));
        TimeLimitSettings limits = TimeLimitSettings.from(settings);

        assertEquals(new TimeLimits(Duration.ofMinutes(15), Duration.ofHours(8)), limits.of(null));
        assertEquals(new TimeLimits(Duration.ZERO, Duration.ofHours(8)), limits.of("lab"));
        assertEquals(new TimeLimits(Duration.ofMinutes(15), Duration.ofSeconds(90)), limits.of("office"));
        assertDoesNotThrow(settings::refuseUnknown);
    }

    @ParameterizedTest
    @CsvSource({"idle_timeout, 31d", "max_session, 366d", "project.lab.idle_timeout, soon", "project.lab.max_session, 366d"})
    void whatLiesOutsideOfItsBoundsIsRefusedByName(String key, String value) {
        SettingException refused = assertThrows(SettingException.class, () -> TimeLimitSettings.from(Settings.of(Map.of(key, value))));

        assertEquals(key, refused.key());
    }
}
