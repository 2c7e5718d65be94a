package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.console.RelayEnd;
import io.porthole.proxy.VncServerAttempt.Outcome;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RealVncServer;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.TestAuthority;
import io.porthole.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All the security of QEMU, TigerVNC and x11vnc that a portal can use, and each of them told apart from a stranger in its place. */
class RealVncServersIT {

    private static final String ADDRESS = "127.0.0.1";
    private static final String ANOTHER = "127.0.0.2";
    private static final String PASSWORD = "secret";
    private static final String TLS = ",tls-creds=tls0";

    @TempDir
    private static Path shared;
    private static TestAuthority authority;
    private static TestCertificate good;
    private static Path passwordFile;

    @TempDir
    private Path folder;
    private final Map<String, String> settings = new HashMap<>(Map.of("vencrypt_ca_certs", shared.resolve("ca").toString()));

    @BeforeAll
    static void makeSecrets() throws Exception {
        authority = TestAuthority.make(shared, "authority");
        good = authority.issue("good", "ip:" + ADDRESS);
        TestCertificate portal = authority.issueForClients("portal");
        Files.writeString(shared.resolve("ca"), authority.toPem());
        Files.writeString(shared.resolve("portal-key"), portal.keyAsPem());
        Files.writeString(shared.resolve("portal-cert"), portal.chainAsPem());
        Files.writeString(shared.resolve("key"), good.keyAsPem());
        Files.writeString(shared.resolve("cert"), good.chainAsPem());
        Files.writeString(shared.resolve("both"), good.keyAsPem() + good.chainAsPem());
        good.writeForQemu(shared.resolve("qemu"), authority);
        passwordFile = RealVncServer.passwordFile(shared, PASSWORD);
    }

    // ---- TigerVNC

    @ParameterizedTest
    @ValueSource(strings = {"None", "VncAuth"})
    void tigervncOpensWithoutTls(String securityTypes) throws Exception {
        try (RealVncServer server = tigervnc(securityTypes)) {
            assertReady(server);
        }
    }

    /** With everything on offer, as an administrator who set nothing has it: ours is the order. */
    @ParameterizedTest
    @ValueSource(strings = {"X509None", "X509Vnc", "None,VncAuth,TLSNone,TLSVnc,X509None,X509Vnc"})
    void tigervncOpensWithTls(String securityTypes) throws Exception {
        try (RealVncServer server = tigervnc(securityTypes)) {
            assertReady(server);
            assertIsAnother(server);
        }
    }

    @Test
    void tigervncOpensForAUserNameWithAPassword() throws Exception {
        try (RealVncServer server = RealVncServer.tigervncWithAccounts(freePort(), folder, "portal", PASSWORD, certified("X509Plain"))) {
            assertReady(server);
        }
    }

    @Test
    void tigervncThatKnowsAnotherPasswordForTheUserNameRefuses() throws Exception {
        try (RealVncServer server = RealVncServer.tigervncWithAccounts(freePort(), folder, "portal", "another", certified("X509Plain"))) {
            assertFails(RelayEnd.VNC_SECURITY_REFUSED, "invalid password or username", server, ADDRESS);
        }
    }

    @Test
    void tigervncWithoutACertificateIsNoSafeOne() throws Exception {
        try (RealVncServer server = tigervnc("TLSNone,TLSVnc")) {
            assertFails(RelayEnd.VNC_SECURITY_REFUSED, "offers only VeNCrypt's subtypes 257, 258", server, ADDRESS);
        }
    }

    @Test
    void tigervncThatOffersOnlyNoneIsRefusedOnceItIsRemoved() throws Exception {
        settings.put("auth_schemes", "vencrypt, vnc");
        try (RealVncServer server = tigervnc("None")) {
            assertFails(RelayEnd.VNC_SECURITY_REFUSED, "offers only the security types 1", server, ADDRESS);
        }
    }

    private RealVncServer tigervnc(String securityTypes) throws Exception {
        return RealVncServer.tigervnc(freePort(), folder, certified(securityTypes));
    }

