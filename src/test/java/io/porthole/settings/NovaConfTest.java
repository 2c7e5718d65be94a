package io.porthole.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NovaConfTest {

    private static final String[] COMPUTE_NODE = {"[DEFAULT]", "host = compute1", "my_ip = 192.168.0.11", "compute_driver = libvirt.LibvirtDriver",
        "[libvirt]", "connection_uri = qemu+tls://192.168.0.11/system", "[vnc]", "server_listen = 0.0.0.0", "server_proxyclient_address = $my_ip"};
    private static final String[] CONTROLLER = {"[DEFAULT]", "my_ip = 10.0.0.1", "transport_url = rabbit://openstack:SECRET@controller", "[vnc]",
        "enabled = true", "server_listen = $my_ip", "server_proxyclient_address = $my_ip", "novncproxy_base_url = https://consoles.example.org:6080/vnc_lite.html",
        "[database]", "connection = mysql+pymysql://nova:SECRET@controller/nova", "[console]", "allowed_origins = horizon.example.org"};

    @TempDir
    private Path folder;

    @Test
    void valuesCountUnderPortholesKeys() throws IOException {
        Settings settings = read("[vnc]", "novncproxy_base_url = https://c.example.org/vnc_auto.html", "auth_schemes = vencrypt,none", "novncproxy_port = 6081",
                "[consoleauth]", "token_ttl = 300", "enforce_session_timeout = true", "[DEFAULT]", "shutdown_timeout = 30");

        assertEquals(Optional.of("https://c.example.org/vnc_auto.html"), settings.text("novncproxy_base_url"));
        assertEquals(List.of("vencrypt", "none"), settings.list("auth_schemes"));
        assertEquals(Optional.of("6081"), settings.text("novncproxy_port"));
        assertEquals(Optional.of("300"), settings.text("token_ttl"));
        assertEquals(Optional.of("true"), settings.text("enforce_session_timeout"));
        assertEquals(Optional.of("30"), settings.text("shutdown_timeout"));
        assertEquals(List.of(), settings.warnings());
        assertEquals(List.of(), settings.notes());
    }

    @Test
    void laterFileWins() throws IOException {
        String files = file("nova.conf", "[consoleauth]", "token_ttl = 300") + File.pathSeparator + file("porthole.properties", "token_ttl=25");

        assertEquals(Optional.of("25"), SettingsFile.read(files, Map.of()).text("token_ttl"));
    }

    // ---- a compute node's own

    @Test
    void computeNodesFileDeclaresTheNode() throws IOException {
        Settings settings = read(COMPUTE_NODE);

        assertEquals(Set.of("compute1"), settings.namesUnder("compute_node"));
        assertEquals(Optional.of("qemu+tls://192.168.0.11/system"), settings.text("compute_node.compute1.libvirt_uri"));
        assertEquals(Optional.of("192.168.0.11"), settings.text("compute_node.compute1.server_proxyclient_address"));
        assertEquals(Optional.of("0.0.0.0"), settings.text("compute_node.compute1.server_listen"));
    }

    @Test
    void nodeWithoutANameIsCalledAfterItsAddress() throws IOException {
        assertEquals(Set.of("192.168.0.11"), read("[DEFAULT]", "my_ip = 192.168.0.11", "[libvirt]", "connection_uri = qemu+tcp://192.168.0.11/system").namesUnder("compute_node"));
    }

    @Test
    void twoComputeNodesFilesDeclareTwoNodes() throws IOException {
        String other = file("b.conf", "[DEFAULT]", "host = compute2", "[libvirt]", "connection_uri = qemu+tls://compute2/system", "[vnc]", "enabled = no");
        Settings settings = SettingsFile.read(file("a.conf", COMPUTE_NODE) + File.pathSeparator + other, Map.of());

        assertEquals(Set.of("compute1", "compute2"), settings.namesUnder("compute_node"));
        assertEquals(Optional.of("no"), settings.text("compute_node.compute2.vnc_enabled"));
        assertEquals(Optional.empty(), settings.text("compute_node.compute1.vnc_enabled"));
    }

    @Test
    void controllersFileDeclaresNoNodeAndSaysWhatHasNoEffect() throws IOException {
        Settings settings = read(CONTROLLER);

        assertEquals(Set.of(), settings.namesUnder("compute_node"));
        assertEquals(Optional.of("true"), settings.text("vnc_enabled"));
        assertEquals(2, settings.warnings().size(), settings.warnings().toString());
        assertTrue(settings.warnings().get(0).endsWith("[vnc] server_listen has no effect, for the file describes no compute node"), settings.warnings().toString());
    }

    @Test
    void nodeOnThisMachineHasNovasOwnLibvirtAddress() throws IOException {
        assertEquals(Optional.of("qemu:///system"),
                read("[DEFAULT]", "host = here", "compute_driver = libvirt.LibvirtDriver").text("compute_node.here.libvirt_uri"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[libvirt]", "[libvirt]\nconnection_uri = qemu:///system"})
    void libvirtOfAnotherMachineIsNotLookedForOnThisOne(String libvirt) throws IOException {
        Settings settings = read("[DEFAULT]", "host = compute1", "compute_driver = libvirt.LibvirtDriver", libvirt, "[vnc]", "server_proxyclient_address = 192.168.0.11");

        assertEquals(Optional.empty(), settings.text("compute_node.compute1.libvirt_uri"));
        assertEquals(Set.of("compute1"), settings.namesUnder("compute_node"));
    }

    // ---- old spellings

    @ParameterizedTest
    @CsvSource({"DEFAULT, vncserver_listen, compute_node.n.server_listen", "vnc, vncserver_listen, compute_node.n.server_listen",
        "DEFAULT, vncserver_proxyclient_address, compute_node.n.server_proxyclient_address", "DEFAULT, vnc_enabled, compute_node.n.vnc_enabled",
        "DEFAULT, novnc_enabled, compute_node.n.vnc_enabled", "vnc, novnc_enabled, compute_node.n.vnc_enabled", "DEFAULT, novncproxy_base_url, novncproxy_base_url",
        "DEFAULT, novncproxy_port, novncproxy_port", "DEFAULT, console_token_ttl, token_ttl"})
    void oldSpellingCountsAndIsWarnedOf(String section, String name, String key) throws IOException {
        Settings settings = read("[DEFAULT]", "host = n", "[libvirt]", "connection_uri = qemu+tls://n/system", "[" + section + "]", name + " = value");

        assertEquals(Optional.of("value"), settings.text(key));
        assertEquals(1, settings.warnings().size(), settings.warnings().toString());
        assertTrue(settings.warnings().get(0).contains("nova.conf: [" + section + "] " + name + " is an old spelling of ["), settings.warnings().toString());
    }

    @Test
    void newSpellingWins() throws IOException {
        Settings settings = read("[DEFAULT]", "console_token_ttl = 10", "[consoleauth]", "token_ttl = 20");

        assertEquals(Optional.of("20"), settings.text("token_ttl"));
        assertTrue(settings.warnings().get(0).endsWith("[DEFAULT] console_token_ttl is an old spelling of [consoleauth] token_ttl and does not count beside [consoleauth] token_ttl"),
                settings.warnings().toString());
    }

    // ---- what is not Porthole's

    @Test
    void whatPortholeDoesNotKnowIsListedByNameInOneEntry() throws IOException {
        List<String> notes = read(CONTROLLER).notes();

        assertEquals(1, notes.size());
        assertTrue(notes.get(0).endsWith("sets 2 option(s) that Porthole does not use: [DEFAULT] transport_url, [database] connection"), notes.get(0));
        assertFalse(notes.get(0).contains("SECRET"));
    }

    @Test
    void unknownOptionOfNovaDoesNotStopTheStart() throws IOException {
        Settings settings = read("[DEFAULT]", "transport_url = rabbit://");

        settings.refuseUnknown();
    }

    // ---- values

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"$my_ip|10.0.0.1", "${my_ip}|10.0.0.1", "$DEFAULT.my_ip|10.0.0.1", "${vnc.server_listen}|0.0.0.0", "$server_listen|0.0.0.0",
        "x$my_ip|x10.0.0.1", "a$$b|a$b", "a\\$b|a$b"})
    void otherOptionsAreReadInsideOfAValue(String text, String value) throws IOException {
        Settings settings = read("[DEFAULT]", "host = n", "my_ip = 10.0.0.1", "[libvirt]", "connection_uri = qemu+tls://n/system", "[vnc]", "server_listen = 0.0.0.0",
                "server_proxyclient_address = " + text);

        assertEquals(Optional.of(value), settings.text("compute_node.n.server_proxyclient_address"));
    }

    @Test
    void optionThatTheFileDoesNotSetStopsTheStart() {
        assertStops("[vnc] novncproxy_base_url: refers to $my_ip, which ", "[vnc]", "novncproxy_base_url = http://$my_ip:6080/vnc_auto.html");
    }

    @Test
    void optionsThatReferToEachOtherStopTheStart() {
        assertStops("[vnc] auth_schemes: refers to itself", "[vnc]", "auth_schemes = $a", "a = $b", "b = $a");
    }

    @Test
    void hostsOfNovaAreOriginsWithTheConsolePagesSchemeAndPorts() throws IOException {
        assertEquals(List.of("https://horizon.example.org", "https://horizon.example.org:6080"), read(CONTROLLER).list("allowed_origins"));
        assertEquals(List.of("http://a", "http://a:6080", "https://b:1"), read("[console]", "allowed_origins = a,https://b:1").list("allowed_origins"));
        assertEquals(List.of("https://a"), read("[console]", "allowed_origins = a", "[vnc]", "novncproxy_base_url = https://c/vnc_auto.html").list("allowed_origins"));
    }

    @Test
    void badValueIsToldWithItsFileSectionAndName() throws IOException {
        Settings settings = read("[consoleauth]", "token_ttl = soon");
        SettingException refused = assertThrows(SettingException.class,
                () -> settings.duration("token_ttl", java.time.Duration.ZERO, java.time.Duration.ZERO, java.time.Duration.ofDays(1)));

        assertEquals("token_ttl: 'soon' is not a length of time, such as 600, 600s, 10m or 2h (in " + folder.resolve("nova.conf") + ", [consoleauth] token_ttl)",
                settings.located(refused).getMessage());
    }

    @Test
    void missingKeyIsToldWithTheFileThatNeedsIt() throws IOException {
        Settings settings = read("[DEFAULT]", "host = n", "compute_driver = libvirt.LibvirtDriver", "[vnc]", "server_proxyclient_address = 192.168.0.11");
        SettingException located = settings.located(new SettingException("compute_node.n.libvirt_uri", "is missing"));

        assertEquals("compute_node.n.libvirt_uri: is missing (compute_node.n.server_proxyclient_address stands in " + folder.resolve("nova.conf")
                + ", [vnc] server_proxyclient_address)", located.getMessage());
    }

    @Test
    void problemOfNoFileStaysAsItIs() {
        SettingException problem = new SettingException("token_ttl", "is missing");

        assertEquals(problem, Settings.of(Map.of("other", "x")).located(problem));
    }

    @Test
    void fileThatCannotBeReadStopsTheStartAndShowsNothingOfIt() {
        SettingException refused = assertThrows(SettingException.class, () -> read("[database", "SECRET"));

        assertTrue(refused.getMessage().contains("nova.conf cannot be read: line 1 is"), refused.getMessage());
        assertFalse(refused.getMessage().contains("SECRET"));
    }

    private void assertStops(String message, String... lines) {
        SettingException refused = assertThrows(SettingException.class, () -> read(lines));

        assertTrue(refused.getMessage().startsWith(message) && refused.getMessage().contains("nova.conf"), refused.getMessage());
    }

    private Settings read(String... lines) throws IOException {
        return SettingsFile.read(file("nova.conf", lines), Map.of());
    }

    private String file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines)).toString();
    }
}
