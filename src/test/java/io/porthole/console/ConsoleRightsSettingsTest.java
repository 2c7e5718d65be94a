package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleRightsSettingsTest {

    private static final int MIB = 1024 * 1024;

    @Test
    void withoutSettingsAllButPowerIsGranted() {
        assertEquals(new ConsoleRights(true, true, true, true, false, MIB, false), ConsoleRightsSettings.from(Settings.of(Map.of())).everywhere());
    }

    @Test
    void eachHasItsKey() {
        Settings settings = Settings.of(Map.of("view_only", "true", "clipboard_to_vm", "false", "clipboard_from_vm", "no", "resize_vm", "off",
                "power_from_console", "true", "max_clipboard_bytes", "16777216", "unknown_client_messages", "pass"));

        assertEquals(new ConsoleRights(false, false, false, false, true, 16 * MIB, true), ConsoleRightsSettings.from(settings).everywhere());
        assertDoesNotThrow(settings::refuseUnknown);
    }

    @Test
    void projectDiffersByItsOwnKeys() {
        Settings settings = Settings.of(Map.of("project.lab.view_only", "true", "project.lab.clipboard_to_vm", "false", "project.lab.clipboard_from_vm", "false",
                "project.lab.resize_vm", "false", "project.lab.power_from_console", "true"));

        ConsoleRightsSettings rights = ConsoleRightsSettings.from(settings);

        assertEquals(new ConsoleRights(false, false, false, false, true, MIB, false), rights.of("lab", false));
        assertEquals(rights.everywhere(), rights.of("office", false));
        assertDoesNotThrow(settings::refuseUnknown);
    }

    @Test
    void projectKeepsWhatItsKeysDoNotSay() {
        ConsoleRightsSettings rights = ConsoleRightsSettings.from(Settings.of(Map.of("view_only", "true", "clipboard_from_vm", "false", "max_clipboard_bytes", "10",
                "unknown_client_messages", "pass", "project.lab.view_only", "false")));

        assertEquals(new ConsoleRights(true, true, false, true, false, 10, true), rights.of("lab", false));
    }

    @Test
    void vmOfNoProjectHasWhatHoldsEverywhere() {
        ConsoleRightsSettings rights = ConsoleRightsSettings.from(Settings.of(Map.of("resize_vm", "false", "project.lab.resize_vm", "true")));

        assertEquals(rights.everywhere(), rights.of(null, false));
    }

    @Test
    void whoAsksToLookOnlyHasNoInputWhateverTheProjectGrants() {
        ConsoleRightsSettings rights = ConsoleRightsSettings.from(Settings.of(Map.of("project.lab.view_only", "false")));

        assertEquals(rights.of("lab", false).viewOnly(), rights.of("lab", true));
    }

    @ParameterizedTest
    @CsvSource({"view_only, sometimes", "clipboard_to_vm, text", "clipboard_from_vm, 2", "resize_vm, larger", "power_from_console, reboot", "max_clipboard_bytes, -1",
            "max_clipboard_bytes, 16777217", "max_clipboard_bytes, 1 MiB", "unknown_client_messages, guess", "project.lab.view_only, sometimes",
            "project.lab.clipboard_to_vm, text", "project.lab.clipboard_from_vm, 2", "project.lab.resize_vm, larger", "project.lab.power_from_console, reboot"})
    void whatLiesOutsideOfItsBoundsIsRefusedByName(String key, String value) {
        SettingException refused = assertThrows(SettingException.class, () -> ConsoleRightsSettings.from(Settings.of(Map.of(key, value))));

        assertTrue(refused.getMessage().startsWith(key + ": '" + value + "'"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"project.lab.max_clipboard_bytes, 10", "project.lab.unknown_client_messages, pass"})
    void whatHoldsEverywhereCannotBeSaidOfAProject(String key, String value) {
        Settings settings = Settings.of(Map.of(key, value));

        ConsoleRightsSettings.from(settings);

        assertEquals(key, assertThrows(SettingException.class, settings::refuseUnknown).key().split(" ")[0]);
    }
}