    private static String[] certified(String securityTypes) {
        return new String[] {"-SecurityTypes", securityTypes, "-X509Cert", shared.resolve("cert").toString(), "-X509Key", shared.resolve("key").toString(),
                "-rfbauth", passwordFile.toString()};
    }

    // ---- x11vnc

    @Test
    void x11vncOpensWithItsPassword() throws Exception {
        try (RealVncServer server = RealVncServer.x11vnc(freePort(), folder, "-rfbauth", passwordFile.toString())) {
            assertReady(server);
        }
    }

    @Test
    void x11vncWithTlsOpensWithItsPassword() throws Exception {
        try (RealVncServer server = RealVncServer.x11vnc(freePort(), folder, "-rfbauth", passwordFile.toString(), "-ssl", shared.resolve("both").toString(),
                "-vencrypt", "force")) {
            assertReady(server);
            assertIsAnother(server);
        }
    }

    @Test
    void x11vncWithTlsOpensWithoutAPassword() throws Exception {
        try (RealVncServer server = RealVncServer.x11vnc(freePort(), folder, "-nopw", "-ssl", shared.resolve("both").toString(), "-vencrypt", "force")) {
            assertReady(server);
        }
    }

    @Test
    void x11vncWithTlsOpensForAUserNameWithItsPassword() throws Exception {
        assertEquals(null, x11vncThatKnows("portal " + PASSWORD).end());
    }

    /**
     * x11vnc answers a wrong password with a reason in the place of a result, and ends the process that has the TLS at once: in 9 of 40 tries on a busy machine the
     * connection was over before the answer had left.
     */
    @Test
    void x11vncThatKnowsAnotherPasswordForTheUserNameRefusesOrCloses() throws Exception {
        RelayEnd end = x11vncThatKnows("portal another").end();
        assertTrue(end == RelayEnd.VNC_SECURITY_REFUSED || end == RelayEnd.VNC_HANDSHAKE_FAILED, () -> "ended with " + end);
    }

    private Outcome x11vncThatKnows(String nameAndPassword) throws Exception {
        Path check = Files.writeString(folder.resolve("check"), "#!/bin/sh\nread name\nread password\n[ \"$name $password\" = '%s' ]\n".formatted(nameAndPassword));
        check.toFile().setExecutable(true);
        try (RealVncServer server = RealVncServer.x11vnc(freePort(), folder, "-nopw", "-unixpw_cmd", check.toString(), "-ssl", shared.resolve("both").toString(),
                "-vencrypt", "plain:force")) {
            return VncServerAttempt.at(server.port(), ADDRESS, settings);
        }
    }

    // ---- QEMU

    @Test
    void qemuOpensWithoutAPassword() throws Exception {
        try (RealVncServer server = qemu("")) {
            assertReady(server);
        }
    }

    @Test
    void qemuOpensWithItsPassword() throws Exception {
        try (RealVncServer server = qemu(",password-secret=password", "-object", "secret,id=password,data=" + PASSWORD)) {
            assertReady(server);
        }
    }

    @Test
    void qemuWithTlsOpens() throws Exception {
        try (RealVncServer server = qemu(TLS, "-object", tls("off"))) {
            assertReady(server);
            assertIsAnother(server);
        }
    }

    @Test
    void qemuWithTlsOpensWithItsPassword() throws Exception {
        try (RealVncServer server = qemu(TLS + ",password-secret=password", "-object", tls("off"), "-object", "secret,id=password,data=" + PASSWORD)) {
            assertReady(server);
        }
    }

    @Test
    void qemuWithTlsThatHasAnotherPasswordRefuses() throws Exception {
        try (RealVncServer server = qemu(TLS + ",password-secret=password", "-object", tls("off"), "-object", "secret,id=password,data=another")) {
            assertFails(RelayEnd.VNC_SECURITY_REFUSED, "Authentication failed", server, ADDRESS);
        }
    }

