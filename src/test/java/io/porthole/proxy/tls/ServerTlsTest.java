package io.porthole.proxy.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.settings.PemFile;
import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;
import io.porthole.testing.TestAuthority;
import io.porthole.testing.TestCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that the settings name: what can be read of them, and what stops the start or is kept. */
class ServerTlsTest {

    private static final String KEY = "vencrypt_client_key";
    private static final String CERTIFICATE = "vencrypt_client_cert";
    private static final String AUTHORITIES = "vencrypt_ca_certs";

    @TempDir
    private static Path shared;
    private static TestAuthority authority;
    private static TestAuthority next;
    private static TestCertificate client;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeCertificates() throws IOException {
        authority = TestAuthority.make(shared, "authority");
        next = TestAuthority.make(shared, "next");
        client = authority.issueForClients("portal");
    }

    @BeforeEach
    void writeFiles() throws IOException {
        write("key", client.keyAsPem());
        write("cert", "Subject: portal, as certtool writes it\n" + client.chainAsPem());
        write("ca", authority.toPem() + next.toPem());
    }

    @Test
    void withoutAnySettingThereIsNothingToRead() {
        assertFalse(ServerTls.from(Settings.of(Map.of())).hasAuthoritiesOfItsOwn());
    }

    @Test
    void allFilesAreReadAtTheStart() {
        assertTrue(ServerTls.from(settings(KEY, "key", CERTIFICATE, "cert", AUTHORITIES, "ca")).hasAuthoritiesOfItsOwn());
        assertEquals(List.of(authority.certificate(), next.certificate()), new PemFile(AUTHORITIES, folder.resolve("ca")).certificates());
        assertEquals(2, new PemFile(CERTIFICATE, folder.resolve("cert")).certificates().size());
    }

    @ParameterizedTest
    @CsvSource({KEY + ", " + CERTIFICATE, CERTIFICATE + ", " + KEY})
    void keyAndCertificateAreOfNoUseAlone(String given, String missing) {
        assertRefused(missing + ": is missing, and " + given + " is of no use without it", given, given.equals(KEY) ? "key" : "cert");
    }

