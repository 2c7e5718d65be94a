package io.porthole.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {

    private static final Map<String, String> NOTHING = Map.of();

    @TempDir
    private Path folder;

    @Test
    void fileIsRead() throws IOException {
        String file = file("a.properties", "# a comment", "token_ttl = 25 ", "compute_node.n1.libvirt_uri=qemu:///system?x=1");
        Settings settings = SettingsFile.read(file, NOTHING);

        assertEquals(Optional.of("25"), settings.text("token_ttl"));
        assertEquals(Optional.of("qemu:///system?x=1"), settings.text("compute_node.n1.libvirt_uri"));
    }

    @Test
    void fileIsUtf8() throws IOException {
        assertEquals(Optional.of("Büro"), SettingsFile.read(file("a.properties", "key=Büro"), NOTHING).text("key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void noFileIsNoError(String files) {
        assertEquals(Optional.empty(), SettingsFile.read(files, NOTHING).text("token_ttl"));
    }

    @Test
    void laterFileWins() throws IOException {
        String files = file("a.properties", "one=a", "two=a") + File.pathSeparator + file("b.properties", "two=b", "three=b");
        Settings settings = SettingsFile.read(files, NOTHING);

        assertEquals(Optional.of("a"), settings.text("one"));
        assertEquals(Optional.of("b"), settings.text("two"));
        assertEquals(Optional.of("b"), settings.text("three"));
    }

    @Test
    void unknownKeyStopsWithItsNameAndItsFile() throws IOException {
        String file = file("a.properties", "tokn_ttl=25");
        SettingException refused = assertThrows(SettingException.class, SettingsFile.read(file, NOTHING)::refuseUnknown);

        assertTrue(refused.getMessage().startsWith("tokn_ttl (in " + file + "): "), refused.getMessage());
    }

    @Test
    void missingFileStopsTheStart() {
        assertStops(folder.resolve("missing").toString(), "missing cannot be read");
    }

    @Test
    void brokenEscapeStopsTheStart() throws IOException {
        assertStops(file("a.properties", "key=\\u12"), "a.properties cannot be read");
    }

    @Test
    void otherEncodingStopsTheStart() throws IOException {
        Path file = Files.write(folder.resolve("a.properties"), "key=Büro".getBytes(StandardCharsets.ISO_8859_1));

        assertStops(file.toString(), "a.properties cannot be read");
    }

    @Test
    void environmentOverridesTheFile() throws IOException {
        Settings settings = SettingsFile.read(file("a.properties", "token_ttl=25"), Map.of("PORTHOLE_TOKEN_TTL", " 26 "));

        assertEquals(Optional.of("26"), settings.text("token_ttl"));
    }

    @Test
    void environmentSetsWhatNoFileHolds() {
        Settings settings = SettingsFile.read("", Map.of("PORTHOLE_TOKEN_TTL", "26"));

        assertEquals(Duration.ofSeconds(26), settings.duration("token_ttl", Duration.ZERO, Duration.ZERO, Duration.ofDays(1)));
    }

    @Test
    void dotsOfAKeyAreUnderscoresInTheEnvironment() throws IOException {
        String file = file("a.properties", "compute_node.my_node-1.libvirt_uri=qemu:///system");
        Settings settings = SettingsFile.read(file, Map.of("PORTHOLE_COMPUTE_NODE_MY_NODE_1_LIBVIRT_URI", "test:///default"));

        assertEquals(Optional.of("test:///default"), settings.text("compute_node.my_node-1.libvirt_uri"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_node.n1.server_proxyclient_address", "user.demo.password_file", "project.demo.description"})
    void namedKeyMayStandInTheEnvironmentOnly(String key) {
        String name = "PORTHOLE_" + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
        Settings settings = SettingsFile.read("", Map.of(name, "x"));

        assertEquals(Optional.of("x"), settings.text(key));
        assertEquals(Set.of(key.split("\\.")[1]), settings.namesUnder(key.split("\\.")[0]));
    }

    @Test
    void keyOfNovasMayStandInTheEnvironmentOnly() {
        Settings settings = SettingsFile.read("", Map.of("PORTHOLE_NOVA_AUTH_URL", "https://controller:5000", "PORTHOLE_NOVNCPROXY_PORT", "6080"));

        assertEquals(Optional.of("https://controller:5000"), settings.text("nova.auth_url"));
        assertEquals(Optional.of("6080"), settings.text("novncproxy_port"));
    }

    @Test
    void unknownNameInTheEnvironmentIsRefused() {
        SettingException refused = assertThrows(SettingException.class, SettingsFile.read("", Map.of("PORTHOLE_TOKN_TTL", "25"))::refuseUnknown);

        assertTrue(refused.getMessage().startsWith("tokn_ttl (in the environment, PORTHOLE_TOKN_TTL): "), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORTHOLE_CONFIG", "PORTHOLE_BIND", "PORTHOLE_DEMO_HOME", "PORTHOLE_DATABASE_URL", "PORTHOLE_DATABASE_USER", "PORTHOLE_DATABASE_PASSWORD"})
    void namesThatTheServerReadsAreNoUnknownKeys(String name) {
        assertDoesNotThrow(SettingsFile.read("", Map.of(name, "x"))::refuseUnknown);
    }

    @Test
    void otherNamesOfTheEnvironmentAreNotLookedAt() {
        assertDoesNotThrow(SettingsFile.read("", Map.of("PATH", "/bin", "porthole_token_ttl", "1", "MY_PORTHOLE_TOKEN_TTL", "1"))::refuseUnknown);
    }

    @Test
    void relativeFileStartsFromTheSettingsFileThatNamesIt() throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/secret"), "x");
        Settings settings = SettingsFile.read(file("sub/a.properties", "key=secret"), NOTHING);

        assertEquals(Optional.of(folder.resolve("sub/secret")), settings.file("key"));
    }

    private void assertStops(String file, String problem) {
        SettingException refused = assertThrows(SettingException.class, () -> SettingsFile.read(file, NOTHING));

        assertTrue(refused.getMessage().startsWith("porthole.config: the settings file " + folder), refused.getMessage());
        assertTrue(refused.getMessage().contains(problem), refused.getMessage());
    }

    private String file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines)).toString();
    }
}
