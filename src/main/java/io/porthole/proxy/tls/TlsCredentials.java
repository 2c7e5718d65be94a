package io.porthole.proxy.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import io.porthole.settings.PemFile;

/**
 * What the files held when they were read last.
 *
 * @param identity null when we have none to show
 * @param trust checks a server's certificate: its authority, its time and its name
 */
record TlsCredentials(ClientIdentity identity, X509ExtendedTrustManager trust) {

    /** @throws io.porthole.settings.SettingException that names the setting whose file is wrong */
    static TlsCredentials read(TlsFiles files) {
        return new TlsCredentials(ClientIdentity.read(files), trust(files));
    }

    private static X509ExtendedTrustManager trust(TlsFiles files) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(files.authorities() == null ? null : store(new PemFile(TlsFiles.AUTHORITIES, files.authorities()).certificates()));
            return Stream.of(factory.getTrustManagers()).filter(X509ExtendedTrustManager.class::isInstance).map(X509ExtendedTrustManager.class::cast)
                    .findFirst().orElseThrow();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This Java cannot check certificates", e);
        }
    }

    private static KeyStore store(List<X509Certificate> authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        return store;
    }
}
