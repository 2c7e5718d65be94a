package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.Account;
import io.porthole.testing.ComputeNodesUnderTest;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The VMs as programs find them. */
@ArquillianTest
@RunAsClient
class VmsApiIT {

    @Test
    void aMemberSeesThoseOfTheirProjects() throws Exception {
        ApiProgram demo = ApiProgram.of(Account.DEMO);

        assertEquals(List.of("archive", "desktop", "headless", "rescue"), names(demo, "/vms"));
        assertEquals(List.of("archive"), names(demo, "/vms?state=OFF"));
        assertEquals(List.of("desktop"), names(demo, "/vms?name=desktop"));
        assertEquals(List.of(), names(demo, "/vms?project=treasury"));
        assertEquals(List.of("vault"), names(ApiProgram.of(Account.ADMIN), "/vms?project=treasury"));
    }

    @Test
    void oneOfAnotherProjectIsAnsweredAsIfThereWereNone() throws Exception {
        VmUnderTest vault = PortalUnderTest.nodes().vm("vault");
        String address = RecordedHistory.freshAddress();
        ApiProgram demo = ApiProgram.of(Account.DEMO).from(address);

        HttpAnswer foreign = demo.get("/vms/" + vault.id());

        ApiProgram.assertRefused(404, "INSTANCE_NOT_FOUND", foreign);
        assertEquals(withoutIds(demo.get("/vms/" + UUID.randomUUID())), withoutIds(foreign));
        assertEquals(List.of("API_REFUSED INSTANCE_NOT_FOUND", "API_REFUSED INSTANCE_NOT_FOUND"), RecordedHistory.trailFrom(address));
        ApiProgram.assertRefused(400, "MALFORMED", demo.get("/vms?after=" + vault.id()));
        assertEquals("vault", OpenStackHttp.json(ApiProgram.of(Account.EVE).get("/vms/" + vault.id()), "name"));
    }

    @Test
    void pagesFollowEachOtherByName() throws Exception {
        ApiProgram admin = ApiProgram.of(Account.ADMIN);
        List<String> found = new ArrayList<>();
        String next = "/api/v1/vms?project=many&limit=20";
        while (next != null) {
            HttpAnswer answer = admin.get(next.substring(ApiDocument.ROOT.length()));
            found.addAll(namesOf(answer));
            next = (String) OpenStackHttp.json(answer, "next");
        }

        assertEquals(IntStream.rangeClosed(1, ComputeNodesUnderTest.MANY).mapToObj("many-%02d"::formatted).toList(), found);
    }

    private static List<String> names(ApiProgram program, String target) throws IOException {
        return namesOf(program.get(target));
    }

    @SuppressWarnings("unchecked")
    private static List<String> namesOf(HttpAnswer answer) throws IOException {
        assertEquals(200, answer.status(), answer.toString());
        return ((List<Map<String, Object>>) OpenStackHttp.json(answer, "vms")).stream().map(vm -> (String) vm.get("name")).toList();
    }

    private static String withoutIds(HttpAnswer answer) {
        return answer.status() + answer.text().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
    }
}
