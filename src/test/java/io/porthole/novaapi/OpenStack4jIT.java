package io.porthole.novaapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.VmUnderTest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.openstack4j.api.OSClient.OSClientV3;
import org.openstack4j.api.exceptions.AuthenticationException;
import org.openstack4j.model.common.ActionResponse;
import org.openstack4j.model.common.Identifier;
import org.openstack4j.model.compute.Action;
import org.openstack4j.model.compute.RebootType;
import org.openstack4j.model.compute.Server;
import org.openstack4j.model.compute.VNCConsole;
import org.openstack4j.openstack.OSFactory;

/** A client that is not OpenStack's own drives Porthole too: openstack4j, of Java. */
@ArquillianTest
@RunAsClient
class OpenStack4jIT {

    private static final int SECONDS = 20;

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @Test
    void serversAreListedAndShown() {
        OSClientV3 client = client("demo", Account.PASSWORD, "studio");

        assertEquals(List.of("archive", "desktop", "headless", "rescue"), client.compute().servers().list().stream().map(Server::getName).toList());
        Server desktop = client.compute().servers().get(PortalUnderTest.nodes().vm("desktop").id().toString());
        assertEquals(Server.Status.ACTIVE, desktop.getStatus());
        assertEquals("1", desktop.getPowerState());
        assertEquals(64, client.compute().flavors().get(desktop.getFlavorId()).getRam());
        assertNull(client.compute().servers().get(PortalUnderTest.nodes().vm("vault").id().toString()));
    }

    @Test
    void serversAreStoppedStartedAndRebooted() {
        OSClientV3 client = client("worker", Account.PASSWORD, "workshop");
        String id = vm.id().toString();

        assertTrue(client.compute().servers().reboot(id, RebootType.HARD).isSuccess());
        assertTrue(client.compute().servers().action(id, Action.STOP).isSuccess());
        assertEquals(Server.Status.SHUTOFF, client.compute().servers().waitForServerStatus(id, Server.Status.SHUTOFF, SECONDS, TimeUnit.SECONDS).getStatus());
        ActionResponse again = client.compute().servers().action(id, Action.STOP);
        assertFalse(again.isSuccess());
        assertEquals("Cannot 'stop' instance " + id + " while it is in vm_state stopped", again.getFault());
        assertTrue(client.compute().servers().action(id, Action.START).isSuccess());
        assertEquals(Server.Status.ACTIVE, client.compute().servers().waitForServerStatus(id, Server.Status.ACTIVE, SECONDS, TimeUnit.SECONDS).getStatus());
    }

    @Test
    void consoleOpens() throws Exception {
        VNCConsole console = client("worker", Account.PASSWORD, "workshop").compute().servers().getVNCConsole(vm.id().toString(), VNCConsole.Type.NOVNC);

        assertEquals(VNCConsole.Type.NOVNC, console.getType());
        try (RawWebSocket opened = RawRequest.upgrade("/?token=" + OpenStackHttp.consoleToken(console.getURL())).connect()) {
            assertEquals("QEMU (" + vm.name() + ")", opened.shakeHands().screenName());
        }
    }

    @Test
    void wrongPasswordIsRefused() throws Exception {
        String user = Account.freshMember("workshop");

        AuthenticationException refused = assertThrows(AuthenticationException.class, () -> client(user, "wrong password", "workshop"));

        assertEquals(401, refused.getStatus());
    }

    private static OSClientV3 client(String user, String password, String project) {
        return OSFactory.builderV3().endpoint(PortalUnderTest.url() + "/identity/v3").credentials(user, password, Identifier.byName("Default"))
                .scopeToProject(Identifier.byName(project), Identifier.byName("Default")).authenticate();
    }
}
