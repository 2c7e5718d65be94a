package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What administrators change about projects, and that nobody else does. */
@ArquillianTest
@RunAsClient
class AdminProjectsIT {

    private static final String LIST = "/admin/projects";
    /** A message of the VNC server that is one byte long (RFC 6143, 7.6.3). */
    private static final byte BELL = 2;
    private static final Pattern PROJECT = Pattern.compile("id=\"project-([0-9a-f-]{36})\"");

    private final String address = RecordedHistory.freshAddress();
    private final String name = "project-" + UUID.randomUUID();

    @ParameterizedTest
    @EnumSource(value = Account.class, names = {"DEMO", "AUDITOR"})
    void whoIsNoAdministratorSeesAndChangesNothing(Account account) throws Exception {
        String project = LIST + "/" + idOf("studio");
        Browser browser = Browser.signedInAs(account).from(address);

        assertEquals(403, browser.get(LIST).status());
        assertEquals(403, browser.get(project).status());
        assertEquals(403, browser.post(LIST, "name", name).status());
        assertEquals(403, browser.post(project + "/describe", "description", "mine").status());
        assertEquals(403, browser.post(project + "/delete").status());

        assertEquals(5, RecordedHistory.trailFrom(address).size());
        assertEquals(List.of("ADMINISTRATION_REFUSED ADMINISTRATORS_ONLY"), RecordedHistory.trailFrom(address).stream().distinct().toList());
        assertNull(idOf(name));
    }

    @Test
    void aProjectIsAddedDescribedAndDeletedAgain() throws Exception {
        HttpAnswer added = admin().post(LIST, "name", name, "description", "for a while");
        String project = LIST + "/" + idOf(name);
        assertEquals(project + "?done=project-added", added.location());
        assertTrue(admin().get(project).says("for a while"));

        assertEquals(project + "?done=project-described", admin().post(project + "/describe", "description", "for good").location());
        assertTrue(admin().get(LIST + "?q=" + name).says("for good"));

        assertEquals(LIST + "?done=project-deleted", admin().post(project + "/delete").location());
        assertEquals(404, admin().get(project).status());
        assertEquals(List.of("PROJECT_ADDED", "PROJECT_DESCRIBED", "PROJECT_DELETED", "ADMINISTRATION_REFUSED PROJECT_NOT_FOUND"),
                RecordedHistory.trailFrom(address));
    }

    @Test
    void aProjectWithMembersOrVmsIsNotDeleted() throws Exception {
        admin().post(LIST, "name", name);
        String project = LIST + "/" + idOf(name);
        String member = Account.freshMember(name);
        assertTrue(admin().get(project).says(">" + member + "</bdi>"));

        assertEquals(409, admin().post(project + "/delete").status());
        PortalUnderTest.database().update("delete from memberships where project_id = ?", idOf(name));
        PortalUnderTest.database().update("insert into instances (id, node, name, display_name, project, state, vnc) select ?, name, ?, ?, ?, 'OFF', true"
                + " from node_states limit 1", UUID.randomUUID(), name, name, name);
        HttpAnswer answer = admin().post(project + "/delete");

        assertEquals(409, answer.status());
        assertTrue(answer.says("still has members or VMs") && answer.says("1 VM"), answer.text());
        assertEquals(2, RecordedHistory.trailFrom(address).stream().filter("ADMINISTRATION_REFUSED PROJECT_IN_USE"::equals).count());
        PortalUnderTest.database().update("delete from instances where name = ?", name);
        assertEquals(303, admin().post(project + "/delete").status());
    }

    @Test
    void aProjectWithoutAFitOrFreeNameIsNotAdded() throws Exception {
        assertEquals(400, admin().post(LIST, "name", "").status());
        assertEquals(400, admin().post(LIST, "name", "a/b").status());
        HttpAnswer taken = admin().post(LIST, "name", "STUDIO");
        assertEquals(409, taken.status());
        assertTrue(taken.says("one of this name already"));
        assertEquals(400, admin().post(LIST, "name", name, "description", "x".repeat(501)).status());
        assertNull(idOf(name));
    }

    @Test
    void aProjectOfTheSettingsIsChangedThereOnly() throws Exception {
        String project = LIST + "/" + idOf("studio");

        HttpAnswer page = admin().get(project);
        assertTrue(page.says("stands in Porthole’s settings file"), page.text());
        assertFalse(page.says(project + "/describe") || page.says(project + "/delete"));
        assertEquals(409, admin().post(project + "/describe", "description", "mine").status());
        assertEquals(409, admin().post(project + "/delete").status());

        assertEquals("Project studio", PortalUnderTest.database().value("select description from projects where name = 'studio'"));
    }

