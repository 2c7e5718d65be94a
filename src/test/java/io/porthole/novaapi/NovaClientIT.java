package io.porthole.novaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.ClientRun;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unmodified {@code nova} (python3-novaclient) drives Porthole: the first step of every guide to consoles. */
@ArquillianTest
@RunAsClient
class NovaClientIT {

    private static final Duration STATE_CHANGE = Duration.ofSeconds(10);

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @Test
    void listShowsTheVmsOfTheProjectAndNoOthers() throws Exception {
        ClientRun list = ClientRun.as(Account.DEMO, "studio", "nova", "list").succeeded();

        assertEquals(List.of("archive", "desktop", "headless", "rescue"),
                list.out().lines().map(line -> line.split("\\|")).filter(cells -> cells.length > 3).map(cells -> cells[2].strip()).filter(name -> !name.equals("Name")).toList());
        assertTrue(list.out().matches("(?s).*desktop +\\| ACTIVE +\\| - +\\| Running.*"), list.out());
        assertTrue(list.out().matches("(?s).*archive +\\| SHUTOFF +\\| - +\\| Shutdown.*"), list.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2.1", "2.5", "2.6"})
    void getVncConsolePrintsAUrlThatOpensTheConsole(String version) throws Exception {
        String[] command = version.isEmpty() ? new String[] {"nova", "get-vnc-console", vm.name(), "novnc"}
                : new String[] {"nova", "--os-compute-api-version", version, "get-vnc-console", vm.name(), "novnc"};
        String url = ClientRun.as(Account.WORKER, "workshop", command).succeeded().property("novnc");

        assertTrue(url.matches("http://127\\.0\\.0\\.1:" + PortalUnderTest.consolePort() + "/vnc_auto\\.html\\?path=%3Ftoken%3D[A-Za-z0-9_-]{43}"), url);
        try (RawWebSocket console = RawRequest.upgrade("/?token=" + OpenStackHttp.consoleToken(url)).connect()) {
            assertEquals("QEMU (" + vm.name() + ")", console.shakeHands().screenName());
        }
    }

    @Test
    void showTellsWhatIsKnownOfAVm() throws Exception {
        ClientRun show = nova("show", vm.name()).succeeded();

        assertEquals(vm.id().toString(), show.property("id"));
        assertEquals("ACTIVE", show.property("status"));
        assertEquals("active", show.property("OS-EXT-STS:vm_state"));
        assertEquals("1vcpu-64mib (1vcpu-64mib)", show.property("flavor"));
    }

    @Test
    void stopRebootAndStartChangeTheState() throws Exception {
        nova("reboot", "--hard", vm.name()).succeeded();
        nova("reboot", vm.name()).succeeded();
        awaitState("ACTIVE");
        nova("stop", vm.name()).succeeded();
        awaitState("SHUTOFF");
        nova("start", vm.name()).succeeded();
        awaitState("ACTIVE");
    }

    // ---- what cannot be

    @Test
    void aWrongPasswordIsSaidToBeOne() throws Exception {
        ClientRun run = ClientRun.as(Account.freshMember("workshop"), "wrong password", "workshop", "nova", "list");

        assertFailed("The request you have made requires authentication. (HTTP 401)", run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-vm", "vault"})
    void anUnknownVmAndOneOfAnotherProjectAreTheSame(String name) throws Exception {
        assertFailed("No server with a name or ID of '" + name + "' exists.", nova("get-vnc-console", name, "novnc"));
    }

    @Test
    void theIdOfAVmOfAnotherProjectIsNone() throws Exception {
        String id = PortalUnderTest.nodes().vm("vault").id().toString();

        assertFailed("No server with a name or ID of '" + id + "' exists.", nova("get-vnc-console", id, "novnc"));
    }

    @Test
    void aVmThatIsOffHasNoConsole() throws Exception {
        ClientRun run = ClientRun.as(Account.DEMO, "studio", "nova", "get-vnc-console", "archive", "novnc");

        assertFailed("Instance not yet ready (HTTP 409)", run);
    }

    private static ClientRun nova(String... arguments) throws IOException, InterruptedException {
        return ClientRun.as(Account.WORKER, "workshop", Stream.concat(Stream.of("nova"), Stream.of(arguments)).toArray(String[]::new));
    }

    private void awaitState(String status) throws Exception {
        OpenStackHttp worker = OpenStackHttp.as(Account.WORKER, "workshop");
        Patience.until(vm.name() + " is " + status, STATE_CHANGE,
                () -> status.equals(OpenStackHttp.json(worker.get("/compute/v2.1/servers/" + vm.id()), "server", "status")));
    }

    private static void assertFailed(String words, ClientRun run) {
        assertEquals(1, run.exit(), run.toString());
        assertTrue(run.error().contains(words), run.toString());
        assertFalse(run.error().contains("Traceback"), run.toString());
    }
}
