package io.porthole.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/** How browsers reach a relay over TLS: with the same version, cipher and certificate everywhere, so that it is relays that are compared. */
final class Tls {

    private static final String VERSION = "TLSv1.3";
    /** The one that all must have (RFC 8446, 9.1), and that browsers ask for first. */
    private static final String CIPHER = "TLS_AES_128_GCM_SHA256";

    private final SSLContext context;

    private Tls(SSLContext context) {
        this.context = context;
    }

    /** @param certificate PEM; nobody else's is good */
    static Tls trusting(Path certificate) throws IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("bench", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance(VERSION);
            context.init(null, trust.getTrustManagers(), null);
            return new Tls(context);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    Line over(SocketChannel channel) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {VERSION});
        engine.setEnabledCipherSuites(new String[] {CIPHER});
        return new TlsLine(channel, engine);
    }
}