    @Test
    void aVmIsBroughtIntoAProjectAndGivenBack() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        admin().post(LIST, "name", name);
        String project = LIST + "/" + idOf(name);
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            assertEquals(404, admin().post(project + "/assign", "vm", "no-such-vm").status());
            assertEquals(project + "?done=vm-assigned", admin().post(project + "/assign", "vm", vm.name()).location());
            assertEquals(4011, console.readClose().closeCode(), "who was there has no right to it any more");
        }
        assertTrue(admin().get(project).says(vm.name()));
        assertEquals(404, worker.pressConsole(vm).status());
        assertEquals(303, admin().post("/vms/" + vm.id() + "/stop").status());
        Patience.until("its node tells that it is off", Duration.ofSeconds(30), () -> "OFF".equals(PortalUnderTest.database().value("select state from instances where id = ?", vm.id())));
        assertEquals(name, projectOf(vm), "what its node says of its project does not count");

        assertEquals(404, admin().post(LIST + "/" + idOf("studio") + "/give-back", "vm", vm.id().toString()).status());
        assertEquals(project + "?done=vm-given-back", admin().post(project + "/give-back", "vm", vm.id().toString()).location());
        assertEquals(vm.project(), projectOf(vm), "at once where its metadata says");
        assertEquals(List.of("PROJECT_ADDED", "ADMINISTRATION_REFUSED VM_NOT_FOUND", "VM_ASSIGNED", "POWER_ACTION", "ADMINISTRATION_REFUSED VM_NOT_FOUND", "VM_ASSIGNED"), RecordedHistory.trailFrom(address));
        assertEquals(403, Browser.signedInAs(Account.DEMO).post(project + "/assign", "vm", vm.name()).status());
    }

    @Test
    void aVmThatIsGivenBackKeepsTheConsolesOfThoseWhoHaveARightToItEvenSo() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        admin().post(LIST, "name", name);
        String project = LIST + "/" + idOf(name);
        admin().post(project + "/assign", "vm", vm.id().toString());
        Browser ofBoth = Browser.newSignIn(Account.freshMember(name, vm.project()));
        Browser ofThisOnly = Browser.newSignIn(Account.freshMember(name));
        try (RawWebSocket kept = ofBoth.connect(ofBoth.token(ofBoth.openConsole(vm))).shakeHands();
                RawWebSocket lost = ofThisOnly.connect(ofThisOnly.token(ofThisOnly.openConsole(vm))).shakeHands()) {
            admin().post(project + "/give-back", "vm", vm.id().toString());

            assertEquals(4011, lost.readClose().closeCode());
            vm.vnc().send(new byte[] {BELL});
            assertEquals(BELL, kept.readBytes(1)[0], "the other one goes on");
        }
        assertEquals("from project " + name + " back to project " + vm.project(), PortalUnderTest.database().value(
                "select detail from audit_events where address = ? and action = 'VM_ASSIGNED' order by id desc limit 1", address));
    }

    @Test
    void aVmThatIsOfNoProjectByItselfIsOfNoneWhenItIsGivenBack() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().vm("orphan");
        admin().post(LIST, "name", name);
        String project = LIST + "/" + idOf(name);
        admin().post(project + "/assign", "vm", vm.id().toString());
        assertEquals(name, projectOf(vm));

        assertEquals(303, admin().post(project + "/give-back", "vm", vm.id().toString()).status());

        assertNull(projectOf(vm));
    }

    @Test
    void vmsOfNoProjectAreListedAndBroughtIntoOne() throws Exception {
        VmUnderTest ordinary = PortalUnderTest.nodes().freshVm();
        VmUnderTest stray = PortalUnderTest.nodes().freshVm();
        admin().post(LIST, "name", name);
        String project = LIST + "/" + idOf(name);
        PortalUnderTest.database().update("insert into instance_assignments (instance_id, project, assigned_by) values (?, 'no-such-project', 'test')", stray.id());
        PortalUnderTest.database().update("update instances set project = 'no-such-project' where id = ?", stray.id());

        assertTrue(admin().get(LIST).says("id=\"unclaimed\""));
        HttpAnswer list = admin().get(LIST + "/none");
        assertTrue(list.text().matches("(?s).*>" + stray.name() + "</bdi>.*names project no-such-project, which is not there.*"), list.text());
        assertTrue(list.says(">orphan</bdi>"), "one that names none");
        assertFalse(list.says(">" + ordinary.name() + "</bdi>"), "one that has its project");
        assertEquals(400, admin().post(LIST + "/none", "project", idOf(name).toString()).status());
        assertEquals(404, admin().post(LIST + "/none", "vm", stray.id().toString(), "project", UUID.randomUUID().toString()).status());
        assertEquals(404, admin().post(LIST + "/none", "vm", UUID.randomUUID().toString(), "project", idOf(name).toString()).status());

        HttpAnswer done = admin().request("POST", LIST + "/none").body("application/x-www-form-urlencoded",
                "csrf=" + admin().formToken() + "&vm=" + stray.id() + "&vm=" + ordinary.id() + "&project=" + idOf(name)).send();

        assertEquals(project + "?done=vms-assigned", done.location());
        assertEquals(name, projectOf(stray));
        assertEquals(name, projectOf(ordinary));
        assertFalse(admin().get(LIST + "/none").says(">" + stray.name() + "</bdi>"));
    }

    @Test
    void aDeletedProjectTakesNoVmThatComesBack() throws Exception {
        admin().post(LIST, "name", name);
        PortalUnderTest.database().update("insert into instance_assignments (instance_id, project, assigned_by) values (?, ?, 'admin')", UUID.randomUUID(), name);

        assertEquals(303, admin().post(LIST + "/" + idOf(name) + "/delete").status());

        assertEquals(0, PortalUnderTest.database().count("instance_assignments where project = ?", name));
    }

    private static Object projectOf(VmUnderTest vm) throws Exception {
        return PortalUnderTest.database().value("select project from instances where id = ?", vm.id());
    }

    @Test
    void theListIsLeafedThroughByName() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            UUID id = UUID.randomUUID();
            ids.add(id.toString());
            PortalUnderTest.database().update("insert into projects (id, name) values (?, ?)", id, name + "-" + (100 + i));
        }

        HttpAnswer first = admin().get(LIST + "?q=" + name);
        assertEquals(ids.subList(0, 20), shown(first));
        Matcher next = Pattern.compile("<a rel=\"next\" href=\"([^\"]+)\"").matcher(first.text());
        assertTrue(next.find());
        HttpAnswer second = admin().get(next.group(1).replace("&amp;", "&"));
        assertEquals(ids.subList(20, 25), shown(second));
        assertTrue(admin().get(LIST + "?q=nothing-of-this-name").says("No project found"));
    }

    @Test
    void inABrowserAProjectIsAddedAndDeleted() throws Exception {
        try (Chromium wide = Chromium.open(); Chromium narrow = Chromium.openNarrow()) {
            wide.signIn(Account.ADMIN).go("/admin/users").click("nav.areas a[href='/admin/projects']");
            wide.awaitElement("#entries table");
            wide.screenshots("admin-projects");
            wide.click("#add > summary");
            wide.element("#name").sendKeys(name);
            wide.element("#description").sendKeys("For a while");
            wide.click("#add button");
            wide.awaitElement("#delete");
            wide.click("#delete");
            wide.awaitElement("#delete-now");
            assertEquals(List.of(), wide.accessibilityFaults("admin-project"));
            narrow.signIn(Account.ADMIN);
            wide.go(LIST + "/none").awaitElement("#assign");
            assertEquals(List.of(), wide.accessibilityFaults("admin-unclaimed"));
            wide.go(LIST + "/" + idOf(name)).click("#delete");
            wide.awaitElement("#delete-now");
            for (String page : List.of(LIST, LIST + "/" + idOf("studio"))) {
                narrow.go(page).awaitElement("main h1");
                narrow.screenshots(page.equals(LIST) ? "narrow-admin-projects" : "narrow-admin-project");
                assertFalse(narrow.overflowsSideways(), page);
            }
            wide.click("#delete-now");
            wide.await("the notice", () -> wide.text("main").contains("The project is deleted."));
            assertEquals(List.of(), wide.consoleErrors());
            assertEquals(List.of(), wide.badResponses());
        }
    }

    private Browser admin() throws IOException {
        return Browser.signedInAs(Account.ADMIN).from(address);
    }

    private static Object idOf(String project) throws Exception {
        return PortalUnderTest.database().value("select id from projects where name = ?", project);
    }

    private static List<String> shown(HttpAnswer list) {
        return PROJECT.matcher(list.text()).results().map(row -> row.group(1)).toList();
    }
}
