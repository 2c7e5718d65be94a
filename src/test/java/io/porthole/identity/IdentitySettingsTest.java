package io.porthole.identity;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.porthole.identity.IdentitySettings.DeclaredMembership;
import io.porthole.identity.IdentitySettings.DeclaredUser;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentitySettingsTest {

    @TempDir
    private Path folder;

    @Test
    void withoutSettingsThereIsNobody() {
        assertEquals(new IdentitySettings(Duration.ofHours(12), Duration.ofDays(7), Duration.ofHours(1), Map.of(), Map.of()), IdentitySettings.from(Settings.of(Map.of())));
    }

    @Test
    void userHasTheDeclaredMemberships() {
        Settings settings = Settings.of(Map.of("project.demo.description", "To try", "project.ops.description", "", "user.ann.memberships", "demo ops:admin,demo:AUDITOR"));
        IdentitySettings identity = IdentitySettings.from(settings);

        assertEquals(List.of(new DeclaredMembership("demo", Role.MEMBER), new DeclaredMembership("ops", Role.ADMIN), new DeclaredMembership("demo", Role.AUDITOR)),
                identity.users().get("ann").memberships());
        assertEquals(Map.of("demo", "To try", "ops", ""), identity.projects());
        assertDoesNotThrow(settings::refuseUnknown);
    }

    @Test
    void membershipOfAProjectThatIsNotDeclaredIsRefused() {
        assertRefused("user.ann.memberships: there is no project.other.description", Map.of("user.ann.memberships", "other:admin"));
    }

    @ParameterizedTest
    @CsvSource({"demo:root, root", "demo:, ''", "demo:admin:x, admin:x"})
    void unknownRoleIsRefused(String membership, String role) {
        assertRefused("user.ann.memberships: '" + role + "' is none of [member, auditor, admin]",
                Map.of("project.demo.description", "x", "user.ann.memberships", membership));
    }

    @Test
    void passwordIsReadFromItsFileWithoutTheLineBreak() throws IOException {
        assertEquals("sesame open!", user(password("sesame open!\n")).password());
    }

    @Test
    void userMayHaveNoPassword() {
        assertNull(user(Map.of("user.ann.memberships", "")).password());
    }

    @Test
    void passwordOfNineCharactersIsRefused() throws IOException {
        assertRefused("user.ann.password_file: the password in it is shorter than 10", password("123456789\n"));
    }

    @Test
    void passwordThatNoFormWouldTakeIsRefused() throws IOException {
        assertRefused("user.ann.password_file: ", password("x".repeat(NewPassword.LONGEST + 1)));
    }

    @Test
    void missingPasswordFileIsRefused() {
        assertRefused("user.ann.password_file: the file ", Map.of("user.ann.password_file", folder.resolve("missing").toString()));
    }

    @Test
    void passwordIsNotPrinted() throws IOException {
        assertFalse(IdentitySettings.from(Settings.of(password("sesame open!"))).toString().contains("sesame"));
    }

    @ParameterizedTest
    @CsvSource({"sign_in_idle_timeout, 59s", "sign_in_idle_timeout, 31d", "sign_in_max_age, 4m", "sign_in_max_age, 366d", "sign_in_max_age, long"})
    void lengthOfASignInHasItsBounds(String key, String value) {
        assertRefused(key + ": '" + value + "'", Map.of(key, value));
    }

    private Map<String, String> password(String text) throws IOException {
        return Map.of("user.ann.password_file", Files.writeString(folder.resolve("password"), text).toString());
    }

    private static DeclaredUser user(Map<String, String> values) {
        return IdentitySettings.from(Settings.of(values)).users().get("ann");
    }

    private static void assertRefused(String message, Map<String, String> values) {
        SettingException refused = assertThrows(SettingException.class, () -> IdentitySettings.from(Settings.of(values)));

        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }
}
