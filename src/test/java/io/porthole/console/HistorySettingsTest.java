package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistorySettingsTest {

    @Test
    void sessionsAreKeptForEverUnlessSomebodySaysHowLong() {
        assertEquals(0, HistorySettings.from(Settings.of(Map.of())).keepDays());
        assertEquals(30, HistorySettings.from(Settings.of(Map.of("session_keep_days", "30"))).keepDays());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "29", "36501", "long"})
    void aWrongValueIsNamed(String value) {
        SettingException refused = assertThrows(SettingException.class, () -> HistorySettings.from(Settings.of(Map.of("session_keep_days", value))));

        assertTrue(refused.getMessage().startsWith("session_keep_days: '" + value + "'"), refused.getMessage());
    }
}
