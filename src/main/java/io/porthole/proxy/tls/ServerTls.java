package io.porthole.proxy.tls;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/**
 * What we bring to TLS with VNC servers. The files are read at the start, which a wrong one stops; {@link #refresh()} reads them again when one was written, for
 * certificates get renewed, and keeps what it has while one of them is wrong.
 */
public final class ServerTls {

    private static final System.Logger LOG = System.getLogger(ServerTls.class.getName());

    private final TlsFiles files;
    private volatile TlsCredentials credentials;
    /** Guarded by this. */
    private List<FileTime> written;

    private ServerTls(TlsFiles files) {
        this.files = files;
        this.written = writtenNow();
        this.credentials = TlsCredentials.read(files);
    }

    /** @throws SettingException for a file that is wrong or cannot be read */
    public static ServerTls from(Settings settings) {
        return new ServerTls(TlsFiles.from(settings));
    }

    /** Whether the settings name whom to trust; else it is whom this Java trusts. */
    public boolean hasAuthoritiesOfItsOwn() {
        return files.authorities() != null;
    }

    /** @param certified whether the server must show a certificate */
    public TlsAttempt attempt(boolean certified) {
        return new TlsAttempt(credentials, certified ? List.of() : anonymousSuites());
    }

    TlsCredentials credentials() {
        return credentials;
    }

    /** Reads the files again if one of them was written since. It may block as long as a disk does. */
    public synchronized void refresh() {
        List<FileTime> now = writtenNow();
        if (now.equals(written)) {
            return;
        }
        written = now;
        try {
            credentials = TlsCredentials.read(files);
            LOG.log(System.Logger.Level.INFO, "the certificates for VNC servers were read again");
        } catch (SettingException e) {
            LOG.log(System.Logger.Level.WARNING, "the certificates for VNC servers stay as they were: {0}", e.getMessage());
        }
    }

    private List<FileTime> writtenNow() {
        try {
            return files.written();
        } catch (IOException e) {
            return List.of(); // a file is away for a moment, as while it is replaced; reading it says so if it stays away
        }
    }

    /** Cipher suites without certificates. Java's own setting jdk.tls.disabledAlgorithms forbids them unless an administrator changes it: then this is empty. */
    public static List<String> anonymousSuites() {
        try {
            return Stream.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites())
                    .filter(suite -> suite.contains("_anon_") && suite.contains("_AES_")).toList();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java cannot speak TLS", e);
        }
    }
}
