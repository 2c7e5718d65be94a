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
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.json.Json;

/** The unmodified {@code openstack} (python3-openstackclient) drives Porthole. */
@ArquillianTest
@RunAsClient
class OpenStackClientIT {

    private static final Duration STATE_CHANGE = Duration.ofSeconds(10);

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @Test
    void aTokenIsIssuedAndRevoked() throws Exception {
        Map<String, Object> token = object(openstack("token", "issue"));
        String text = (String) token.get("id");
        assertEquals(200, OpenStackHttp.with(text).get("/compute/v2.1/servers?limit=1").status());

        openstack("token", "revoke", text);

        assertEquals(401, OpenStackHttp.with(text).get("/compute/v2.1/servers?limit=1").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--long", "-n"})
    void serverListShowsTheVmsOfTheProjectAndNoOthers(String option) throws Exception {
        List<Map<String, Object>> servers = list(ClientRun.as(Account.DEMO, "studio", "openstack", "server", "list", option, "-f", "json"));

        assertEquals(List.of("archive", "desktop", "headless", "rescue"), servers.stream().map(server -> server.get("Name")).toList());
        assertEquals(List.of("SHUTOFF", "ACTIVE", "ACTIVE", "ACTIVE"), servers.stream().map(server -> server.get("Status")).toList());
        assertTrue(servers.stream().allMatch(server -> "1vcpu-64mib".equals(server.getOrDefault("Flavor", server.get("Flavor Name")))), servers.toString());
    }

    @Test
    void theListOfAllProjectsIsForAdministrators() throws Exception {
        List<Map<String, Object>> servers = list(ClientRun.as(Account.ADMIN, "studio", "openstack", "server", "list", "--all-projects", "-n", "--name", "^vault$", "-f", "json"));
        ClientRun refused = ClientRun.as(Account.DEMO, "studio", "openstack", "server", "list", "--all-projects", "-n");

        assertTrue(servers.stream().anyMatch(server -> PortalUnderTest.nodes().vm("vault").id().toString().equals(server.get("ID"))), servers.toString());
        assertFailed("HTTP 403", refused);
    }

    @Test
    void serverShowTellsWhatIsKnownOfAVm() throws Exception {
        Map<String, Object> server = object(openstack("server", "show", vm.name()));

        assertEquals(vm.id().toString(), server.get("id"));
        assertEquals("ACTIVE", server.get("status"));
        assertEquals("N/A (booted from volume)", server.get("image"));
        assertEquals("1vcpu-64mib (1vcpu-64mib)", server.get("flavor"));
    }

    @Test
    void serverStopStartAndRebootChangeTheState() throws Exception {
        ClientRun.as(Account.WORKER, "workshop", "openstack", "server", "reboot", "--wait", vm.name()).succeeded();
        ClientRun.as(Account.WORKER, "workshop", "openstack", "server", "stop", vm.name()).succeeded();
        awaitState("SHUTOFF");
        ClientRun.as(Account.WORKER, "workshop", "openstack", "server", "start", vm.name()).succeeded();
        awaitState("ACTIVE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.1", "2.5", "2.6", "2.8"})
    void consoleUrlShowPrintsAUrlThatOpensTheConsole(String version) throws Exception {
        Map<String, Object> console = object(openstack("--os-compute-api-version", version, "console", "url", "show", vm.name()));

        assertEquals("novnc", console.get("type"));
        String token = OpenStackHttp.consoleToken((String) console.get("url"));
        try (RawWebSocket opened = RawRequest.upgrade("/?token=" + token).connect()) {
            assertEquals("QEMU (" + vm.name() + ")", opened.shakeHands().screenName());
        }
    }

    @Test
    void consoleUrlShowNeedsNoVersion() throws Exception {
        assertTrue(object(openstack("console", "url", "show", "--novnc", vm.name())).get("url").toString().contains("/vnc_auto.html?path=%3Ftoken%3D"));
    }

    // ---- what cannot be

    @Test
    void aWrongPasswordIsSaidToBeOne() throws Exception {
        ClientRun run = ClientRun.as(Account.freshMember("workshop"), "wrong password", "workshop", "openstack", "server", "list");

        assertFailed("The request you have made requires authentication. (HTTP 401)", run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-vm", "vault"})
    void anUnknownVmAndOneOfAnotherProjectAreTheSame(String name) throws Exception {
        assertFailed("No server with a name or ID of '" + name + "' exists.", run("server", "show", name));
        assertFailed("No Server found for " + name, run("console", "url", "show", name));
    }

    @Test
    void aVmThatIsOffHasNoConsole() throws Exception {
        assertFailed("Instance not yet ready", ClientRun.as(Account.DEMO, "studio", "openstack", "console", "url", "show", "archive"));
    }

    private static ClientRun run(String... arguments) throws IOException, InterruptedException {
        return ClientRun.as(Account.WORKER, "workshop", Stream.concat(Stream.of("openstack"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static ClientRun openstack(String... arguments) throws IOException, InterruptedException {
        boolean tells = !arguments[1].equals("revoke");
        Stream<String> command = Stream.concat(Stream.of("openstack"), Stream.of(arguments));
        return ClientRun.as(Account.WORKER, "workshop", (tells ? Stream.concat(command, Stream.of("-f", "json")) : command).toArray(String[]::new)).succeeded();
    }

    private static Map<String, Object> object(ClientRun run) {
        return new Json().toType(run.succeeded().out(), Json.MAP_TYPE);
    }

    private static List<Map<String, Object>> list(ClientRun run) {
        return new Json().toType(run.succeeded().out(), Json.LIST_OF_MAPS_TYPE);
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
