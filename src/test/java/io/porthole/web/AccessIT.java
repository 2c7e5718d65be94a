package io.porthole.web;

import static io.porthole.web.VmPage.vm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.RawRequest;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is protected, and that a VM of another project is as none. */
@ArquillianTest
@RunAsClient
class AccessIT {

    // ---- without a sign-in

    @ParameterizedTest
    @ValueSource(strings = {"/vms?q=a", "/vms/8f14e45f-ceea-4672-a950-0a3d58fb0001/state", "/history", "/live?q=a", "/console/8f14e45f-ceea-4672-a950-0a3d58fb0001"})
    void protectedPageLeadsToTheSignInAndBack(String page) throws IOException {
        HttpAnswer answer = Browser.anonymous().get(page);

        assertEquals(302, answer.status());
        assertTrue(answer.location().startsWith("/signin?to=%2F"), answer.location());
    }

    @Test
    void theListIsWhereASignInLeadsAnyway() throws IOException {
        assertEquals("/signin", Browser.anonymous().get("/vms").location());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/vms?part=list", "/api/v1/consoles", "/vms;x=y"})
    void aProgramWithoutASignInIsTold401(String path) throws IOException {
        assertEquals(401, RawRequest.of("GET", path).replace("Accept", "application/json").send().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/vms/8f14e45f-ceea-4672-a950-0a3d58fb0001/console", "/vms/8f14e45f-ceea-4672-a950-0a3d58fb0001/stop",
            "/console/8f14e45f-ceea-4672-a950-0a3d58fb0001/token", "/live/console/8f14e45f-ceea-4672-a950-0a3d58fb0001/cut", "/signout", "/api/v1/consoles"})
    void aChangeWithoutASignInIsTold401(String path) throws IOException {
        assertEquals(401, Browser.anonymous().post(path).status());
    }

    @Test
    void aPersonWhoseSignInEndedReadsItAndComesBackToThePageOfTheForm() throws IOException {
        String place = "/admin/users/8f14e45f-ceea-4672-a950-0a3d58fb0001";

        HttpAnswer answer = Browser.anonymous().post(place + "/limit", "most", "3");

        assertEquals(401, answer.status());
        assertTrue(answer.says("Your sign-in has ended") && answer.says("href=\"/signin?to=" + place.replace("/", "%2F") + "\""), answer.text());
    }

    @Test
    void theSetupLinkIsDeadOnceThereAreUsers() throws IOException {
        assertEquals(404, Browser.anonymous().get("/setup?token=" + "A".repeat(43)).status());
        assertEquals(404, Browser.anonymous().get("/setup").status());
    }

    // ---- a VM of another project is as none

    @ParameterizedTest
    @ValueSource(strings = {"console", "start", "stop", "reboot"})
    void whatIsDoneToAVmOfAnotherProjectIsAnsweredAsIfThereWereNone(String action) throws Exception {
        Browser demo = Browser.signedInAs(Account.DEMO);

        HttpAnswer foreign = demo.post("/vms/" + vm("vault").id() + "/" + action);
        HttpAnswer none = demo.post("/vms/" + UUID.randomUUID() + "/" + action);

        assertEquals(404, foreign.status());
        assertEquals(withoutIds(none), withoutIds(foreign));
        assertFalse(foreign.says("vault"));
    }

    @Test
    void theStateOfAVmOfAnotherProjectIsAnsweredAsIfThereWereNone() throws Exception {
        Browser demo = Browser.signedInAs(Account.DEMO);

        HttpAnswer foreign = demo.get("/vms/" + vm("vault").id() + "/state");

        assertEquals(404, foreign.status());
        assertEquals(demo.get("/vms/" + UUID.randomUUID() + "/state").text(), foreign.text());
        assertEquals("{\"state\":\"RUNNING\"}", demo.get("/vms/" + vm("desktop").id() + "/state").text());
    }

    @Test
    void theApiAnswersForAVmOfAnotherProjectAsIfThereWereNone() throws Exception {
        Browser demo = Browser.signedInAs(Account.DEMO);
        VmUnderTest none = new VmUnderTest(UUID.randomUUID(), "none", "studio", "alpha", true, null);

        HttpAnswer foreign = demo.askForBearerUrl(vm("vault"));

        assertEquals(404, foreign.status());
        assertEquals(withoutIds(demo.askForBearerUrl(none)), withoutIds(foreign));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "..", "%2e%2e", "8f14e45f-ceea-4672-a950-0a3d58fb000", "0-0-0-0-0"})
    void anIdThatIsNoUuidIsNotFound(String id) throws Exception {
        assertEquals(404, Browser.signedInAs(Account.DEMO).post("/vms/" + id + "/console").status());
    }

    private static String withoutIds(HttpAnswer answer) {
        return answer.status() + answer.text().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
    }
}
