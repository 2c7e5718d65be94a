package io.porthole.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeSettingsTest {

    private static final String NODE = "compute_node.n1.";

    @TempDir
    private Path folder;

    @Test
    void withoutSettingsThereIsNoNode() {
        ComputeSettings settings = ComputeSettings.from(Settings.of(Map.of()));

        assertEquals(List.of(), settings.all());
        assertEquals(Optional.empty(), settings.node("n1"));
        assertEquals(Duration.ofSeconds(10), settings.sweepInterval());
        assertEquals(Duration.ofSeconds(5), settings.callTimeout());
        assertEquals(Duration.ofSeconds(60), settings.shutdownTimeout());
    }

    @Test
    void nodeNeedsOnlyItsLibvirtAddress() {
        ComputeNode node = node(Map.of(NODE + "libvirt_uri", "qemu:///system"));

        assertEquals(new ComputeNode("n1", "qemu:///system", "127.0.0.1", null, true, null, null, null, null, "127.0.0.1"), node);
    }

    @Test
    void nodeHasWhatTheSettingsSay() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "sesame\n");
        ComputeNode node = node(Map.of(NODE + "libvirt_uri", "qemu+tls://compute1/system", NODE + "server_proxyclient_address", "192.168.0.11",
                NODE + "default_project", "demo", NODE + "vnc_password_file", password.toString()));

        assertEquals(new ComputeNode("n1", "qemu+tls://compute1/system", "192.168.0.11", null, true, "demo", new VncPassword("sesame"), null, null, "192.168.0.11"),
                node);
    }

    @Test
    void nodesComeInTheOrderOfTheirNames() {
        ComputeSettings settings = ComputeSettings.from(Settings.of(Map.of("compute_node.b.libvirt_uri", "test:///b", "compute_node.a.libvirt_uri", "test:///a",
                "compute_node.c.example.org.libvirt_uri", "test:///c")));

        assertEquals(List.of("a", "b", "c.example.org"), settings.all().stream().map(ComputeNode::name).toList());
    }

    @Test
    void nodeWithoutALibvirtAddressIsRefused() {
        assertRefused(NODE + "libvirt_uri: is missing", Map.of(NODE + "server_proxyclient_address", "192.168.0.11"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute1", "/var/run/libvirt", "qemu://compute 1/system"})
    void whatIsNoLibvirtAddressIsRefused(String uri) {
        assertRefused(NODE + "libvirt_uri: '" + uri + "' is not a", Map.of(NODE + "libvirt_uri", uri));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.0.11", "compute1", "compute_1.example.org", "fd00::11"})
    void nameOrAddressOfTheVncServersIsAccepted(String address) {
        assertEquals(address, node(withAddress(address)).serverProxyclientAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "compute 1", "compute1/x", "user@compute1", "http://compute1"})
    void addressThatNoConnectionCanBeMadeToIsRefused(String address) {
        assertRefused(NODE + "server_proxyclient_address: '" + address + "'", withAddress(address));
    }

    @Test
    void addressMayHaveItsOldName() {
        Settings settings = Settings.of(Map.of(NODE + "libvirt_uri", "test:///default", NODE + "vncserver_proxyclient_address", "192.168.0.11"));

        assertEquals("192.168.0.11", ComputeSettings.from(settings).node("n1").orElseThrow().serverProxyclientAddress());
        assertEquals(1, settings.warnings().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_listen", "vncserver_listen"})
    void nodeSaysWhereItsVncServersListen(String key) {
        assertEquals("0.0.0.0", node(Map.of(NODE + "libvirt_uri", "test:///default", NODE + key, "0.0.0.0")).serverListen());
    }

    @Test
    void addressThatNothingCanListenOnIsRefused() {
        assertRefused(NODE + "server_listen: 'tcp://x'", Map.of(NODE + "libvirt_uri", "test:///default", NODE + "server_listen", "tcp://x"));
    }

    @Test
    void consolesOfOneNodeCanBeSwitchedOff() {
        Settings settings = Settings.of(Map.of(NODE + "libvirt_uri", "test:///default", NODE + "vnc_enabled", "false", "compute_node.n2.libvirt_uri", "test:///b"));
        ComputeSettings compute = ComputeSettings.from(settings);

        assertFalse(compute.node("n1").orElseThrow().vncEnabled());
        assertTrue(compute.node("n2").orElseThrow().vncEnabled());
        assertEquals(List.of("vnc_enabled is false: consoles are refused on n1"), settings.warnings());
    }

    @Test
    void consolesOfAllNodesCanBeSwitchedOffButForOne() {
        Settings settings = Settings.of(Map.of("vnc_enabled", "false", NODE + "libvirt_uri", "test:///default", NODE + "vnc_enabled", "true", "compute_node.n2.libvirt_uri", "test:///b"));
        ComputeSettings compute = ComputeSettings.from(settings);

        assertTrue(compute.node("n1").orElseThrow().vncEnabled());
        assertFalse(compute.node("n2").orElseThrow().vncEnabled());
        assertEquals(List.of("vnc_enabled is false: consoles are refused on n2"), settings.warnings());
    }

    @Test
    void misspeltKeyOfANodeIsUnknown() {
        Settings settings = Settings.of(Map.of(NODE + "libvirt_uri", "test:///default", NODE + "server_listn", "x"));
        ComputeSettings.from(settings);

        assertThrows(SettingException.class, settings::refuseUnknown);
    }

    @Test
    void missingPasswordFileIsRefused() {
        assertRefused(NODE + "vnc_password_file: the file ", Map.of(NODE + "libvirt_uri", "test:///default", NODE + "vnc_password_file", folder.resolve("no").toString()));
    }

    @Test
    void folderOfPasswordsMustBeThere() throws IOException {
        Map<String, String> values = withAddress("compute1");
        values.put(NODE + "vnc_password_folder", folder.toString());
        assertEquals(folder, node(values).vncPasswordFolder());

        values.put(NODE + "vnc_password_folder", Files.writeString(folder.resolve("file"), "sesame").toString());
        assertRefused(NODE + "vnc_password_folder: the folder ", values);
    }

    @Test
    void passwordIsNotPrinted() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "sesame");
        ComputeNode node = node(Map.of(NODE + "libvirt_uri", "test:///default", NODE + "vnc_password_file", password.toString()));

        assertFalse(node.toString().contains("sesame"), node.toString());
        assertTrue(node.toString().contains("***"), node.toString());
    }

    @Test
    void nodeHasNoPasswordWithoutAFile() {
        assertNull(node(withAddress("compute1")).vncPassword());
    }

    @Test
    void nodeMayHaveAUserNameAndAnotherNameInItsCertificates() {
        Map<String, String> values = withAddress("192.168.0.11");
        values.put(NODE + "vnc_username", "portal");
        values.put(NODE + "vencrypt_server_name", "compute1.example.org");

        assertEquals("portal", node(values).vncUsername());
        assertEquals("compute1.example.org", node(values).vencryptServerName());
    }

    @Test
    void userNameThatFitsIntoNoAnswerIsRefused() {
        assertRefused(NODE + "vnc_username: is longer", Map.of(NODE + "libvirt_uri", "test:///default", NODE + "vnc_username", "\u00fc".repeat(128)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute 1", "*.example.org", "https://compute1"})
    void whatIsNoNameInACertificateIsRefused(String name) {
        assertRefused(NODE + "vencrypt_server_name: '" + name + "'", Map.of(NODE + "libvirt_uri", "test:///default", NODE + "vencrypt_server_name", name));
    }

    @ParameterizedTest
    @CsvSource({"sweep_interval, 999ms", "sweep_interval, 61m", "compute_timeout, 0", "compute_timeout, 31", "shutdown_timeout, 61m", "shutdown_timeout, -1"})
    void patienceHasItsBounds(String key, String value) {
        assertRefused(key + ": '" + value + "'", Map.of(key, value));
    }

    @Test
    void powerMayBeCutAtOnce() {
        assertEquals(Duration.ZERO, ComputeSettings.from(Settings.of(Map.of("shutdown_timeout", "0"))).shutdownTimeout());
    }

    private static Map<String, String> withAddress(String address) {
        Map<String, String> values = new HashMap<>();
        values.put(NODE + "libvirt_uri", "test:///default");
        values.put(NODE + "server_proxyclient_address", address);
        return values;
    }

    private static ComputeNode node(Map<String, String> values) {
        return ComputeSettings.from(Settings.of(values)).node("n1").orElseThrow();
    }

    private static void assertRefused(String message, Map<String, String> values) {
        SettingException refused = assertThrows(SettingException.class, () -> ComputeSettings.from(Settings.of(values)));

        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }
}
