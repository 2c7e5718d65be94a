package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A certificate authority that a test makes for itself with the JDK's keytool; nothing that it signs is good for longer than a day. */
public final class TestAuthority {

    static final char[] PASSWORD = "changeit".toCharArray();
    private static final String AUTHORITY = "authority";
    private static final List<String> ELLIPTIC = List.of("-keyalg", "EC", "-groupname", "secp256r1");
    /** GnuTLS, which real VNC servers use, does not read Java's PKCS#8 of an elliptic key. */
    private static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");
    private static final int LIMIT_SECONDS = 60;

    private final Path store;

    /** What a client has that looks at no certificate. */
    static SSLContext anybody() {
        X509TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
                // anybody's
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {all}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private TestAuthority(Path store) {
        this.store = store;
    }

    /** @param folder where its key store goes; the name tells authorities of one folder apart */
    public static TestAuthority make(Path folder, String name) throws IOException {
        TestAuthority authority = new TestAuthority(folder.resolve(name + ".p12"));
        Files.deleteIfExists(authority.store);
        authority.keytool(ELLIPTIC, "-genkeypair", "-alias", AUTHORITY, "-dname", "CN=" + name, "-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign", "-validity", "1");
        return authority;
    }

    /** @param san subject alternative names in keytool's words, such as {@code ip:127.0.0.1,dns:compute1} */
    public TestCertificate issue(String name, String san) throws IOException {
        return issue(RSA, name, "-ext", "san=" + san, "-validity", "1");
    }

    public TestCertificate issueExpired(String name, String san) throws IOException {
        return issue(RSA, name, "-ext", "san=" + san, "-startdate", "-3d", "-validity", "2");
    }

    public TestCertificate issueForTomorrow(String name, String san) throws IOException {
        return issue(RSA, name, "-ext", "san=" + san, "-startdate", "+1d", "-validity", "1");
    }

    /** The same authority's, for clients only. */
    public TestCertificate issueForClients(String name) throws IOException {
        return issue(ELLIPTIC, name, "-ext", "eku=clientAuth", "-validity", "1");
    }

    /** A certificate that an authority did not sign. */
    public TestCertificate selfSigned(String name, String san) throws IOException {
        keytool(RSA, "-genkeypair", "-alias", name, "-dname", "CN=" + name, "-ext", "san=" + san, "-validity", "1");
        return certificate(name);
    }

    public X509Certificate certificate() {
        return certificate(AUTHORITY).chain().get(0);
    }

    /** What trusts it: PEM, as vencrypt_ca_certs wants it. */
    public String toPem() {
        return TestCertificate.pem("CERTIFICATE", TestCertificate.encoded(certificate()));
    }

    private TestCertificate issue(List<String> key, String name, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("-genkeypair", "-alias", name, "-signer", AUTHORITY, "-dname", "CN=" + name));
        command.addAll(Arrays.asList(options));
        keytool(key, command.toArray(String[]::new));
        return certificate(name);
    }

    private TestCertificate certificate(String alias) {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            List<X509Certificate> chain = Stream.of(keys.getCertificateChain(alias)).map(X509Certificate.class::cast).toList();
            return new TestCertificate((PrivateKey) keys.getKey(alias, PASSWORD), chain);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the second compiler it takes half the processor time. */
    private void keytool(List<String> key, String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1"));
        line.addAll(List.of(options));
        line.addAll(key);
        line.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        Process keytool = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        try {
            if (!keytool.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
