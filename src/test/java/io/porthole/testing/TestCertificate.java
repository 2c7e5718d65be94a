package io.porthole.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of a {@link TestAuthority} with its key and its chain. */
public record TestCertificate(PrivateKey key, List<X509Certificate> chain) {

    public String keyAsPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** The certificate and the authority's, as servers send them. */
    public String chainAsPem() {
        StringBuilder pem = new StringBuilder();
        chain.forEach(certificate -> pem.append(pem("CERTIFICATE", encoded(certificate))));
        return pem.toString();
    }

    /** The folder that QEMU's tls-creds-x509 and libvirt's vnc_tls_x509_cert_dir want. */
    public Path writeForQemu(Path folder, TestAuthority clients) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("ca-cert.pem"), clients.toPem() + pem("CERTIFICATE", encoded(chain.get(chain.size() - 1))));
        Files.writeString(folder.resolve("server-cert.pem"), pem("CERTIFICATE", encoded(chain.get(0))));
        Files.writeString(folder.resolve("server-key.pem"), keyAsPem());
        return folder;
    }

    /** @param clients whose clients are let in; null: no certificate is asked for */
    public SSLContext serverContext(TestAuthority clients) {
        try {
            KeyStore keys = emptyStore();
            keys.setKeyEntry("server", key, TestAuthority.PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
            own.init(keys, TestAuthority.PASSWORD);
            KeyStore trusted = emptyStore();
            trusted.setCertificateEntry("authority", clients == null ? chain.get(0) : clients.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
