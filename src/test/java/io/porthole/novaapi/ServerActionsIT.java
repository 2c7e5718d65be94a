package io.porthole.novaapi;

import static io.porthole.testing.OpenStackHttp.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, stopping and rebooting by Nova's actions. */
@ArquillianTest
@RunAsClient
class ServerActionsIT {

    private static final Duration STATE_CHANGE = Duration.ofSeconds(10);

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final VmUnderTest archive = PortalUnderTest.nodes().vm("archive");
    private final VmUnderTest desktop = PortalUnderTest.nodes().vm("desktop");

    @Test
    void stopAndStartAreAcceptedAndDone() throws Exception {
        assertAccepted(worker().act(vm, "{\"os-stop\": null}"));
        awaitStatus("SHUTOFF");
        assertAccepted(worker().act(vm, "{\"os-start\": {}}"));
        awaitStatus("ACTIVE");

        assertEquals(List.of("STOP", "START"), done());
    }

    @ParameterizedTest
    @CsvSource({"SOFT, RESTART", "HARD, REBOOT", "Hard, REBOOT", "soft, RESTART"})
    void rebootAsksTheGuestOrResetsIt(String type, String action) throws Exception {
        assertAccepted(worker().act(vm, "{\"reboot\": {\"type\": \"" + type + "\"}}"));

        awaitStatus("ACTIVE");
        assertEquals(List.of(action), done());
    }

    @ParameterizedTest
    @CsvSource({"os-stop, stop, archive, stopped", "os-start, start, desktop, active"})
    void anActionInTheWrongStateIsAConflict(String action, String name, String server, String state) throws IOException {
        VmUnderTest there = PortalUnderTest.nodes().vm(server);

        assertFault(409, "conflictingRequest", "Cannot '" + name + "' instance " + there.id() + " while it is in vm_state " + state, demo().act(there, "{\"" + action + "\": null}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOFT", "HARD"})
    void aServerThatIsOffCannotBeRebooted(String type) throws IOException {
        assertFault(409, "conflictingRequest", "Cannot 'reboot' instance " + archive.id() + " while it is in vm_state stopped",
                demo().act(archive, "{\"reboot\": {\"type\": \"" + type + "\"}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"os-stop\": null}", "{\"os-start\": null}", "{\"reboot\": {\"type\": \"HARD\"}}"})
    void aReaderMayNotAct(String action) throws IOException {
        HttpAnswer answer = OpenStackHttp.as(Account.AUDITOR, "studio").act(desktop, action);

        assertEquals(403, answer.status(), answer.toString());
        assertTrue(json(answer, "forbidden", "message").toString().startsWith("Policy doesn't allow os_compute_api:servers:"), answer.text());
    }

    @Test
    void aServerOfAnotherProjectIsAsNone() throws Exception {
        VmUnderTest vault = PortalUnderTest.nodes().vm("vault");

        assertFault(404, "itemNotFound", "Instance " + vault.id() + " could not be found.", demo().act(vault, "{\"os-stop\": null}"));
        assertFault(404, "itemNotFound", "Instance x could not be found.", demo().post("/compute/v2.1/servers/x/action", "{\"os-stop\": null}"));
    }

    @Test
    void anAdministratorActsOnEveryServer() throws Exception {
        assertAccepted(OpenStackHttp.as(Account.ADMIN, "studio").act(vm, "{\"reboot\": {\"type\": \"HARD\"}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "null", "{}", "{\"os-fly\": null}", "{\"os-stop\": null, \"os-start\": null}", "{\"reboot\": null}", "{\"reboot\": {}}",
            "{\"reboot\": {\"type\": \"WARM\"}}", "{\"reboot\": {\"type\": 1}}", "{\"reboot\": {\"type\": \"HARD\", \"x\": 1}}", "{\"createImage\": {\"name\": \"x\"}}"})
    void whatIsNoActionIsABadRequest(String body) throws IOException {
        HttpAnswer answer = demo().act(desktop, body);

        assertEquals(400, answer.status(), answer.toString());
        assertEquals(400L, json(answer, "badRequest", "code"));
    }

    @Test
    void aServerWhoseNodeIsSilentIsUnavailable() throws Exception {
        PortalUnderTest.database().update("update instances set node = 'refusing' where id = ?", vm.id());

        HttpAnswer answer = worker().act(vm, "{\"os-stop\": null}");

        assertEquals(503, answer.status(), answer.toString());
        assertTrue(json(answer, "serviceUnavailable", "message").toString().contains("does not answer"), answer.text());
    }

    private static OpenStackHttp worker() throws IOException {
        return OpenStackHttp.as(Account.WORKER, "workshop");
    }

    private static OpenStackHttp demo() throws IOException {
        return OpenStackHttp.as(Account.DEMO, "studio");
    }

    private List<Object> done() throws Exception {
        return PortalUnderTest.database().rows("select detail from audit_events where action = 'POWER_ACTION' and instance_id = ? order by id", vm.id())
                .stream().map(row -> row.get("detail")).toList();
    }

    private void awaitStatus(String status) throws Exception {
        Patience.until(vm.name() + " is " + status, STATE_CHANGE, () -> status.equals(json(worker().get("/compute/v2.1/servers/" + vm.id()), "server", "status")));
    }

    private static void assertAccepted(HttpAnswer answer) {
        assertEquals(202, answer.status(), answer.toString());
        assertEquals("", answer.text());
    }

    private static void assertFault(int status, String name, String message, HttpAnswer answer) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals(message, json(answer, name, "message"));
    }
}
