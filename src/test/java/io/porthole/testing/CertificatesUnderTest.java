package io.porthole.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whom the portal under test trusts to certify VNC servers, what it shows to one that asks, and what fake servers show to it. */
public final class CertificatesUnderTest {

    /** In the certificates of VNC servers; those of node secured are known by a name of their own. */
    public static final String ADDRESS = "ip:127.0.0.1";
    static final String SECURED_NAME = "secured.example.org";

    private final Path folder;
    private final TestAuthority authority;
    /** How often the portal got a certificate. */
    private int portals;
    private TestAuthority stranger;
    private TestCertificate good;
    private TestCertificate goodForSecured;
    private TestCertificate goodForSecond;

    private CertificatesUnderTest(Path folder) throws IOException {
        this.folder = folder;
        this.authority = TestAuthority.make(folder, "authority");
    }

    static CertificatesUnderTest make(Path folder) throws IOException {
        CertificatesUnderTest certificates = new CertificatesUnderTest(Files.createDirectories(folder));
        Files.writeString(certificates.file("authority"), certificates.authority.toPem());
        certificates.renew();
        return certificates;
    }

    /** Gives the portal another certificate; it looks for that by itself. */
    public synchronized void renew() throws IOException {
        portals++;
        TestCertificate portal = authority.issueForClients("portal-" + portals);
        Files.writeString(file("portal-key"), portal.keyAsPem());
        Files.writeString(file("portal-cert"), portal.chainAsPem());
    }

    /** The subject of the portal's own certificate. */
    public synchronized String portalName() {
        return "CN=portal-" + portals;
    }

    void writeSettings(StringBuilder settings) {
        settings.append("vencrypt_ca_certs=%s\n".formatted(file("authority")));
        settings.append("vencrypt_client_key=%s\n".formatted(file("portal-key")));
        settings.append("vencrypt_client_cert=%s\n".formatted(file("portal-cert")));
    }

    /** The one that the portal trusts. */
    public TestAuthority authority() {
        return authority;
    }

    /** One that it does not. */
    public synchronized TestAuthority stranger() throws IOException {
        if (stranger == null) {
            stranger = TestAuthority.make(folder, "stranger");
        }
        return stranger;
    }

    public synchronized TestCertificate good() throws IOException {
        if (good == null) {
            good = authority.issue("good", ADDRESS);
        }
        return good;
    }

    /** For the VMs of {@link ComputeNodesUnderTest#freshSecuredVm}. */
    public synchronized TestCertificate goodForSecured() throws IOException {
        if (goodForSecured == null) {
            goodForSecured = authority.issue("good-for-secured", "dns:" + SECURED_NAME);
        }
        return goodForSecured;
    }

    /** For the VMs at {@link SecondNode}, and for no other address. */
    public synchronized TestCertificate goodForSecond() throws IOException {
        if (goodForSecond == null) {
            goodForSecond = authority.issue("good-for-second", "ip:" + SecondNode.ADDRESS);
        }
        return goodForSecond;
    }

    private Path file(String name) {
        return folder.resolve(name + ".pem").toAbsolutePath();
    }
}
