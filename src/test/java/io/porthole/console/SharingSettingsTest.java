package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;

class SharingSettingsTest {

    @Test
    void withoutSettingsSeveralMayBeOnAConsole() {
        assertFalse(SharingSettings.from(Settings.of(Map.of())).of("lab").exclusive());
    }

    @Test
    void projectDiffersByItsOwnKey() {
        Settings settings = Settings.of(Map.of("project.lab.exclusive", "true"));
        SharingSettings sharing = SharingSettings.from(settings);

        assertTrue(sharing.of("lab").exclusive());
        assertFalse(sharing.of("office").exclusive());
        assertFalse(sharing.of(null).exclusive());
        assertDoesNotThrow(settings::refuseUnknown);
    }

    @Test
    void projectKeepsWhatItsKeysDoNotSay() {
        SharingSettings sharing = SharingSettings.from(Settings.of(Map.of("exclusive", "true", "project.lab.exclusive", "false", "project.office.view_only", "true")));

        assertFalse(sharing.of("lab").exclusive());
        assertTrue(sharing.of("office").exclusive());
        assertTrue(sharing.of(null).exclusive());
    }

    @Test
    void invitationsAreOnUnlessAProjectOrAllSayNo() {
        Settings settings = Settings.of(Map.of("invitations", "false", "project.lab.invitations", "true"));

        assertTrue(SharingSettings.from(Settings.of(Map.of())).of("lab").invitations());
        assertTrue(SharingSettings.from(settings).of("lab").invitations());
        assertFalse(SharingSettings.from(settings).of("office").invitations());
        assertDoesNotThrow(settings::refuseUnknown);
    }

    @Test
    void wrongValueStopsTheStartWithTheNameOfItsKey() {
        SettingException stopped = assertThrows(SettingException.class, () -> SharingSettings.from(Settings.of(Map.of("project.lab.exclusive", "perhaps"))));

        assertEquals("project.lab.exclusive", stopped.key());
    }
}