    /** Setting × what its file holds × what stops the start. */
    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                Arguments.of(AUTHORITIES, "", "holds no certificate in PEM form"),
                Arguments.of(AUTHORITIES, "-----BEGIN CERTIFICATE-----\n", "holds no certificate in PEM form"),
                Arguments.of(AUTHORITIES, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "holds a certificate that cannot be read"),
                Arguments.of(AUTHORITIES, "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n", "is damaged"),
                Arguments.of(CERTIFICATE, client.keyAsPem(), "holds no certificate in PEM form"),
                Arguments.of(KEY, client.chainAsPem(), "holds no private key in PEM form"),
                Arguments.of(KEY, TestCertificate.pem("PRIVATE KEY", new byte[] {0x30, 0}), "holds a private key that cannot be read"),
                Arguments.of(KEY, TestCertificate.pem("RSA PRIVATE KEY", new byte[] {1, 2, 3}), "holds a private key that cannot be read"),
                Arguments.of(KEY, TestCertificate.pem("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x84, 127, 127, 127, 127}), "holds a private key that cannot be read"),
                Arguments.of(KEY, TestCertificate.pem("EC PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 1}), "holds a private key that cannot be read"),
                Arguments.of(KEY, TestCertificate.pem("DSA PRIVATE KEY", new byte[] {1}), "holds a dsa private key, which is of no kind that we know"),
                Arguments.of(KEY, TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[] {1}), "holds a key that is encrypted with a passphrase, which nobody could type in"),
                Arguments.of(KEY, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                        "holds a key that is encrypted with a passphrase, which nobody could type in"));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void wrongFileStopsTheStartWithTheNameOfItsSetting(String key, String content, String words) throws IOException {
        write("wrong", content);
        Map<String, String> names = new HashMap<>(Map.of(KEY, "key", CERTIFICATE, "cert", AUTHORITIES, "ca"));
        names.put(key, "wrong");

        SettingException refused = assertThrows(SettingException.class, () -> ServerTls.from(settings(names)));

        assertEquals(key + ": the file " + folder.resolve("wrong") + " " + words, refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({KEY, CERTIFICATE, AUTHORITIES})
    void fileThatIsNotThereStopsTheStart(String key) {
        assertRefused(key + ": the file ", key, "no-such-file");
    }

    @Test
    void keyOfAnotherCertificateStopsTheStart() throws Exception {
        write("key", TestCertificate.pem("PRIVATE KEY", newKey("EC", 256).getEncoded()));
        assertRefused(KEY + ": the key in ", KEY, "key", CERTIFICATE, "cert");

        write("key", TestCertificate.pem("PRIVATE KEY", newKey("RSA", 2048).getEncoded()));
        assertRefused(KEY + ": the key in ", KEY, "key", CERTIFICATE, "cert");
    }

    @Test
    void keyOfOpensslsOlderFormIsTheSame() throws Exception {
        PrivateKey rsa = newKey("RSA", 2048);
        byte[] pkcs8 = rsa.getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        write("key", "Public Key Info:\n\tKey Size: 2048\n\n" + TestCertificate.pem("RSA PRIVATE KEY", pkcs1));

        assertEquals(rsa, new PemFile(KEY, folder.resolve("key")).privateKey());
    }

    /** RFC 5915, 3: version, key, [0] curve; here secp256r1. */
    @Test
    void ellipticKeyOfOpensslsOlderFormIsTheSame() throws Exception {
        ECPrivateKey key = (ECPrivateKey) newKey("EC", 256);
        String number = HexFormat.of().formatHex(unsigned(key.getS(), 32));
        write("key", TestCertificate.pem("EC PRIVATE KEY", HexFormat.of().parseHex("30310201010420" + number + "a00a06082a8648ce3d030107")));

        assertEquals(key.getS(), ((ECPrivateKey) new PemFile(KEY, folder.resolve("key")).privateKey()).getS());
    }

    @Test
    void edwardsKeyIsRead() throws Exception {
        PrivateKey key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        write("key", TestCertificate.pem("PRIVATE KEY", key.getEncoded()));

        assertEquals(key, new PemFile(KEY, folder.resolve("key")).privateKey());
    }

    @Test
    void renewedFileIsReadWithoutARestart() throws IOException {
        write("ca", next.toPem());
        ServerTls tls = ServerTls.from(settings(AUTHORITIES, "ca"));
        assertFalse(trustsTheAuthority(tls));

        renew("ca", authority.toPem());
        tls.refresh();

        assertTrue(trustsTheAuthority(tls));
    }

    @Test
    void halfWrittenFileChangesNothingUntilItIsWhole() throws IOException {
        ServerTls tls = ServerTls.from(settings(AUTHORITIES, "ca"));

        renew("ca", "-----BEGIN CERTIFICATE-----\nMIIB");
        tls.refresh();
        assertTrue(trustsTheAuthority(tls));

        Files.delete(folder.resolve("ca"));
        tls.refresh();
        assertTrue(trustsTheAuthority(tls));

        renew("ca", next.toPem());
        tls.refresh();
        assertFalse(trustsTheAuthority(tls));
    }

    @Test
    void whatWasNotWrittenIsNotReadAgain() throws IOException {
        ServerTls tls = ServerTls.from(settings(AUTHORITIES, "ca"));
        FileTime written = Files.getLastModifiedTime(folder.resolve("ca"));
        write("ca", next.toPem());
        Files.setLastModifiedTime(folder.resolve("ca"), written);

        tls.refresh();

        assertTrue(trustsTheAuthority(tls));
    }

    private static boolean trustsTheAuthority(ServerTls tls) {
        return Arrays.asList(tls.credentials().trust().getAcceptedIssuers()).contains(authority.certificate());
    }

    private void renew(String name, String content) throws IOException {
        write(name, content);
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(Instant.now().plus(Duration.ofSeconds(Math.abs(content.hashCode() % 1000) + 5))));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private Settings settings(String... keysAndFiles) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < keysAndFiles.length; i += 2) {
            names.put(keysAndFiles[i], keysAndFiles[i + 1]);
        }
        return settings(names);
    }

    private Settings settings(Map<String, String> names) {
        Map<String, String> values = new HashMap<>();
        names.forEach((key, name) -> values.put(key, folder.resolve(name).toString()));
        return Settings.of(values);
    }

    private void assertRefused(String message, String... keysAndFiles) {
        SettingException refused = assertThrows(SettingException.class, () -> ServerTls.from(settings(keysAndFiles)));

        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    private static PrivateKey newKey(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair().getPrivate();
    }

    private static byte[] unsigned(BigInteger number, int bytes) {
        byte[] padded = new byte[bytes];
        byte[] plain = number.toByteArray();
        int taken = Math.min(plain.length, bytes);
        System.arraycopy(plain, plain.length - taken, padded, bytes - taken, taken);
        return padded;
    }
}
