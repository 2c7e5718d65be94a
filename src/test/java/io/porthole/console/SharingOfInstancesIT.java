package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.ProjectRights;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What an administrator decides of one VM's console goes before what its project says. */
@ArquillianTest
@RunAsClient
class SharingOfInstancesIT {

    private static final String WORDS = "one at a time";

    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @Test
    void aVmOfASharedProjectIsForOnePersonAtATimeOnceAnAdministratorSaysSo() throws Exception {
        Browser first = member("workshop");
        Browser second = member("workshop");
        assertFalse(listed(first, vm).contains(WORDS));
        String early = second.bearerToken(vm);

        assertEquals("/vms?done=sharing", decide(administrator(), vm, "exclusive").location());

        assertTrue(listed(first, vm).contains(WORDS), listed(first, vm));
        UUID session = first.openConsole(vm);
        assertTrue(first.get("/console/" + session).says("id=\"exclusive\""));
        try (RawWebSocket console = first.connect(first.token(session)).shakeHands()) {
            assertEquals(409, second.pressConsole(vm).status());
            try (RawWebSocket late = RawRequest.upgrade("/websockify?token=" + early).connect()) {
                assertEquals(409, late.answer().status());
            }
            assertTrue(console.isOpen());
        }
        assertEquals(List.of("SHARING_DECIDED EXCLUSIVE"), trail());
    }

    @Test
    void aVmOfAnExclusiveProjectIsSharedOnceAnAdministratorSaysSoAndNoMoreWhenTheProjectDecidesAgain() throws Exception {
        VmUnderTest exclusive = PortalUnderTest.nodes().freshExclusiveVm();
        String project = ProjectRights.SOLO.project();
        Browser first = member(project);
        Browser second = member(project);
        assertTrue(listed(first, exclusive).contains(WORDS));
        decide(administrator(), exclusive, "shared");

        assertFalse(listed(first, exclusive).contains(WORDS));
        try (RawWebSocket one = first.console(exclusive); RawWebSocket two = second.console(exclusive)) {
            assertTrue(one.isOpen() && two.isOpen());
            assertEquals("/vms?done=sharing", decide(administrator(), exclusive, "inherit").location());
            assertTrue(listed(first, exclusive).contains(WORDS));
            assertEquals(409, member(project).pressConsole(exclusive).status(), "holds for whoever comes from now on");
            assertTrue(one.isOpen() && two.isOpen());
        }
        assertEquals(List.of("SHARING_DECIDED SHARED", "SHARING_DECIDED INHERIT"), trail());
    }

    @Test
    void aMemberDoesNotDecideAndAStrangerDoesNotEvenKnow() throws Exception {
        Browser member = member("workshop").from(address);
        assertFalse(member.get("/vms?q=" + vm.name()).says("/sharing"), "it is not offered");

        assertEquals(403, decide(member, vm, "exclusive").status());
        assertEquals(404, decide(member("treasury").from(address), vm, "exclusive").status());
        assertEquals(List.of("SHARING_REFUSED EXCLUSIVE", "SHARING_REFUSED EXCLUSIVE"), trail());
        assertEquals(List.of("SHARING_REFUSED NOT_PERMITTED", "SHARING_REFUSED INSTANCE_NOT_FOUND"),
                RecordedHistory.trailFrom(address).stream().filter(told -> told.startsWith("SHARING")).toList());
        assertEquals(0, PortalUnderTest.database().count("console_sharing where instance_id = ?", vm.id()));
    }

    @Test
    void nothingIsDecidedWithoutTheFormsTokenOrByAnotherWord() throws Exception {
        Browser admin = administrator();
        assertEquals(403, admin.send(admin.request("POST", "/vms/" + vm.id() + "/sharing").body("application/x-www-form-urlencoded", "sharing=exclusive")).status());
        assertEquals(404, decide(admin, vm, "sometimes").status());
        assertEquals(0, PortalUnderTest.database().count("console_sharing where instance_id = ?", vm.id()));
    }

    private static HttpAnswer decide(Browser browser, VmUnderTest vm, String choice) throws Exception {
        return browser.post("/vms/" + vm.id() + "/sharing", "sharing", choice);
    }

    private static String listed(Browser browser, VmUnderTest vm) throws Exception {
        String list = browser.get("/vms?q=" + vm.name()).text();
        return list.substring(list.indexOf("vm-" + vm.id()), list.indexOf("</li>", list.indexOf("vm-" + vm.id())));
    }

    private Browser administrator() throws Exception {
        return Browser.signedInAs(Account.ADMIN).from(address);
    }

    private static Browser member(String project) throws Exception {
        return Browser.newSignIn(Account.freshMember(project));
    }

    private List<String> trail() throws Exception {
        return PortalUnderTest.database().rows("select action || ' ' || detail as told from audit_events where address = ? and action like 'SHARING%' order by id", address)
                .stream().map(row -> (String) row.get("told")).toList();
    }
}
