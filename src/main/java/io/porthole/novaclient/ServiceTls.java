package io.porthole.novaclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.porthole.settings.SettingException;

/** Whom an HTTP client towards OpenStack believes: certificates are checked always, by the settings' own authorities where they name some. */
final class ServiceTls {

    private ServiceTls() {
    }

    /** A client that follows no redirection and gives a connection up in the time that a question has. */
    static HttpClient.Builder client(NovaSettings settings) {
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout());
        return settings.tls() == null ? client : client.sslContext(settings.tls());
    }

    /** @throws SettingException when the file holds no certificates in PEM */
    static SSLContext trusting(Path caFile) {
        try (InputStream in = Files.newInputStream(caFile)) {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            int number = 0;
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                authorities.setCertificateEntry("authority" + number++, authority);
            }
            if (number == 0) {
                throw new SettingException("nova.cafile", "the file " + caFile + " holds no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new SettingException("nova.cafile", "the file " + caFile + " cannot be used: " + e.getMessage());
        }
    }
}
