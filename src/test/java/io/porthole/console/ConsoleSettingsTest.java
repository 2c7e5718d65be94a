package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.porthole.console.ConsoleSettings.TokenUse;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleSettingsTest {

    @Test
    void withoutSettingsTheyAreNovas() {
        assertEquals(new ConsoleSettings(Duration.ofSeconds(600), Duration.ofSeconds(60), TokenUse.UNTIL_EXPIRY, false, Duration.ofSeconds(30), 0, 0, 0, 0),
                ConsoleSettings.from(Settings.of(Map.of())));
    }

    @Test
    void eachHasItsKey() {
        Map<String, String> given = new HashMap<>(Map.of("token_ttl", "25", "page_token_ttl", "5s", "token_use", "once", "enforce_session_timeout", "true",
                "max_sessions_per_user", "1", "max_sessions_per_instance", "2", "max_sessions_per_address", "3", "max_sessions_in_all", "4"));
        given.put("drain_timeout", "2m");
        Settings settings = Settings.of(given);

        assertEquals(new ConsoleSettings(Duration.ofSeconds(25), Duration.ofSeconds(5), TokenUse.ONCE, true, Duration.ofMinutes(2), 1, 2, 3, 4),
                ConsoleSettings.from(settings));
        assertDoesNotThrow(settings::refuseUnknown);
    }

    @ParameterizedTest
    @CsvSource({"token_ttl, 0", "token_ttl, 25h", "page_token_ttl, 0", "page_token_ttl, 61m", "token_use, twice", "enforce_session_timeout, sometimes",
            "drain_timeout, 25h", "max_sessions_per_user, -1", "max_sessions_per_instance, many", "max_sessions_per_address, 1000001", "max_sessions_in_all, 1.5"})
    void whatLiesOutsideOfItsBoundsIsRefusedByName(String key, String value) {
        SettingException refused = assertThrows(SettingException.class, () -> ConsoleSettings.from(Settings.of(Map.of(key, value))));

        assertTrue(refused.getMessage().startsWith(key + ": '" + value + "'"), refused.getMessage());
    }
}
