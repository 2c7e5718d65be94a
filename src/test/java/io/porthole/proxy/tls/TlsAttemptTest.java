package io.porthole.proxy.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.TestAuthority;
import io.porthole.testing.TestCertificate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** THREATS 24 and 25: what is checked of a VNC server's certificate, and how an administrator hears what was wrong. Both ends stand in memory. */
class TlsAttemptTest {

    private static final String ADDRESS = "192.168.0.11";
    private static final String NAME = "compute1.example.org";
    private static final String NAMES = "ip:" + ADDRESS + ",dns:" + NAME;
    private static final int BUFFER_BYTES = 64 * 1024;

    @TempDir
    private static Path folder;
    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static TestCertificate good;
    private static TlsFiles trusting;
    private static TlsFiles withCertificate;

    @BeforeAll
    static void makeCertificates() throws IOException {
        authority = TestAuthority.make(folder, "authority");
        stranger = TestAuthority.make(folder, "stranger");
        good = authority.issue("server", NAMES);
        TestCertificate client = authority.issueForClients("portal");
        Path authorities = Files.writeString(folder.resolve("ca.pem"), authority.toPem());
        trusting = new TlsFiles(null, null, authorities);
        withCertificate = new TlsFiles(Files.writeString(folder.resolve("key.pem"), client.keyAsPem()),
                Files.writeString(folder.resolve("cert.pem"), client.chainAsPem()), authorities);
    }

    @ParameterizedTest
    @ValueSource(strings = {ADDRESS, NAME})
    void serverIsKnownByItsAddressAndByItsName(String name) throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            Handshake handshake = new Handshake(trusting, name, server(good, null, false, version));

            handshake.run();

