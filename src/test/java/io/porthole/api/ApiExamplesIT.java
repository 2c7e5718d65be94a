package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.ClientRun;
import io.porthole.testing.PortalUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What docs/api.md tells to type works as it stands there, one after the other. */
@ArquillianTest
@RunAsClient
class ApiExamplesIT {

    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

    @Test
    void everyExampleEndsWell() throws Exception {
        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("docs/api.md"))).results().map(result -> result.group(1)).toList();
        String script = examples.stream().collect(Collectors.joining("\n", "set -euo pipefail\ncd \"$(mktemp -d)\"\ntrap 'rm -r \"$PWD\"' EXIT\n", "")).replace("http://127.0.0.1:8080", PortalUnderTest.url())
                .replace("PASSWORD=porthole-demo", "PASSWORD='" + Account.PASSWORD + "'");

        ClientRun run = ClientRun.as(Account.ADMIN, "studio", "bash", "-c", script).succeeded();

        assertTrue(examples.size() >= 5, "the examples are not found as they are written");
        assertTrue(run.says("/sessions/{id}") && run.says("\"expires\""), run.toString());
    }
}
