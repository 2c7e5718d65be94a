package io.porthole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.porthole.audit.syslog.SyslogFormat;
import io.porthole.audit.syslog.SyslogReceiver;
import io.porthole.audit.syslog.SyslogSettings;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;
import io.porthole.testing.FakeSyslogReceiver;
import io.porthole.testing.TestAuthority;
import io.porthole.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings of syslog there are, and that a receiver must be who it should be. */
class SyslogTrailTest {

    private static final List<String> MESSAGE = List.of("one message");

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static TestCertificate server;
    private static TestCertificate elsewhere;
    private static TestCertificate client;

    @BeforeAll
    static void makeCertificates() throws IOException {
        authority = TestAuthority.make(folder, "authority");
        server = authority.issue("server", "ip:127.0.0.1");
        elsewhere = authority.issue("elsewhere", "dns:syslog.example");
        client = authority.issueForClients("client");
        Files.writeString(folder.resolve("ca"), authority.toPem());
        Files.writeString(folder.resolve("cert"), client.chainAsPem());
        Files.writeString(folder.resolve("key"), client.keyAsPem());
        Files.writeString(folder.resolve("empty"), "nothing");
    }

    private static SyslogSettings settings(int port, String... keysAndFiles) {
        Map<String, String> values = new HashMap<>(Map.of("syslog_receiver", "tls://127.0.0.1:" + port));
        for (int i = 0; i < keysAndFiles.length; i += 2) {
            values.put(keysAndFiles[i], folder.resolve(keysAndFiles[i + 1]).toString());
        }
        return SyslogTrail.from(Settings.of(values));
    }

    private static SyslogReceiver to(FakeSyslogReceiver receiver, String... keysAndFiles) {
        return new SyslogReceiver(settings(receiver.port(), keysAndFiles));
    }

    @Test
    void withoutAReceiverThereIsNone() {
        assertFalse(SyslogTrail.from(Settings.of(Map.of())).on());
    }

    @Test
    void receiverIsAHostAndAPort() {
        SyslogSettings settings = SyslogTrail.from(Settings.of(Map.of("syslog_receiver", "tcp://[::1]:601", "syslog_format", "cef")));

        assertTrue(settings.on());
        assertEquals("::1", settings.host());
        assertEquals(601, settings.port());
        assertEquals(SyslogFormat.CEF, settings.format());
        assertNull(settings.tls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"loghost", "loghost:514", "udp://loghost:514", "tcp://loghost", "tcp://:514", "tcp://loghost:0", "tcp://loghost:70000", "tls://loghost:6514/x", "tls://user@loghost:6514", "tcp://log host:1"})
    void otherAddressIsRefusedByItsKey(String address) {
        assertTrue(assertThrows(SettingException.class, () -> SyslogTrail.from(Settings.of(Map.of("syslog_receiver", address)))).getMessage().startsWith("syslog_receiver: '" + address));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("syslog_format", Map.of("syslog_receiver", "tcp://loghost:601", "syslog_format", "leef")),
                arguments("syslog_ca_certs", Map.of("syslog_receiver", "tls://loghost:6514", "syslog_ca_certs", "away")),
                arguments("syslog_ca_certs", Map.of("syslog_receiver", "tls://loghost:6514", "syslog_ca_certs", "empty")),
                arguments("syslog_ca_certs", Map.of("syslog_receiver", "tcp://loghost:601", "syslog_ca_certs", "ca")),
                arguments("syslog_ca_certs", Map.of("syslog_ca_certs", "ca")),
                arguments("syslog_client_key", Map.of("syslog_receiver", "tls://loghost:6514", "syslog_client_cert", "cert")),
                arguments("syslog_client_cert", Map.of("syslog_receiver", "tls://loghost:6514", "syslog_client_key", "key")),
                arguments("syslog_client_key", Map.of("syslog_receiver", "tls://loghost:6514", "syslog_client_cert", "cert", "syslog_client_key", "empty")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongOneIsToldByItsKey(String key, Map<String, String> values) {
        Map<String, String> placed = new HashMap<>(values);
        placed.replaceAll((name, value) -> name.contains("_c") ? folder.resolve(value).toString() : value);

        assertEquals(key, assertThrows(SettingException.class, () -> SyslogTrail.from(Settings.of(placed))).key());
    }

    @Test
    void certifiedReceiverGetsTheTrail() throws IOException {
        try (FakeSyslogReceiver receiver = FakeSyslogReceiver.startTls(server.serverContext(null), false)) {
            to(receiver, "syslog_ca_certs", "ca").deliver(MESSAGE);

            assertEquals(MESSAGE, receiver.messages());
        }
    }

    @Test
    void receiverOfAnotherNameGetsNothing() throws IOException {
        try (FakeSyslogReceiver receiver = FakeSyslogReceiver.startTls(elsewhere.serverContext(null), false)) {
            assertThrows(IOException.class, () -> to(receiver, "syslog_ca_certs", "ca").deliver(MESSAGE));
            assertEquals(List.of(), receiver.messages());
        }
    }

    /** No setting names an authority, and Java knows none that signed this. */
    @Test
    void receiverThatNobodyKnowsGetsNothing() throws IOException {
        try (FakeSyslogReceiver receiver = FakeSyslogReceiver.startTls(server.serverContext(null), false)) {
            assertThrows(IOException.class, () -> to(receiver).deliver(MESSAGE));
            assertEquals(List.of(), receiver.messages());
        }
    }

    @Test
    void receiverThatAsksForACertificateGetsIt() throws IOException {
        try (FakeSyslogReceiver receiver = FakeSyslogReceiver.startTls(server.serverContext(authority), true)) {
            to(receiver, "syslog_ca_certs", "ca", "syslog_client_cert", "cert", "syslog_client_key", "key").deliver(MESSAGE);

            assertEquals(MESSAGE, receiver.messages());
        }
    }

    /** In TLS 1.3 all was sent before the receiver looked. */
    @Test
    void receiverThatMissesACertificateHasNothing() throws IOException {
        try (FakeSyslogReceiver receiver = FakeSyslogReceiver.startTls(server.serverContext(authority), true)) {
            assertThrows(IOException.class, () -> to(receiver, "syslog_ca_certs", "ca").deliver(MESSAGE));
            assertEquals(List.of(), receiver.messages());
        }
    }

    @Test
    void renewedFileIsReadForTheNextConnection() throws IOException {
        Path file = folder.resolve("renewed");
        Files.writeString(file, TestAuthority.make(folder, "another").toPem());
        try (FakeSyslogReceiver receiver = FakeSyslogReceiver.startTls(server.serverContext(null), false)) {
            SyslogReceiver to = to(receiver, "syslog_ca_certs", "renewed");
            assertThrows(IOException.class, () -> to.deliver(MESSAGE));

            Files.writeString(file, authority.toPem());
            to.deliver(MESSAGE);

            assertEquals(MESSAGE, receiver.messages());
        }
    }
}