    @Test
    void qemuThatChecksItsClientsIsShownOurCertificate() throws Exception {
        try (RealVncServer server = qemu(TLS, "-object", tls("on"))) {
            assertFails(RelayEnd.TLS_FAILED, "it asks for a certificate of ours, and we have none", server, ADDRESS);

            settings.put("vencrypt_client_key", shared.resolve("portal-key").toString());
            settings.put("vencrypt_client_cert", shared.resolve("portal-cert").toString());
            assertReady(server);
        }
    }

    @Test
    void qemuOfAnotherNameIsAnotherVm() throws Exception {
        try (RealVncServer server = RealVncServer.qemu("vault", freePort(), folder, TLS, "-object", tls("off"))) {
            assertFails(RelayEnd.WRONG_INSTANCE, "QEMU (vault)", server, ADDRESS);
        }
    }

    private RealVncServer qemu(String vncOptions, String... options) throws Exception {
        return RealVncServer.qemu("desktop", freePort(), folder, vncOptions, options);
    }

    private static String tls(String verifyPeer) {
        return "tls-creds-x509,id=tls0,endpoint=server,verify-peer=" + verifyPeer + ",dir=" + shared.resolve("qemu");
    }

    // ---- the question whether they are still there

    @Test
    void qemuAnswersTheQuestionForAPixel() throws Exception {
        try (RealVncServer server = qemu("")) {
            assertAnswersTheQuestion(server);
        }
    }

    @Test
    void tigervncAnswersTheQuestionForAPixel() throws Exception {
        try (RealVncServer server = tigervnc("None")) {
            assertAnswersTheQuestion(server);
        }
    }

    @Test
    void x11vncAnswersTheQuestionForAPixel() throws Exception {
        try (RealVncServer server = RealVncServer.x11vnc(freePort(), folder, "-nopw")) {
            assertAnswersTheQuestion(server);
        }
    }

    /** The client asks once, for the picture of a screen that does not change. */
    private static void assertAnswersTheQuestion(RealVncServer server) throws Exception {
        RfbMessage said = new RfbMessage();
        try (RelayUnderTest relay = RelayUnderTest.to(server.port(), Map.of("vnc_ping_interval", "1s"));
                RawWebSocket browser = relay.connect().shakeHands()) {
            browser.sendBinary(new RfbMessage().u8(3).u8(0).u16(0).u16(0).u16(16).u16(16).toBytes());
            while (rawUpdates(said.toBytes()) < 3) {
                said.bytes(browser.readBytes(1));
            }
            assertFalse(relay.hasEnded());
        }
    }

    /** How many whole FramebufferUpdates there are, all in the encoding that a client gets that names none: four bytes a pixel (RFC 6143, 7.6.1). */
    private static int rawUpdates(byte[] bytes) {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        int updates = 0;
        while (all.remaining() >= 4) {
            assertEquals(0, all.getShort(), "no FramebufferUpdate");
            for (int rectangles = all.getShort(); rectangles > 0; rectangles--) {
                if (all.remaining() < 12) {
                    return updates;
                }
                int pixels = all.getShort(all.position() + 4) * all.getShort(all.position() + 6);
                if (all.remaining() < 12 + 4 * pixels) {
                    return updates;
                }
                all.position(all.position() + 12 + 4 * pixels);
            }
            updates++;
        }
        return updates;
    }

    // ----

    private void assertReady(RealVncServer server) throws Exception {
        assertEquals(new Outcome(null, null), VncServerAttempt.at(server.port(), ADDRESS, settings));
    }

    /** Its certificate is not for the address where another is expected. */
    private void assertIsAnother(RealVncServer server) throws Exception {
        assertFails(RelayEnd.TLS_WRONG_NAME, "its certificate is for another name", server, ANOTHER);
    }

    private void assertFails(RelayEnd end, String words, RealVncServer server, String tlsName) throws Exception {
        Outcome outcome = VncServerAttempt.at(server.port(), tlsName, settings);

        assertEquals(end, outcome.end(), outcome.detail());
        assertTrue(outcome.detail().contains(words), outcome.detail());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(ADDRESS))) {
            return socket.getLocalPort();
        }
    }
}
