package io.porthole.novaclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.porthole.testing.FakeNova;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of Keystone and Nova are checked; keytool makes them. */
class ServiceTlsTest {

    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    private Path folder;
    private FakeNova fake;

    @BeforeEach
    void start() throws Exception {
        fake = FakeNova.startWithTls(certified("nova", "ip:127.0.0.1"));
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void certificateOfANamedAuthorityIsBelieved() throws Exception {
        String token = fake.issue(UUID.randomUUID(), "compute1", 5901);

        assertTrue(nova(fake, ServiceTls.trusting(folder.resolve("nova.pem"))).console(token, Deadline.in(Duration.ofSeconds(10))).isPresent());
    }

    @Test
    void certificateOfAnybodyElseIsRefusedBeforeThePasswordIsSent() throws Exception {
        certified("other", "ip:127.0.0.1");

        assertRefused(null);
        assertRefused(ServiceTls.trusting(folder.resolve("other.pem")));
        assertEquals(0, fake.authentications());
    }

    @Test
    void certificateOfAnotherHostIsRefused() throws Exception {
        fake.close();
        fake = FakeNova.startWithTls(certified("elsewhere", "dns:elsewhere.example.org"));

        assertRefused(ServiceTls.trusting(folder.resolve("elsewhere.pem")));
        assertEquals(0, fake.authentications());
    }

    @Test
    void endpointWithoutTlsIsRefusedWhereKeystoneHasIt() {
        fake.catalogIs("[{\"type\": \"compute\", \"endpoints\": [{\"interface\": \"public\", \"region_id\": \"RegionOne\", \"url\": \"http://127.0.0.1:1/compute\"}]}]");

        NovaException failed = assertThrows(NovaException.class, () -> ask(ServiceTls.trusting(folder.resolve("nova.pem"))));

        assertTrue(failed.getMessage().startsWith("Keystone's catalog has a compute endpoint without TLS"), failed.getMessage());
        assertEquals(List.of(), fake.questions());
    }

    private void assertRefused(SSLContext tls) {
        NovaException failed = assertThrows(NovaException.class, () -> ask(tls));

        assertTrue(failed.getMessage().startsWith("Keystone cannot be reached: "), failed.getMessage());
    }

    private void ask(SSLContext tls) throws NovaException {
        nova(fake, tls).console(UUID.randomUUID().toString(), Deadline.in(Duration.ofSeconds(10)));
    }

    private static NovaApi nova(FakeNova fake, SSLContext tls) {
        NovaCredential credential = new NovaCredential(URI.create(fake.authUrl()), FakeNova.USER, FakeNova.PASSWORD, FakeNova.PROJECT, "Default", "Default");
        NovaSettings settings = new NovaSettings(credential, "RegionOne", "public", null, tls, Duration.ofSeconds(10), new ConsoleNetworks(List.of()));
        return new NovaApi(settings, ServiceTls.client(settings).build(), Clock.systemUTC());
    }

    /** A key and a certificate that it signed itself, which is left in NAME.pem. */
    private SSLContext certified(String name, String alternative) throws Exception {
        Path store = folder.resolve(name + ".p12");
        keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + alternative, "-keystore", store.toString());
        keytool("-exportcert", "-rfc", "-alias", name, "-keystore", store.toString(), "-file", folder.resolve(name + ".pem").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", STORE_PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }
}
