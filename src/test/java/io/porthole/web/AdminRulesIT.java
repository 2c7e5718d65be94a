package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.ProjectRights;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.Recordings;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What limits consoles and whose are recorded, as administrators read it and add to it. */
@ArquillianTest
@RunAsClient
class AdminRulesIT {

    private static final String PAGE = "/admin/rules";

    private final String address = RecordedHistory.freshAddress();

    @Test
    void rulesOfTheSettingsAreThereInWordsWithWhereTheyStand() throws Exception {
        HttpAnswer page = admin().get(PAGE);

        assertTrue(page.text().matches("(?s).*No console, but for the following</span>.*<code class=\"breaks\">recording</code>\\s*<span[^>]*>Porthole’s default.*"), page.text());
        assertTrue(page.text().matches("(?s).*VMs of project " + ProjectRights.RECORDED.project() + "</span>.*<code class=\"breaks\">project." + ProjectRights.RECORDED.project()
                + ".recording</code>\\s*<span[^>]*>/[^<]*porthole.properties.*"), page.text());
        assertTrue(page.says("Visits of guests who were invited") && page.says("A single visit, where its person asks for it") && page.says("passwords included"), page.text());
    }

    @Test
    void limitsAreThereInWordsWithWhereTheyStand() throws Exception {
        HttpAnswer page = admin().get(PAGE);

        assertTrue(limit(page, "max_sessions_per_instance").matches("(?s).*Open consoles of one VM.*<p>" + PortalUnderTest.CONSOLES_PER_VM + "</p>.*porthole.properties.*"),
                limit(page, "max_sessions_per_instance"));
        assertTrue(limit(page, "idle_timeout").matches("(?s).*A console without keys.*no limit.*Porthole’s default.*"), limit(page, "idle_timeout"));
        assertTrue(limit(page, "project." + ProjectRights.SOLO.project() + ".exclusive").matches("(?s).*one person at a time.*in project " + ProjectRights.SOLO.project() + ".*yes.*"), page.text());
    }

    @Test
    void aVmIsRecordedFromTheMomentThatARuleIsAddedUntilItIsTakenBack() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        assertFalse(recorded(vm));

        assertEquals(PAGE + "?done=rule-added", add("INSTANCE", vm.name()).location());

        assertTrue(recorded(vm));
        Recordings.of(connect(vm), "ENDED");
        assertTrue(admin().get(PAGE).says("VM " + vm.name()), "the page tells it");
        assertEquals(PAGE + "?done=rule-removed", admin().post(PAGE + "/remove", "kind", "INSTANCE", "target", vm.id().toString()).location());
        assertFalse(recorded(vm));
        assertEquals(404, admin().post(PAGE + "/remove", "kind", "INSTANCE", "target", vm.id().toString()).status());
        assertEquals(List.of("RECORDING_RULE_ADDED", "RECORDING_RULE_REMOVED", "ADMINISTRATION_REFUSED TARGET_NOT_FOUND"), RecordedHistory.trailFrom(address));
        assertEquals(2L, PortalUnderTest.database().count("audit_events where address = ? and user_name = 'admin' and detail = 'INSTANCE " + vm.name() + " (" + vm.id() + ")'", address));
    }

    @Test
    void aProjectIsRecordedAndForgottenWithIt() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        String project = "recorded-" + UUID.randomUUID();
        admin().post("/admin/projects", "name", project);
        Object id = PortalUnderTest.database().value("select id from projects where name = ?", project);
        admin().post("/admin/projects/" + id + "/assign", "vm", vm.name());

        add("PROJECT", project);

        assertTrue(admin().get("/vms?q=" + vm.id()).says("class=\"recorded\""));
        admin().post("/admin/projects/" + id + "/give-back", "vm", vm.id().toString());
        assertFalse(admin().get("/vms?q=" + vm.id()).says("class=\"recorded\""));
        assertEquals(303, admin().post("/admin/projects/" + id + "/delete").status());
        assertEquals(0L, PortalUnderTest.database().count("recording_rules where target = ?", project));
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, no-such-vm", "PROJECT, no-such-project", "ROLE, UNKNOWN", "ROLE, OWNER", "NODE, alpha", "'', ''"})
    void whatIsNotThereIsNotAdded(String kind, String target) throws Exception {
        HttpAnswer answer = add(kind, target);

        assertEquals(404, answer.status());
        assertTrue(answer.says("Nothing was added"), answer.text());
        assertEquals(List.of("ADMINISTRATION_REFUSED TARGET_NOT_FOUND"), RecordedHistory.trailFrom(address));
    }

    private HttpAnswer add(String kind, String target) throws IOException {
        return admin().post(PAGE + "/add", "kind", kind, "target", target);
    }

    private Browser admin() throws IOException {
        return Browser.signedInAs(Account.ADMIN).from(address);
    }

    private static boolean recorded(VmUnderTest vm) throws IOException {
        return Browser.signedInAs(Account.WORKER).get("/vms?q=" + vm.id()).says("class=\"recorded\"");
    }

    private static UUID connect(VmUnderTest vm) throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsole(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            console.sendBinary(new RfbMessage().updateRequest().toBytes());
            vm.vnc().awaitReady(1, Duration.ofSeconds(20));
            vm.vnc().send("seen".getBytes(StandardCharsets.US_ASCII));
            console.readBytes(4);
            console.sendClose(1000);
            console.readClose();
        }
        return session;
    }

    private static String limit(HttpAnswer page, String key) {
        return page.text().substring(page.text().indexOf("id=\"limit-" + key + "\"")).split("</tr>")[0];
    }
}
