package io.porthole.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.recording.RecordingSettings.Full;
import io.porthole.recording.RecordingSettings.Overload;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingSettingsTest {

    @Test
    void nobodyIsRecordedUnlessSomebodySaysSo() {
        RecordingRules rules = new RecordingRules(RecordingSettings.from(Settings.of(Map.of("project.demo.description", "Demo"))));

        assertFalse(rules.records("demo"));
        assertFalse(rules.records(null));
        assertFalse(rules.mayRecord());
    }

    @Test
    void aProjectCanBeRecordedAlone() {
        RecordingRules rules = new RecordingRules(RecordingSettings.from(Settings.of(Map.of("project.vaults.recording", "true"))));

        assertTrue(rules.records("vaults"));
        assertFalse(rules.records("demo"));
        assertFalse(rules.records(null));
        assertTrue(rules.mayRecord());
    }

    @Test
    void aProjectCanBeLeftOut() {
        RecordingRules rules = new RecordingRules(RecordingSettings.from(Settings.of(Map.of("recording", "on", "project.private.recording", "off"))));

        assertTrue(rules.records("demo"));
        assertTrue(rules.records(null), "a VM of no project is nobody's private one");
        assertFalse(rules.records("private"));
    }

    @Test
    void whatIsNotSaidIsTheSafeSide() {
        RecordingSettings settings = RecordingSettings.from(Settings.of(Map.of("recording", "on")));

        assertEquals(Overload.WAIT, settings.overload());
        assertEquals(Full.REFUSE, settings.full());
        assertEquals(1L << 30, settings.leastFreeBytes());
        assertEquals(Duration.ZERO, settings.keep(), "nothing is thrown away");
        assertEquals(0, settings.keepBytes());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4096, 4096", "1k, 1024", "20g, 21474836480", "'5 M', 5242880", "2t, 2199023255552"})
    void amountsOfDataAreUnderstood(String text, long bytes) {
        assertEquals(bytes, RecordingSettings.from(Settings.of(Map.of("recording_least_free", text))).leastFreeBytes());
    }

    @ParameterizedTest
    @CsvSource({"recording, sometimes", "project.demo.recording, sometimes", "recording_overload, drop", "recording_full, ignore", "recording_least_free, much",
        "recording_least_free, -1", "recording_keep_days, -1", "recording_keep_days, long", "recording_keep_bytes, all", "recording_least_free, 10000000t"})
    void aWrongValueIsNamed(String key, String value) {
        SettingException problem = assertThrows(SettingException.class, () -> RecordingSettings.from(Settings.of(Map.of(key, value))));

        assertTrue(problem.getMessage().startsWith(key), problem.getMessage());
    }
}
