package io.porthole.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.proxy.VncServerAttempt.Outcome;
import io.porthole.testing.FakeVncServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS without certificates, which Java forbids unless an administrator says otherwise before it starts: so in a Java of its own. */
class AnonymousTlsTest {

    private static final int LIMIT_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void serverWithoutACertificateIsReachedWhereJavaAndTheSettingsAllowIt() throws Exception {
        String allowed = Stream.of(Security.getProperty("jdk.tls.disabledAlgorithms").split(",")).map(String::strip)
                .filter(algorithm -> !algorithm.equals("anon")).collect(Collectors.joining(", "));
        Path properties = Files.writeString(folder.resolve("java.security"), "jdk.tls.disabledAlgorithms=" + allowed + "\n");

        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Djava.security.properties=" + properties,
                "-cp", System.getProperty("java.class.path"), Program.class.getName()).redirectError(folder.resolve("errors").toFile()).start();
        String said = new String(java.getInputStream().readAllBytes(), UTF_8);
        java.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);

        assertEquals("257 open, 258 open, 259 open, 260 VNC_SECURITY_REFUSED", said, () -> "see " + folder.resolve("errors"));
    }

    /** Tries the subtypes in turn and says how each ended. */
    static final class Program {

        private static final Map<String, String> SETTINGS = Map.of("auth_schemes", "vencrypt", "vencrypt_subtypes", "tlsnone, tlsvnc, tlsplain");

        public static void main(String[] arguments) throws Exception {
            System.out.print(end(257) + ", " + end(258) + ", " + end(259) + ", " + end(260));
        }

        private static String end(int subtype) throws Exception {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            String[] suites = Stream.of(context.getSupportedSSLParameters().getCipherSuites()).filter(suite -> suite.contains("_anon_")).toArray(String[]::new);
            try (FakeVncServer server = new FakeVncServer().name("QEMU (desktop)").username("portal").password("secret").vencrypt(context, suites, subtype).start()) {
                Outcome outcome = VncServerAttempt.at(server.port(), "compute1", SETTINGS);
                return subtype + " " + (outcome.end() == null ? "open" : outcome.end());
            }
        }
    }
}
