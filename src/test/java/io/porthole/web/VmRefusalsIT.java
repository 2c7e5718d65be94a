package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** Who wants something of a VM that is not theirs is in the trail, once for the same; that there is nothing to be had just now is no refusal. */
@ArquillianTest
@RunAsClient
class VmRefusalsIT {

    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @Test
    void pictureAndMarkOfAForeignVmAreRefusedAndEachIsToldOnce() throws Exception {
        Browser stranger = Browser.newSignIn(Account.freshMember("studio")).from(address);
        for (int i = 0; i < 3; i++) {
            assertEquals(404, stranger.get(screen(vm.id())).status());
            assertEquals(404, stranger.post("/vms/" + vm.id() + "/favourite", "favourite", "true").status());
        }

        assertEquals(List.of("VM_REFUSED INSTANCE_NOT_FOUND: picture of its screen", "VM_REFUSED INSTANCE_NOT_FOUND: favourite"), told());
        assertEquals(2, PortalUnderTest.database().count("audit_events where address = ? and instance_id = ? and instance_name is null", address, vm.id()));
    }

    @Test
    void anAdministratorWhoIsNoMemberIsRefusedThePictureOfAVmThatTheySee() throws Exception {
        Browser administrator = Browser.newSignIn(Account.freshAdministrator()).from(address);

        assertEquals(404, administrator.get(screen(vm.id())).status());

        assertEquals(List.of("VM_REFUSED NOT_PERMITTED: picture of its screen"), told());
        assertEquals(1, PortalUnderTest.database().count("audit_events where address = ? and instance_name = ? and project = 'workshop'", address, vm.name()));
    }

    @Test
    void aVmThatIsOffHasNoPictureAndThatIsNoRefusal() throws Exception {
        Browser member = Browser.newSignIn(Account.freshMember("studio")).from(address);

        assertEquals(204, member.get(screen(PortalUnderTest.nodes().vm("archive").id())).status());

        assertEquals(List.of(), told());
    }

    @Test
    void whoTriesIdsDoesNotFillTheTrail() throws Exception {
        Browser stranger = Browser.newSignIn(Account.freshMember("studio")).from(address);
        for (int i = 0; i < 70; i++) {
            assertEquals(404, stranger.get(screen(UUID.randomUUID())).status());
        }

        assertEquals(60, told().size());
    }

    @Test
    void aVmThatWasNotAssignedIsNotGivenBackAndTheTrailTellsIt() throws Exception {
        Browser administrator = Browser.newSignIn(Account.freshAdministrator()).from(address);
        String path = "/admin/projects/" + PortalUnderTest.database().value("select id from projects where name = 'studio'") + "/give-back";

        for (String which : List.of(vm.id().toString(), "no-id")) {
            assertEquals(404, administrator.post(path, "vm", which).status());
        }

        assertEquals(List.of("ADMINISTRATION_REFUSED VM_NOT_FOUND: give " + vm.id() + " back from project studio", "ADMINISTRATION_REFUSED VM_NOT_FOUND: give no-id back from project studio"),
                told());
        String page = Browser.signedInAs(Account.AUDITOR).get("/history/events?address=" + address).text();
        assertTrue(page.contains("give no-id back"), page);
    }

    private List<String> told() throws SQLException {
        return PortalUnderTest.database().rows("select action || ' ' || refusal || ': ' || detail as told from audit_events where address = ? order by id", address).stream()
                .map((Map<String, Object> row) -> (String) row.get("told")).toList();
    }

    private static String screen(UUID id) {
        return "/vms/" + id + "/screen";
    }
}
