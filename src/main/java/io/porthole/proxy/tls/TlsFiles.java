package io.porthole.proxy.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/**
 * The PEM files that the settings name, with nova.conf's names; each is null where it is not set.
 *
 * @param clientKey our private key, and with {@code clientCertificate} what we show to a server that asks
 * @param authorities whom we trust to certify VNC servers; null: whom this Java trusts
 */
record TlsFiles(Path clientKey, Path clientCertificate, Path authorities) {

    static final String CLIENT_KEY = "vencrypt_client_key";
    static final String CLIENT_CERTIFICATE = "vencrypt_client_cert";
    static final String AUTHORITIES = "vencrypt_ca_certs";

    static TlsFiles from(Settings settings) {
        TlsFiles files = new TlsFiles(settings.file(CLIENT_KEY).orElse(null), settings.file(CLIENT_CERTIFICATE).orElse(null), settings.file(AUTHORITIES).orElse(null));
        if (files.clientKey == null && files.clientCertificate != null) {
            throw new SettingException(CLIENT_KEY, "is missing, and " + CLIENT_CERTIFICATE + " is of no use without it");
        }
        if (files.clientCertificate == null && files.clientKey != null) {
            throw new SettingException(CLIENT_CERTIFICATE, "is missing, and " + CLIENT_KEY + " is of no use without it");
        }
        return files;
    }

    /** When each was written last: a renewal shows itself by a change. */
    List<FileTime> written() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : Stream.of(clientKey, clientCertificate, authorities).filter(path -> path != null).toList()) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }
}
