package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.CertificatesUnderTest;
import io.porthole.testing.ComputeNodesUnderTest;
import io.porthole.testing.FakeVncServer.Step;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RawWebSocket.Frame;
import io.porthole.testing.RealVncServer;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.TestCertificate;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consoles whose VNC servers speak TLS: the same to the browser, and closed to whoever stands in between. */
@ArquillianTest
@RunAsClient
class ConsoleVencryptIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int X509NONE = 260;
    private static final int X509VNC = 261;
    private static final int X509PLAIN = 262;
    private static final int MANY = 30_000_000;

    private final ComputeNodesUnderTest nodes = PortalUnderTest.nodes();
    private final CertificatesUnderTest certificates = PortalUnderTest.certificates();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 16_383, 16_384, 16_385, 1_000_000})
    void anyNumberOfBytesComesBackAsItWasSent(int count) throws Exception {
        VmUnderTest vm = vmWithTls();
        vm.vnc().echo();
        byte[] bytes = keysPressed(count);
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            console.sendBinary(bytes);

            assertArrayEquals(bytes, console.readBytes(count));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {X509VNC, X509PLAIN})
    void theNodesPasswordAndUserNameOpenItsVms(int subtype) throws Exception {
        VmUnderTest vm = nodes.freshSecuredVm();
        vm.vnc().username(ComputeNodesUnderTest.VNC_USERNAME).vencrypt(certificates.goodForSecured(), subtype);
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            assertTrue(console.isOpen());
        }
    }

    @Test
    void aServerThatChecksItsClientsIsShownThePortalsCertificate() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().vencrypt(certificates.good(), X509NONE).insistsOnCertificate(certificates.good(), certificates.authority());
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            assertTrue(console.isOpen());
            assertEquals(certificates.portalName(), vm.vnc().connections().get(0).clientName());
        }
    }

    // ---- whoever does not read, and the end

    /** THREATS 35, with TLS in between. */
    @Test
    void aBrowserThatReadsLateGetsEverything() throws Exception {
        VmUnderTest vm = vmWithTls();
        byte[] bytes = numbered(MANY);
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            vm.vnc().awaitReady(1, LIMIT);
            Thread sender = new Thread(() -> vm.vnc().send(bytes));
            sender.start();
            sender.join(Duration.ofSeconds(2).toMillis());
            assertTrue(sender.isAlive(), "the VNC server waits for the browser");

            assertArrayEquals(bytes, console.readBytes(bytes.length));
            sender.join();
        }
    }

    @Test
    void aVncServerThatReadsLateGetsEverything() throws Exception {
        VmUnderTest vm = vmWithTls();
        vm.vnc().stopReading();
        byte[] bytes = keysPressed(MANY);
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            Thread sender = new Thread(() -> sendBinary(console, bytes));
            sender.start();
            sender.join(Duration.ofSeconds(2).toMillis());
            assertTrue(sender.isAlive(), "the browser waits for the VNC server");

            vm.vnc().resumeReading();
            assertArrayEquals(bytes, vm.vnc().awaitReceived(bytes.length, Duration.ofSeconds(30)));
            sender.join();
        }
    }

    private static void sendBinary(RawWebSocket console, byte[] bytes) {
        try {
            console.sendBinary(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatAServerSaidLastArrivesBeforeItsEnd() throws Exception {
        VmUnderTest vm = vmWithTls();
        byte[] bytes = numbered(1_000_000);
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send(bytes);
            vm.vnc().closeConnections();

            assertArrayEquals(bytes, console.readBytes(bytes.length));
            assertEquals("VNC_CLOSED", console.readClose().closeReason());
        }
        RecordedHistory.assertEnded(session, "VNC_CLOSED");
    }

    @Test
    void theLastKeyReachesTheServerBeforeTheBrowserIsGone() throws Exception {
        VmUnderTest vm = vmWithTls();
        byte[] key = keysPressed(8);
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            console.sendBinary(key);
            console.sendClose(1000);

            assertArrayEquals(key, vm.vnc().awaitReceived(key.length, LIMIT));
            vm.vnc().awaitOpen(0, LIMIT);
        }
    }

    // ---- THREATS 24, 25: whoever shows the wrong certificate is told apart, and hears nothing of ours

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        assertRefused(4034, "TLS_WRONG_NAME", certificates.authority().issue("other", "ip:127.0.0.2,dns:localhost"), "its certificate is for another name");
    }

    @Test
    void aCertificateOfTheNodesAddressIsRefusedWhereAnotherNameWasSet() throws Exception {
        VmUnderTest vm = nodes.freshSecuredVm();
        vm.vnc().vencrypt(certificates.good(), X509VNC);

        assertFails(4034, "TLS_WRONG_NAME", "its certificate is for another name", vm);
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        assertRefused(4035, "TLS_WRONG_DATE", certificates.authority().issueExpired("old", CertificatesUnderTest.ADDRESS), "its certificate has expired");
    }

    @Test
    void aCertificateOfAForeignAuthorityIsRefused() throws Exception {
        assertRefused(4036, "TLS_UNTRUSTED", certificates.stranger().issue("strange", CertificatesUnderTest.ADDRESS), "its certificate comes from no authority that we trust");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        assertRefused(4036, "TLS_UNTRUSTED", certificates.stranger().selfSigned("self", CertificatesUnderTest.ADDRESS), "its certificate comes from no authority that we trust");
    }

    @Test
    void aServerThatDoesNotTrustThePortalsCertificateIsTold() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().vencrypt(certificates.good(), X509NONE).insistsOnCertificate(certificates.good(), certificates.stranger());

        assertFails(4015, "TLS_FAILED", "it does not accept our certificate", vm);
    }

    // ---- THREATS 24, 26: no way down

    @Test
    void aServerThatGoesOnInTheClearAfterItPromisedTlsIsRefused() throws Exception {
        VmUnderTest vm = vmWithTls();
        vm.vnc().sendInsteadAt(Step.VENCRYPT_SUBTYPE_ASSENT, new byte[] {1, 0, 0, 0, 0});

        assertFails(4015, "TLS_FAILED", "went on in the clear", vm);
    }

    @Test
    void aServerWithoutACertificateIsRefusedThoughItOffersNoneToo() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().vencrypt(certificates.good(), 257, 258, 259).securityTypes(1, 19);

        assertFails(4004, "VNC_SECURITY_REFUSED", "offers only VeNCrypt's subtypes 257, 258, 259", vm);
    }

    @Test
    void aServerWithAWrongCertificateIsNotAskedForLess() throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().vencrypt(certificates.stranger().issue("stranger-2", CertificatesUnderTest.ADDRESS), X509NONE).securityTypes(1, 2, 19);

        assertFails(4036, "TLS_UNTRUSTED", "no authority that we trust", vm);
        assertEquals(1, vm.vnc().connectionsAccepted());
    }

    // ---- certificates get renewed

    @Test
    void aRenewedCertificateIsShownWithoutARestart() throws Exception {
        certificates.renew();
        Patience.until("the portal read it", LIMIT, () -> PortalUnderTest.serverLog().contains("the certificates for VNC servers were read again"));
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().vencrypt(certificates.good(), X509NONE).insistsOnCertificate(certificates.good(), certificates.authority());
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            assertTrue(console.isOpen());
            assertEquals(certificates.portalName(), vm.vnc().connections().get(0).clientName());
        }
    }

    // ---- real servers

    @Test
    void qemuWithTlsAndItsPasswordShowsItsScreen() throws Exception {
        VmUnderTest vm = nodes.freshSecuredVm();
        vm.vnc().close();
        certificates.goodForSecured().writeForQemu(folder.resolve("qemu"), certificates.authority());
        try (RealVncServer qemu = RealVncServer.qemu(vm.name(), vm.vnc().port(), folder, ",tls-creds=tls0,password-secret=password",
                "-object", "tls-creds-x509,id=tls0,endpoint=server,verify-peer=on,dir=" + folder.resolve("qemu"),
                "-object", "secret,id=password,data=" + ComputeNodesUnderTest.VNC_PASSWORD)) {
            assertShowsItsScreen(vm, "QEMU (" + vm.name() + ")");
        }
    }

    @Test
    void tigervncWithTlsAUserNameAndAPasswordShowsItsScreen() throws Exception {
        VmUnderTest vm = nodes.freshSecuredVm();
        vm.vnc().close();
        Path key = Files.writeString(folder.resolve("key"), certificates.goodForSecured().keyAsPem());
        Path certificate = Files.writeString(folder.resolve("certificate"), certificates.goodForSecured().chainAsPem());
        try (RealVncServer tigervnc = RealVncServer.tigervncWithAccounts(vm.vnc().port(), folder, ComputeNodesUnderTest.VNC_USERNAME, ComputeNodesUnderTest.VNC_PASSWORD,
                "-SecurityTypes", "X509Plain", "-X509Key", key.toString(), "-X509Cert", certificate.toString(), "-desktop", "a desktop")) {
            assertShowsItsScreen(vm, "a desktop");
        }
    }

    @Test
    void x11vncWithItsPasswordShowsItsScreen() throws Exception {
        VmUnderTest vm = nodes.freshSecuredVm();
        vm.vnc().close();
        Path password = RealVncServer.passwordFile(folder, ComputeNodesUnderTest.VNC_PASSWORD);
        try (RealVncServer x11vnc = RealVncServer.x11vnc(vm.vnc().port(), folder, "-rfbauth", password.toString(), "-desktop", "a screen")) {
            assertShowsItsScreen(vm, "a screen");
        }
    }

    private static void assertShowsItsScreen(VmUnderTest vm, String name) throws Exception {
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            assertEquals(name, console.screenName());

            console.sendBinary(new RfbMessage().setEncodings(0).updateRequest().toBytes());
            assertEquals(0, console.readBytes(1)[0], "a FramebufferUpdate (RFC 6143, 7.6.1)");
        }
    }

    // ----

    private VmUnderTest vmWithTls() throws IOException {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().vencrypt(certificates.good(), X509NONE);
        return vm;
    }

    private void assertRefused(int closeCode, String reason, TestCertificate certificate, String words) throws Exception {
        VmUnderTest vm = nodes.freshVm();
        vm.vnc().vencrypt(certificate, X509NONE);

        assertFails(closeCode, reason, words, vm);
    }

    private static void assertFails(int closeCode, String reason, String words, VmUnderTest vm) throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session))) {
            Frame frame = console.read();
            assertEquals(RawWebSocket.CLOSE, frame.opcode(), "the browser hears nothing before the way to the screen is certain");
            assertEquals(closeCode, frame.closeCode());
            assertEquals(reason, frame.closeReason());
            console.sendClose(closeCode);
            assertTrue(console.endsNow());
        }
        RecordedHistory.assertEnded(session, reason);
        vm.vnc().awaitOpen(0, LIMIT);
        String line = PortalUnderTest.serverLog().lines().filter(text -> text.contains("console session " + session + " ended: " + reason)).findFirst().orElseThrow();
        assertTrue(line.contains(words), line);
        assertFalse(vm.vnc().connections().stream().anyMatch(connection -> connection.sharedFlag() >= 0), "it did not get as far as ClientInit");
    }

    /** Key events, the last one as far as there is room for it. */
    private static byte[] keysPressed(int count) {
        byte[] key = new RfbMessage().keyEvent('a').toBytes();
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = key[i % key.length];
        }
        return bytes;
    }

    private static byte[] numbered(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }
}