            assertEquals(version, handshake.client.getSession().getProtocol());
            assertFalse(handshake.attempt.mayHaveBeenTurnedAway());
        }
    }

    static Stream<Arguments> wrongCertificates() throws IOException {
        return Stream.of(
                Arguments.of("another address", good, "192.168.0.12", TlsFault.WRONG_NAME, "its certificate is for another name (CN=server, issued by CN=authority: "),
                Arguments.of("another name", good, "compute2.example.org", TlsFault.WRONG_NAME, "its certificate is for another name (CN=server, issued by CN=authority: "),
                Arguments.of("a name that only stands in its address", good, "server", TlsFault.WRONG_NAME, "its certificate is for another name ("),
                Arguments.of("another authority", stranger.issue("mitm", NAMES), NAME, TlsFault.UNTRUSTED,
                        "its certificate comes from no authority that we trust (CN=mitm, issued by CN=stranger: "),
                Arguments.of("an authority of the same name", TestAuthority.make(Files.createDirectories(folder.resolve("forged")), "authority").issue("forged", NAMES), NAME,
                        TlsFault.UNTRUSTED, "its certificate comes from no authority that we trust ("),
                Arguments.of("signed by itself", authority.selfSigned("self", NAMES), NAME, TlsFault.UNTRUSTED, "its certificate comes from no authority that we trust ("),
                Arguments.of("expired", authority.issueExpired("expired", NAMES), NAME, TlsFault.EXPIRED, "its certificate has expired (CN=expired, "),
                Arguments.of("of tomorrow", authority.issueForTomorrow("tomorrow", NAMES), NAME, TlsFault.NOT_YET_VALID, "its certificate is not valid yet, or a clock is wrong ("),
                Arguments.of("for clients", authority.issueForClients("client"), NAME, TlsFault.INVALID, "its certificate is not fit for a server ("));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongCertificates")
    void wrongCertificateIsRefusedAndToldApart(String what, TestCertificate certificate, String name, TlsFault fault, String words) throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            Handshake handshake = new Handshake(trusting, name, server(certificate, null, false, version));

            assertThrows(SSLException.class, handshake::run);

            assertEquals(fault, handshake.attempt.fault());
            assertTrue(handshake.failure().startsWith(words), handshake.failure());
        }
    }

    @Test
    void withoutAuthoritiesOfOurOwnThoseOfJavaCount() throws Exception {
        Handshake handshake = new Handshake(new TlsFiles(null, null, null), NAME, server(good, null, false, "TLSv1.3"));

        assertThrows(SSLException.class, handshake::run);

        assertEquals(TlsFault.UNTRUSTED, handshake.attempt.fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void serverThatKnowsOurCertificateLetsUsIn(String version) throws Exception {
        Handshake handshake = new Handshake(withCertificate, NAME, server(good, authority, true, version));

        handshake.run();

        assertEquals("CN=portal", handshake.server.getSession().getPeerPrincipal().getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void serverThatAsksForACertificateThatWeDoNotHaveIsTold(String version) throws Exception {
        Handshake handshake = new Handshake(trusting, NAME, server(good, authority, true, version));

        assertThrows(SSLException.class, handshake::run);

        assertTrue(handshake.attempt.mayHaveBeenTurnedAway());
        assertEquals(TlsFault.CLIENT_CERTIFICATE_MISSING, handshake.attempt.fault());
        assertTrue(handshake.failure().startsWith("it asks for a certificate of ours, and we have none"), handshake.failure());
    }

    /** QEMU asks always, whether it looks at the answer or not. */
    @Test
    void serverThatAsksAndDoesNotInsistLetsUsIn() throws Exception {
        Handshake handshake = new Handshake(trusting, NAME, server(good, authority, false, "TLSv1.3"));

        handshake.run();

        assertTrue(handshake.attempt.mayHaveBeenTurnedAway());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void serverThatDoesNotTrustOurCertificateIsTold(String version) throws Exception {
        Handshake handshake = new Handshake(withCertificate, NAME, server(good, stranger, true, version));

        assertThrows(SSLException.class, handshake::run);

        assertEquals(TlsFault.CLIENT_CERTIFICATE_REFUSED, handshake.attempt.fault());
    }

    @Test
    void whatIsNoTlsIsToldByWhatJavaSaysOfIt() throws Exception {
        Handshake handshake = new Handshake(trusting, NAME, server(good, null, false, "TLSv1.3"));
        handshake.client.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(BUFFER_BYTES));

        assertThrows(SSLException.class, () -> handshake.client.unwrap(ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 'R', 'F', 'B'}), ByteBuffer.allocate(BUFFER_BYTES)));

        assertEquals(TlsFault.PROTOCOL, handshake.attempt.fault());
        assertTrue(handshake.failure().matches("the TLS handshake broke off \\(.*SSL message.*\\)"), handshake.failure());
    }

    @Test
    void serverCannotWriteLinesIntoOurLog() throws Exception {
        TestCertificate certificate = stranger.issue("x\r\nINFO admin signed in", NAMES);
        Handshake handshake = new Handshake(trusting, NAME, server(certificate, null, false, "TLSv1.3"));

        assertThrows(SSLException.class, handshake::run);

        assertTrue(handshake.failure().lines().count() == 1 && handshake.failure().length() < 500, handshake.failure());
    }

    @Test
    void onlyTls12And13AreSpoken() throws Exception {
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), new TlsAttempt(TlsCredentials.read(trusting), List.of()).versions());
    }

    private static SSLEngine server(TestCertificate certificate, TestAuthority clients, boolean insists, String version) {
        SSLEngine server = certificate.serverContext(clients).createSSLEngine();
        server.setUseClientMode(false);
        server.setEnabledProtocols(new String[] {version});
        server.setNeedClientAuth(insists);
        if (clients != null && !insists) {
            server.setWantClientAuth(true);
        }
        return server;
    }

    /** Carries bytes between the two ends until both are through, and one message each way after that. */
    private static final class Handshake {

        private final TlsAttempt attempt;
        private final SSLEngine client;
        private final SSLEngine server;
        private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES).flip();
        private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES).flip();

        Handshake(TlsFiles files, String name, SSLEngine server) {
            this.attempt = new TlsAttempt(TlsCredentials.read(files), List.of());
            this.client = attempt.context().createSSLEngine(name, 5900);
            this.server = server;
            client.setUseClientMode(true);
            client.setEnabledProtocols(attempt.versions().toArray(String[]::new));
            SSLParameters parameters = client.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            client.setSSLParameters(parameters);
        }

        String failure() {
            return attempt.failure(client);
        }

        void run() throws SSLException {
            client.beginHandshake();
            server.beginHandshake();
            for (int turn = 0; turn < 50; turn++) {
                say(client, toServer);
                hear(server, toServer);
                say(server, toClient);
                hear(client, toClient);
            }
            assertEquals(HandshakeStatus.NOT_HANDSHAKING, client.getHandshakeStatus());
            assertEquals(HandshakeStatus.NOT_HANDSHAKING, server.getHandshakeStatus());
        }

        private static void say(SSLEngine speaker, ByteBuffer out) throws SSLException {
            out.compact();
            try {
                while (status(speaker) == HandshakeStatus.NEED_WRAP && speaker.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0) {
                    continue;
                }
            } finally {
                out.flip();
            }
        }

        private static void hear(SSLEngine listener, ByteBuffer in) throws SSLException {
            try {
                while (in.hasRemaining() && status(listener) != HandshakeStatus.NEED_WRAP
                        && listener.unwrap(in, ByteBuffer.allocate(BUFFER_BYTES)).bytesConsumed() > 0) {
                    continue;
                }
            } catch (SSLException e) {
                if (listener.getUseClientMode()) {
                    throw e;
                }
                // a server that refuses tells its client, whose failure counts
            }
        }

        private static HandshakeStatus status(SSLEngine engine) {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            return engine.getHandshakeStatus();
        }
    }
}
