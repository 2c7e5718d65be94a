package io.porthole.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.console.RelayEnd;
import io.porthole.proxy.VncServerAttempt.Outcome;
import io.porthole.testing.FakeVncServer;
import io.porthole.testing.FakeVncServer.Step;
import io.porthole.testing.TestAuthority;
import io.porthole.testing.TestCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to a VNC server that speaks VeNCrypt, over sockets and TLS, with settings that the one portal of the integration tests does not have. */
class VncServerConnectionTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NAME = "compute1.example.org";
    private static final String SAN = "dns:" + NAME;
    private static final int X509NONE = 260;
    private static final int X509VNC = 261;
    private static final int X509PLAIN = 262;

    @TempDir
    private static Path folder;
    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static TestCertificate good;

    private final FakeVncServer server = new FakeVncServer().name("QEMU (desktop)").username("portal").password("secret");
    private final Map<String, String> settings = new HashMap<>(Map.of("vencrypt_ca_certs", folder.resolve("ca").toString()));

    @BeforeAll
    static void makeCertificates() throws IOException {
        authority = TestAuthority.make(folder, "authority");
        stranger = TestAuthority.make(folder, "stranger");
        good = authority.issue("good", SAN);
        TestCertificate client = authority.issueForClients("portal");
        Files.writeString(folder.resolve("ca"), authority.toPem());
        Files.writeString(folder.resolve("client-key"), client.keyAsPem());
        Files.writeString(folder.resolve("client-cert"), client.chainAsPem());
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {X509NONE, X509VNC, X509PLAIN})
    void consoleOpensInsideOfTls(int subtype) throws Exception {
        assertReady(server.vencrypt(good, subtype));

        assertEquals(1, server.connections().get(0).sharedFlag());
    }

    @ParameterizedTest
    @ValueSource(strings = {"003.003", "003.007"})
    void olderRfbIsTheSameWithTls(String version) throws Exception {
        assertReady(server.vencrypt(good, X509VNC).version(version));
    }

    @ParameterizedTest
    @ValueSource(ints = {X509VNC, X509PLAIN})
    void wrongPasswordIsRefusedInsideOfTlsToo(int subtype) throws Exception {
        assertFails(RelayEnd.VNC_SECURITY_REFUSED, "Authentication failed", server.password("another").vencrypt(good, subtype));
    }

    // ---- no connection at all

    @Test
    void nodeThatRefusesIsToldApart() throws Exception {
        server.start().close();

        Outcome outcome = VncServerAttempt.at(server.port(), NAME, settings);

        assertEquals(RelayEnd.NODE_REFUSED, outcome.end());
        assertTrue(outcome.detail().contains("127.0.0.1:" + server.port()), outcome.detail());
    }

    @Test
    void nodeWhoseNameIsUnknownIsToldApart() throws Exception {
        Outcome outcome = VncServerAttempt.at(InetSocketAddress.createUnresolved("nowhere.invalid", 5900), NAME, settings);

        assertEquals(new Outcome(RelayEnd.NODE_NAME_UNKNOWN, "no address is known for nowhere.invalid"), outcome);
    }

    // ---- certificates: THREATS 24, 25

    /** Certificate × which end it is × what the history says. */
    static Stream<Arguments> wrongCertificates() throws IOException {
        return Stream.of(
                Arguments.of(authority.issue("other", "dns:compute2.example.org"), RelayEnd.TLS_WRONG_NAME, "its certificate is for another name"),
                Arguments.of(authority.issueExpired("old", SAN), RelayEnd.TLS_WRONG_DATE, "its certificate has expired"),
                Arguments.of(authority.issueForTomorrow("tomorrow", SAN), RelayEnd.TLS_WRONG_DATE, "its certificate is not valid yet"),
                Arguments.of(stranger.issue("strange", SAN), RelayEnd.TLS_UNTRUSTED, "its certificate comes from no authority that we trust"),
                Arguments.of(stranger.selfSigned("self", SAN), RelayEnd.TLS_UNTRUSTED, "its certificate comes from no authority that we trust"),
                Arguments.of(authority.issueForClients("client"), RelayEnd.TLS_FAILED, "its certificate is not fit for a server"));
    }

    @ParameterizedTest
    @MethodSource("wrongCertificates")
    void wrongCertificateEndsTheConnectionBeforeAnyPassword(TestCertificate certificate, RelayEnd end, String words) throws Exception {
        assertFails(end, words, server.vencrypt(certificate, X509PLAIN));

        assertEquals(-1, server.connections().get(0).sharedFlag());
    }

    @Test
    void certificateIsShownToAServerThatAsks() throws Exception {
        showOurs();

        assertReady(server.vencrypt(good, X509NONE).insistsOnCertificate(good, authority));

        assertEquals("CN=portal", server.connections().get(0).clientName());
    }

    @Test
    void serverThatAsksAndDoesNotInsistLetsUsInWithoutOne() throws Exception {
        assertReady(server.vencrypt(good, X509NONE).asksForCertificate(good, authority));

        assertNull(server.connections().get(0).clientName());
    }

    @Test
    void serverThatInsistsOnACertificateThatWeDoNotHaveIsTold() throws Exception {
        assertFails(RelayEnd.TLS_FAILED, "it asks for a certificate of ours, and we have none",
                server.vencrypt(good, X509NONE).insistsOnCertificate(good, authority));
    }

    @Test
    void serverThatTrustsAnotherAuthorityIsTold() throws Exception {
        showOurs();

        assertFails(RelayEnd.TLS_FAILED, "it does not accept our certificate", server.vencrypt(good, X509NONE).insistsOnCertificate(good, stranger));
    }

    // ---- downgrades: THREATS 26

    @ParameterizedTest
    @CsvSource({"'vnc', 1", "'vencrypt', 1", "'vencrypt, vnc', 1", "'vencrypt', 2"})
    void serverThatOffersOnlyWhatWasRemovedFromTheSchemesIsRefused(String schemes, int offered) throws Exception {
        settings.put("auth_schemes", schemes);

        assertFails(RelayEnd.VNC_SECURITY_REFUSED, "offers only the security types " + offered, server.securityTypes(offered));

        assertEquals(-1, server.connections().get(0).chosenSecurityType());
    }

    @ParameterizedTest
    @ValueSource(strings = {"003.003", "003.007"})
    void olderRfbIsNoWayRoundTheSchemes(String version) throws Exception {
        settings.put("auth_schemes", "vencrypt");

        assertFails(RelayEnd.VNC_SECURITY_REFUSED, "offers only the security types 1", server.securityTypes(1).version(version));
    }

    @Test
    void ourOrderOfTheSchemesWins() throws Exception {
        settings.put("auth_schemes", "vencrypt, vnc, none");

        assertReady(server.vencrypt(good, X509NONE, X509VNC).securityTypes(1, 2, 19));

        assertEquals(19, server.connections().get(0).chosenSecurityType());
    }

    @Test
    void serverWhoseVencryptDoesNotSuitUsIsNotAskedForLess() throws Exception {
        settings.put("auth_schemes", "vencrypt, vnc, none");

        assertFails(RelayEnd.VNC_SECURITY_REFUSED, "offers only VeNCrypt's subtypes 257, 258, 259", server.vencrypt(good, 257, 258, 259).securityTypes(1, 2, 19));
    }

    @Test
    void serverWhoseCertificateIsWrongIsNotAskedForLess() throws Exception {
        settings.put("auth_schemes", "vencrypt, vnc, none");

        assertFails(RelayEnd.TLS_WRONG_NAME, "another name", server.vencrypt(authority.issue("third", "dns:compute3"), X509NONE).securityTypes(1, 2, 19));
        assertEquals(1, server.connectionsAccepted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001\u0000\u0000\u0000\u0000", "\u0001RFB"})
    void serverThatGoesOnInTheClearAfterItPromisedTlsIsRefused(String bytes) throws Exception {
        server.vencrypt(good, X509NONE).sendInsteadAt(Step.VENCRYPT_SUBTYPE_ASSENT, bytes.getBytes(US_ASCII));

        assertFails(RelayEnd.TLS_FAILED, "VENCRYPT X509NONE and went on in the clear", server);
    }

    // ---- each step fails once: THREATS 27

    @ParameterizedTest
    @EnumSource(Step.class)
    void serverThatFallsSilentIsGivenUpInTime(Step step) throws Exception {
        settings.put("vnc_handshake_timeout", "300ms");

        assertFails(RelayEnd.NODE_TIMEOUT, "does not answer", server.vencrypt(good, X509VNC).silentAt(step));
    }

    @Test
    void serverThatFallsSilentInTlsIsGivenUpInTime() throws Exception {
        settings.put("vnc_handshake_timeout", "300ms");

        assertFails(RelayEnd.NODE_TIMEOUT, "does not answer", server.vencrypt(good, X509NONE).sendInsteadAt(Step.VENCRYPT_SUBTYPE_ASSENT, new byte[] {1}));
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void serverThatClosesDuringItsHandshakeIsABrokenOne(Step step) throws Exception {
        assertFails(RelayEnd.VNC_HANDSHAKE_FAILED, "closed during its handshake", server.vencrypt(good, X509VNC).closeAt(step));
    }

    /** Nobody knows a wrong certificate from a right one that was turned away in silence. */
    @Test
    void serverThatAskedForOurCertificateAndClosesThenDidNotLikeIt() throws Exception {
        showOurs();

        assertFails(RelayEnd.TLS_FAILED, "it does not accept our certificate",
                server.vencrypt(good, X509VNC).asksForCertificate(good, authority).closeAt(Step.CHALLENGE));
    }

    private void showOurs() {
        settings.put("vencrypt_client_key", folder.resolve("client-key").toString());
        settings.put("vencrypt_client_cert", folder.resolve("client-cert").toString());
    }

    private void assertReady(FakeVncServer reached) throws Exception {
        assertEquals(new Outcome(null, null), VncServerAttempt.at(reached.start().port(), NAME, settings));
    }

    private void assertFails(RelayEnd end, String words, FakeVncServer reached) throws Exception {
        Outcome outcome = VncServerAttempt.at(reached.start().port(), NAME, settings);

        assertEquals(end, outcome.end(), outcome.detail());
        assertTrue(outcome.detail().contains(words), outcome.detail());
        reached.awaitOpen(0, LIMIT);
    }
}
