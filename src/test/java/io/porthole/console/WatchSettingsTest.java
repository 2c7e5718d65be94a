package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import io.porthole.console.ReasonSettings.SignOutEnds;
import io.porthole.console.WatchSettings.Watching;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchSettingsTest {

    @Test
    void withoutSettingsThePersonIsToldAndASignOutEndsWhatItsBrowserOpened() {
        assertEquals(new WatchSettings(Watching.TOLD), WatchSettings.from(Settings.of(Map.of())));
        assertEquals(new ReasonSettings(SignOutEnds.THIS_BROWSER), ReasonSettings.from(Settings.of(Map.of())));
    }

    @ParameterizedTest
    @CsvSource({"off, false, false", "told, true, false", "consent, true, true"})
    void eachWordHasItsMeaning(String word, boolean on, boolean asks) {
        WatchSettings settings = WatchSettings.from(Settings.of(Map.of("watching", word)));

        assertEquals(on, settings.on());
        assertEquals(asks, settings.asks());
    }

    @Test
    void signOutCanEndAll() {
        assertEquals(SignOutEnds.ALL, ReasonSettings.from(Settings.of(Map.of("sign_out_ends", "all"))).signOutEnds());
    }

    @ParameterizedTest
    @CsvSource({"watching, secretly", "sign_out_ends, some"})
    void otherWordsAreRefusedByTheirKey(String key, String word) {
        SettingException refused = assertThrows(SettingException.class, () -> {
            Settings settings = Settings.of(Map.of(key, word));
            WatchSettings.from(settings);
            ReasonSettings.from(settings);
        });

        assertTrue(refused.getMessage().startsWith(key), refused.getMessage());
        assertFalse(refused.getMessage().isBlank());
    }
}
