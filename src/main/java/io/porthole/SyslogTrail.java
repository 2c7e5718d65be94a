package io.porthole;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import io.porthole.audit.syslog.SyslogFormat;
import io.porthole.audit.syslog.SyslogSettings;
import io.porthole.settings.PemFile;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/** Reads the settings of the trail's syslog for it, which knows nothing of settings, and the files that its TLS is made from. */
final class SyslogTrail {

    private static final String RECEIVER = "syslog_receiver";
    private static final String FORMAT = "syslog_format";
    private static final String AUTHORITIES = "syslog_ca_certs";
    private static final String CERTIFICATE = "syslog_client_cert";
    private static final String KEY = "syslog_client_key";
    private static final int HIGHEST_PORT = 65_535;
    /** Of the store in memory that Java wants a key in. */
    private static final char[] NO_SECRET = {};

    private SyslogTrail() {
    }

    static SyslogSettings from(Settings settings) {
        Optional<String> receiver = settings.text(RECEIVER);
        SyslogFormat format = settings.choice(FORMAT, SyslogFormat.class, SyslogFormat.RFC5424);
        Optional<PemFile> authorities = settings.file(AUTHORITIES).map(file -> new PemFile(AUTHORITIES, file));
        Optional<PemFile> certificate = settings.file(CERTIFICATE).map(file -> new PemFile(CERTIFICATE, file));
        Optional<PemFile> key = settings.file(KEY).map(file -> new PemFile(KEY, file));
        if (certificate.isPresent() != key.isPresent()) {
            throw new SettingException(certificate.isPresent() ? KEY : CERTIFICATE, "is missing, and " + (certificate.isPresent() ? CERTIFICATE : KEY) + " is of no use without it");
        }
        URI address = receiver.map(SyslogTrail::address).orElse(null);
        boolean tls = address != null && address.getScheme().equalsIgnoreCase("tls");
        Stream.of(authorities, certificate).flatMap(Optional::stream).findFirst().filter(file -> !tls).ifPresent(file -> {
            throw new SettingException(file.key(), "is of no use unless " + RECEIVER + " is tls://HOST:PORT");
        });
        if (address == null) {
            return SyslogSettings.OFF;
        }
        Supplier<SSLContext> context = () -> context(authorities, certificate, key);
        if (tls) {
            context.get(); // a wrong file stops the start
        }
        return new SyslogSettings(host(address), address.getPort(), tls ? context : null, format);
    }

    private static URI address(String text) {
        try {
            URI uri = new URI(text);
            boolean receiver = ("tcp".equalsIgnoreCase(uri.getScheme()) || "tls".equalsIgnoreCase(uri.getScheme())) && uri.getHost() != null && uri.getPort() > 0 && uri.getPort() <= HIGHEST_PORT;
            if (receiver && uri.getUserInfo() == null && uri.getPath().isEmpty() && uri.getQuery() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new SettingException(RECEIVER, "'" + text + "' is not an address: " + e.getReason());
        }
        throw new SettingException(RECEIVER, "'" + text + "' is neither tcp://HOST:PORT nor tls://HOST:PORT");
    }

    /** An address of IPv6 stands in brackets there, and nowhere else. */
    private static String host(URI address) {
        return address.getHost().replaceAll("^\\[|\\]$", "");
    }

    private static SSLContext context(Optional<PemFile> authorities, Optional<PemFile> certificate, Optional<PemFile> key) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(certificate.isPresent() ? identity(certificate.get(), key.orElseThrow()) : null, authorities.isPresent() ? trust(authorities.get()) : null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new SettingException(RECEIVER, "TLS cannot be spoken with these files: " + e.getMessage());
        }
    }

    private static TrustManager[] trust(PemFile authorities) throws GeneralSecurityException, IOException {
        KeyStore store = store();
        List<X509Certificate> certificates = authorities.certificates();
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("authority-" + i, certificates.get(i));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static KeyManager[] identity(PemFile certificate, PemFile key) throws GeneralSecurityException, IOException {
        KeyStore store = store();
        store.setKeyEntry("porthole", key.privateKey(), NO_SECRET, certificate.certificates().toArray(X509Certificate[]::new));
        KeyManagerFactory identity = KeyManagerFactory.getInstance("PKIX");
        identity.init(store, NO_SECRET);
        return identity.getKeyManagers();
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
