package io.porthole.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.console.ConsoleVisitor;
import io.porthole.recording.RecordingSettings.Full;
import io.porthole.recording.RecordingSettings.Overload;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingSettingsTest {

    private static final UUID VM = UUID.fromString("00000000-0000-0000-0000-00000000abcd");

    @Test
    void nobodyIsRecordedUnlessSomebodySaysSo() {
        RulesInForce rules = new RulesInForce(RecordingSettings.from(Settings.of(Map.of("project.demo.description", "Demo"))), List.of());

        assertFalse(rules.records(visit("demo")));
        assertFalse(rules.records(visit(null)));
        assertFalse(rules.mayRecord());
    }

    @Test
    void aProjectCanBeRecordedAlone() {
        RulesInForce rules = new RulesInForce(RecordingSettings.from(Settings.of(Map.of("project.vaults.recording", "true"))), List.of());

        assertTrue(rules.records(visit("vaults")));
        assertFalse(rules.records(visit("demo")));
        assertFalse(rules.records(visit(null)));
        assertTrue(rules.mayRecord());
    }

    @Test
    void aProjectCanBeLeftOut() {
        RulesInForce rules = new RulesInForce(RecordingSettings.from(Settings.of(Map.of("recording", "on", "project.private.recording", "off"))), List.of());

        assertTrue(rules.records(visit("demo")));
        assertTrue(rules.records(visit(null)), "a VM of no project is nobody's private one");
        assertFalse(rules.records(visit("private")));
    }

    @Test
    void whatIsSaidOfAVmHoldsBeforeWhatIsSaidOfItsProject() {
        UUID other = UUID.randomUUID();
        RulesInForce rules = rules("recording", "on", "instance." + VM + ".recording", "off", "project.private.recording", "off", "instance." + other + ".recording", "on");

        assertFalse(rules.records(visit("demo")));
        assertTrue(rules.records(new RecordedVisit(other, "private", RecordedRole.MEMBER, false)));
        assertTrue(rules("instance." + VM + ".recording", "true").records(visit(null)));
        assertTrue(rules("instance." + VM + ".recording", "true").mayRecord());
    }

    @Test
    void aRoleIsRecordedWhereverItGoes() {
        RulesInForce rules = rules("recording_roles", "admin, guest", "project.private.recording", "off");

        for (RecordedRole role : RecordedRole.values()) {
            boolean recorded = role == RecordedRole.ADMIN || role == RecordedRole.GUEST || role == RecordedRole.UNKNOWN;
            assertEquals(recorded, rules.records(new RecordedVisit(VM, "private", role, false)), role + ": whoever is not known may be one of those");
        }
        assertFalse(rules("recording_roles", "").mayRecord());
    }

    @Test
    void aPersonsOwnWishIsOfferedWhereItIsSaidAndAlwaysHeld() {
        assertFalse(rules("recording", "off").onRequest());
        assertTrue(rules("recording_on_request", "true").onRequest() && rules("recording_on_request", "true").mayRecord());
        assertTrue(rules("project.private.recording", "off").records(new RecordedVisit(VM, "private", RecordedRole.MEMBER, true)));
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, 00000000-0000-0000-0000-00000000abcd", "PROJECT, private", "ROLE, MEMBER"})
    void whatAnAdministratorAddedIsRecordedWhateverTheSettingsSay(AddedRule.Kind kind, String target) {
        RecordingSettings settings = RecordingSettings.from(Settings.of(Map.of("instance." + VM + ".recording", "off", "project.private.recording", "off")));
        AddedRule rule = new AddedRule(kind, target, target, "admin", Instant.EPOCH);
        RulesInForce rules = new RulesInForce(settings, List.of(rule));

        assertTrue(rules.mayRecord());
        assertTrue(rules.records(visit("private")));
        assertFalse(rules.records(new RecordedVisit(UUID.randomUUID(), "demo", RecordedRole.ADMIN, false)));
        assertEquals(kind == AddedRule.Kind.ROLE, rules.records(new RecordedVisit(UUID.randomUUID(), null, RecordedRole.UNKNOWN, false)));
        assertFalse(new RulesInForce(settings, List.of()).records(visit("private")));
    }

    /** The door's word for a right and the rules' are the same. */
    @Test
    void everyVisitorHasARole() {
        assertEquals(names(ConsoleVisitor.values()), names(RecordedRole.values()));
    }

    @ParameterizedTest
    @CsvSource({"instance.desktop.recording, true", "instance.1-2-3-4-5.recording, true", "recording_roles, owner", "recording_on_request, perhaps",
        "instance.00000000-0000-0000-0000-000000000001.recording, some"})
    void aRuleThatIsNotOneIsNamed(String key, String value) {
        SettingException refused = assertThrows(SettingException.class, () -> rules(key, value));

        assertEquals(key, refused.key());
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

    private static RulesInForce rules(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new RulesInForce(RecordingSettings.from(Settings.of(all)), List.of());
    }

    private static RecordedVisit visit(String project) {
        return new RecordedVisit(VM, project, RecordedRole.MEMBER, false);
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }
}
