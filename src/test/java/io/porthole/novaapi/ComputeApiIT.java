package io.porthole.novaapi;

import static io.porthole.testing.OpenStackHttp.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Nova tells of itself and of servers, key by key: its clients refuse a key too many as they miss one too few. */
@ArquillianTest
@RunAsClient
class ComputeApiIT {

    private static final String SERVERS = "/compute/v2.1/servers";
    private static final Set<String> KEYS = Set.of("id", "name", "status", "tenant_id", "user_id", "metadata", "hostId", "addresses", "links", "created", "updated",
            "accessIPv4", "accessIPv6", "key_name", "config_drive", "image", "flavor", "progress", "security_groups", "OS-DCF:diskConfig",
            "OS-EXT-AZ:availability_zone", "OS-EXT-STS:vm_state", "OS-EXT-STS:task_state", "OS-EXT-STS:power_state", "OS-SRV-USG:launched_at",
            "OS-SRV-USG:terminated_at", "os-extended-volumes:volumes_attached");
    private static final Set<String> FOR_ADMINISTRATORS = Set.of("OS-EXT-SRV-ATTR:host", "OS-EXT-SRV-ATTR:hypervisor_hostname", "OS-EXT-SRV-ATTR:instance_name");
    private static final Set<String> FOR_ADMINISTRATORS_FROM_2_3 = Set.of("OS-EXT-SRV-ATTR:reservation_id", "OS-EXT-SRV-ATTR:launch_index", "OS-EXT-SRV-ATTR:kernel_id",
            "OS-EXT-SRV-ATTR:ramdisk_id", "OS-EXT-SRV-ATTR:hostname", "OS-EXT-SRV-ATTR:root_device_name", "OS-EXT-SRV-ATTR:user_data");

    private final VmUnderTest desktop = PortalUnderTest.nodes().vm("desktop");
    private final VmUnderTest vault = PortalUnderTest.nodes().vm("vault");

    // ---- versions

    @ParameterizedTest
    @ValueSource(strings = {"/compute", "/compute/"})
    void theRootTellsBothVersions(String path) throws IOException {
        HttpAnswer answer = OpenStackHttp.nobody().get(path);

        assertEquals(200, answer.status(), answer.toString());
        assertEquals("v2.0", json(answer, "versions", "0", "id"));
        assertEquals("", json(answer, "versions", "0", "version"));
        assertEquals("v2.1", json(answer, "versions", "1", "id"));
        assertEquals("CURRENT", json(answer, "versions", "1", "status"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/compute/v2.1", "/compute/v2.1/"})
    void theVersionTellsItsMicroversionsWithoutAToken(String path) throws IOException {
        HttpAnswer answer = OpenStackHttp.nobody().get(path);

        assertEquals(200, answer.status(), answer.toString());
        assertEquals("2.1", json(answer, "version", "min_version"));
        assertEquals("2.8", json(answer, "version", "version"));
        assertEquals(PortalUnderTest.url() + "/compute/v2.1/", json(answer, "version", "links", "0", "href"));
        assertEquals("application/vnd.openstack.compute+json;version=2.1", json(answer, "version", "media-types", "0", "type"));
    }

    @Test
    void theVersionBeforeMicroversionsAnswersToo() throws IOException {
        assertEquals("v2.0", json(OpenStackHttp.nobody().get("/compute/v2/"), "version", "id"));
        HttpAnswer answer = demo().speaking("2.99").get("/compute/v2/servers/" + desktop.id());
        assertEquals(200, answer.status(), answer.toString());
        assertEquals("2.1", answer.header("X-OpenStack-Nova-API-Version").orElseThrow());
    }

    // ---- microversions

    @ParameterizedTest
    @CsvSource({"2.1, 2.1", "2.8, 2.8", "latest, 2.8"})
    void theMicroversionThatWasUsedStandsInTheAnswer(String asked, String used) throws IOException {
        HttpAnswer answer = demo().speaking(asked).get(SERVERS);

        assertEquals("compute " + used, answer.header("OpenStack-API-Version").orElseThrow());
        assertEquals(used, answer.header("X-OpenStack-Nova-API-Version").orElseThrow());
        assertEquals(Set.of("OpenStack-API-Version", "X-OpenStack-Nova-API-Version"), varies(answer));
    }

    @Test
    void theStandardHeaderGoesBeforeTheOlderOne() throws IOException {
        HttpAnswer answer = demo().speaking("2.2").request("GET", SERVERS).header("OpenStack-API-Version", "compute 2.6").send();

        assertEquals("2.6", answer.header("X-OpenStack-Nova-API-Version").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"2.9, 406, computeFault", "3.0, 406, computeFault", "2.0, 406, computeFault", "2, 400, badRequest", "newest, 400, badRequest"})
    void aMicroversionThatIsNotServedIsAFault(String asked, int status, String fault) throws IOException {
        HttpAnswer answer = demo().speaking(asked).get(SERVERS);

        assertFault(status, fault, answer);
    }

    // ---- one server

    @ParameterizedTest
    @ValueSource(strings = {"2.1", "2.2", "2.3", "2.5", "2.6", "2.8"})
    void aServerHasExactlyTheKeysOfItsMicroversion(String version) throws IOException {
        assertEquals(sorted(KEYS), server(demo().speaking(version), desktop).keySet());
    }

    @ParameterizedTest
    @CsvSource({"2.1, false", "2.2, false", "2.3, true", "2.8, true"})
    void administratorsSeeWhereAServerRuns(String version, boolean more) throws IOException {
        Set<String> keys = sorted(KEYS);
        keys.addAll(FOR_ADMINISTRATORS);
        keys.addAll(more ? FOR_ADMINISTRATORS_FROM_2_3 : Set.of());

        Map<String, Object> server = server(OpenStackHttp.as(Account.ADMIN, "studio").speaking(version), desktop);

        assertEquals(keys, server.keySet());
        assertEquals("alpha", server.get("OS-EXT-SRV-ATTR:host"));
    }

    @Test
    void aRunningServerIsActive() throws Exception {
        Map<String, Object> server = server(demo(), desktop);

        assertEquals(desktop.id().toString(), server.get("id"));
        assertEquals("desktop", server.get("name"));
        assertEquals("ACTIVE", server.get("status"));
        assertEquals("active", server.get("OS-EXT-STS:vm_state"));
        assertEquals(1L, server.get("OS-EXT-STS:power_state"));
        assertEquals(PortalUnderTest.database().value("select id from projects where name = 'studio'").toString(), server.get("tenant_id"));
        assertTrue(server.get("created").toString().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), server.get("created").toString());
    }

    @Test
    void aServerThatIsOffIsShutOffAndHasNoProgress() throws IOException {
        Map<String, Object> server = server(demo(), PortalUnderTest.nodes().vm("archive"));

        assertEquals("SHUTOFF", server.get("status"));
        assertEquals("stopped", server.get("OS-EXT-STS:vm_state"));
        assertEquals(4L, server.get("OS-EXT-STS:power_state"));
        assertFalse(server.containsKey("progress"));
    }

    @Test
    void aServerWhoseNodeIsSilentIsUnknown() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        PortalUnderTest.database().update("update instances set node = 'refusing' where id = ?", vm.id());

        assertEquals("UNKNOWN", server(OpenStackHttp.as(Account.WORKER, "workshop"), vm).get("status"));
    }

    @Test
    void anyNameStandsAsItIs() throws Exception {
        String user = Account.freshMember("names");

        HttpAnswer answer = OpenStackHttp.with(OpenStackHttp.newToken(user, "names")).get(SERVERS);

        assertEquals(8, names(answer).size());
        assertTrue(names(answer).contains("<img src=x onerror=alert(1)>"), answer.toString());
        assertEquals("nosniff", answer.header("X-Content-Type-Options").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"desktop", "x", "8f14e45f-ceea-4672-a950-0a3d58fb0001", "..%2fdesktop"})
    void whatIsNoServersIdIsNotFound(String id) throws IOException {
        assertFault(404, "itemNotFound", demo().get(SERVERS + "/" + id));
    }

    @Test
    void aServerOfAnotherProjectIsAsNone() throws IOException {
        HttpAnswer foreign = demo().get(SERVERS + "/" + vault.id());
        UUID none = UUID.randomUUID();

        assertFault(404, "itemNotFound", foreign);
        assertEquals(demo().get(SERVERS + "/" + none).text().replace(none.toString(), "ID"), foreign.text().replace(vault.id().toString(), "ID"));
    }

    /** What a person is in one project is nothing in another one's token. */
    @Test
    void aTokenOfOneProjectSeesNothingOfAnotherOneOfTheSamePerson() throws Exception {
        String user = Account.freshMember("studio", "treasury");
        OpenStackHttp studio = OpenStackHttp.with(OpenStackHttp.newToken(user, "studio"));

        assertFault(404, "itemNotFound", studio.get(SERVERS + "/" + vault.id()));
        assertFault(404, "itemNotFound", studio.askForConsole(vault.id()));
        assertEquals(List.of("archive", "desktop", "headless", "rescue"), names(studio.get(SERVERS)));
    }

    // ---- lists

    @Test
    void theShortListHasIdsNamesAndLinks() throws IOException {
        HttpAnswer answer = demo().get(SERVERS);

        assertEquals(200, answer.status(), answer.toString());
        assertEquals(List.of("archive", "desktop", "headless", "rescue"), names(answer));
        assertEquals(Set.of("id", "name", "links"), ((Map<?, ?>) json(answer, "servers", "0")).keySet());
        assertEquals("self", json(answer, "servers", "1", "links", "0", "rel"));
        assertEquals(PortalUnderTest.url() + SERVERS + "/" + desktop.id(), json(answer, "servers", "1", "links", "0", "href"));
        assertFalse(json(answer).containsKey("servers_links"));
    }

    @Test
    void theLongListHasTheWholeServers() throws IOException {
        HttpAnswer answer = demo().get(SERVERS + "/detail");

        assertEquals(List.of("archive", "desktop", "headless", "rescue"), names(answer));
        assertEquals(sorted(KEYS), ((Map<?, ?>) json(answer, "servers", "1")).keySet());
    }

    @ParameterizedTest
    @CsvSource({"desktop, desktop", "^desk, desktop", "e, archive desktop headless rescue", "'a|x', archive headless", "^rescue$, rescue", "xyz, ''", "'', archive desktop headless rescue"})
    void aNameIsARegularExpression(String pattern, String names) throws IOException {
        assertEquals(names, String.join(" ", names(demo().get(SERVERS + "?name=" + URLEncoder.encode(pattern, StandardCharsets.UTF_8)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "a_b", "(", "*", "[a", "\\", "a{9999999}"})
    void aNameThatIsNoRegularExpressionStillFindsTheVmThatIsCalledSo(String name) throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        PortalUnderTest.database().update("update instances set display_name = ? where id = ?", name, vm.id());
        HttpAnswer answer = OpenStackHttp.as(Account.WORKER, "workshop").get(SERVERS + "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));

        assertEquals(200, answer.status(), answer.toString());
        assertTrue(names(answer).contains(name), answer.toString());
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE, desktop headless rescue", "shutoff, archive", "ERROR, ''", "BUILD, ''", "NONSENSE, ''", "ACTIVE&status=SHUTOFF, archive desktop headless rescue"})
    void aStatusNarrowsTheList(String status, String names) throws IOException {
        assertEquals(names, String.join(" ", names(demo().get(SERVERS + "?status=" + status))));
    }

    @Test
    void aParameterThatPortholeDoesNotKnowIsIgnored() throws IOException {
        assertEquals(4, names(demo().get(SERVERS + "?deleted=False&sort_key=created_at&sort_dir=desc&ip=10.0.0.1&x=y")).size());
        assertEquals(0, names(demo().get(SERVERS + "?deleted=True")).size());
    }

    @Test
    void pagesFollowEachOtherByTheirLinks() throws Exception {
        OpenStackHttp member = OpenStackHttp.with(OpenStackHttp.newToken(Account.freshMember("many"), "many"));
        List<String> names = new ArrayList<>();
        String next = SERVERS + "/detail?limit=20&status=ACTIVE";
        int pages = 0;
        while (next != null) {
            HttpAnswer answer = member.get(next);
            names.addAll(names(answer));
            pages++;
            String link = json(answer).containsKey("servers_links") ? (String) json(answer, "servers_links", "0", "href") : null;
            next = link == null ? null : URI.create(link).getPath() + "?" + URI.create(link).getRawQuery();
        }

        assertEquals(3, pages);
        assertEquals(45, Set.copyOf(names).size());
        assertEquals(names.stream().sorted().toList(), names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=-1", "limit=x", "limit=", "marker=x", "marker=8f14e45f-ceea-4672-a950-0a3d58fb0001", "all_tenants=perhaps"})
    void aParameterThatCannotBeUnderstoodIsABadRequest(String parameter) throws IOException {
        assertFault(400, "badRequest", demo().get(SERVERS + "?" + parameter));
    }

    @Test
    void theMarkerOfAServerOfAnotherProjectIsNone() throws IOException {
        assertFault(400, "badRequest", demo().get(SERVERS + "?marker=" + vault.id()));
    }

    @Test
    void aLimitOfZeroIsAnEmptyList() throws IOException {
        assertEquals(List.of(), names(demo().get(SERVERS + "?limit=0")));
    }

    /** What the door refuses itself; consoles and power tell the trail by themselves. */
    @Test
    void whatIsRefusedStandsInTheTrail() throws Exception {
        String address = RecordedHistory.freshAddress();
        OpenStackHttp demo = demo().from(address);
        String secret = "A".repeat(43);

        demo.get(SERVERS + "/desktop");
        demo.get(SERVERS + "/" + vault.id());
        demo.get(SERVERS + "?all_tenants=True");
        demo.get("/compute/v2.1/os-console-auth-tokens/" + secret);
        OpenStackHttp.with("none").from(address).get(SERVERS);
        OpenStackHttp.nobody().from(address).get("/compute/v2.1/os-console-auth-tokens/" + secret);

        assertEquals(List.of("API_REFUSED demo INSTANCE_NOT_FOUND NOVA GET " + SERVERS + "/" + vault.id(), "API_REFUSED demo NOT_PERMITTED NOVA GET " + SERVERS,
                "API_REFUSED demo NOT_PERMITTED NOVA GET /compute/v2.1/os-console-auth-tokens/...", "API_REFUSED TOKEN_UNKNOWN NOVA GET " + SERVERS,
                "API_REFUSED TOKEN_MISSING NOVA GET /compute/v2.1/os-console-auth-tokens/..."),
                PortalUnderTest.database().rows("select concat_ws(' ', action, user_name, refusal, door, detail) as told from audit_events where address = ? order by id", address)
                        .stream().map(row -> row.get("told")).toList());
    }

    @Test
    void allTenantsAreForAdministratorsOnly() throws IOException {
        OpenStackHttp admin = OpenStackHttp.as(Account.ADMIN, "studio");

        assertFault(403, "forbidden", demo().get(SERVERS + "?all_tenants=True"));
        assertEquals(List.of("archive", "desktop", "headless", "rescue"), names(admin.get(SERVERS)));
        assertTrue(ids(admin.get(SERVERS + "?all_tenants=1&name=%5Evault%24")).contains(vault.id().toString()));
        assertFalse(ids(admin.get(SERVERS + "?name=%5Evault%24")).contains(vault.id().toString()));
        assertEquals(List.of("orphan"), names(admin.get(SERVERS + "?all_tenants&name=%5Eorphan%24")));
        assertEquals(200, admin.get(SERVERS + "/" + vault.id()).status());
    }

    @Test
    void aReaderSeesTheProjectsServers() throws IOException {
        OpenStackHttp reader = OpenStackHttp.as(Account.AUDITOR, "studio");

        assertEquals(List.of("archive", "desktop", "headless", "rescue"), names(reader.get(SERVERS)));
        assertEquals("ACTIVE", server(reader, desktop).get("status"));
        assertFault(404, "itemNotFound", reader.get(SERVERS + "/" + vault.id()));
    }

    // ---- flavors and images

    @Test
    void theFlavorOfAServerIsItsSize() throws IOException {
        String id = (String) ((Map<?, ?>) server(demo(), desktop).get("flavor")).get("id");
        HttpAnswer answer = demo().get("/compute/v2.1/flavors/" + id);

        assertEquals(1L, json(answer, "flavor", "vcpus"));
        assertEquals(64L, json(answer, "flavor", "ram"));
        assertEquals(Set.of("id", "name", "vcpus", "ram", "disk", "swap", "rxtx_factor", "OS-FLV-EXT-DATA:ephemeral", "OS-FLV-DISABLED:disabled",
                "os-flavor-access:is_public", "links"), ((Map<?, ?>) json(answer, "flavor")).keySet());
        assertEquals(id, json(demo().get("/compute/v2.1/flavors/detail?is_public=None"), "flavors", "0", "id"));
        assertEquals(Set.of("id", "name", "links"), ((Map<?, ?>) json(demo().get("/compute/v2.1/flavors"), "flavors", "0")).keySet());
        assertEquals(Map.of(), json(demo().get("/compute/v2.1/flavors/" + id + "/os-extra_specs"), "extra_specs"));
        assertFault(404, "itemNotFound", demo().get("/compute/v2.1/flavors/m1.tiny"));
        assertFault(404, "itemNotFound", demo().get("/compute/v2.1/flavors/m1.tiny/os-extra_specs"));
    }

    @Test
    void thereAreNoImages() throws IOException {
        assertEquals(300, OpenStackHttp.nobody().get("/image").status());
        assertEquals("CURRENT", json(OpenStackHttp.nobody().get("/image/"), "versions", "0", "status"));
        assertEquals(List.of(), json(demo().get("/image/v2/images"), "images"));
        assertEquals(404, demo().get("/image/v2/images/x").status());
    }

    // ---- faults

    @Test
    void whatPortholeDoesNotDoIsSaidInWords() throws IOException {
        HttpAnswer create = demo().post(SERVERS, "{\"server\": {\"name\": \"x\", \"imageRef\": \"\", \"flavorRef\": \"1\"}}");

        assertFault(501, "notImplemented", create);
        assertTrue(create.says("Porthole shows VMs and makes none"));
        assertFault(501, "notImplemented", demo().delete(SERVERS + "/" + desktop.id()));
    }

    @Test
    void anUnknownPlaceOrMethodIsAFault() throws IOException {
        assertFault(404, "itemNotFound", demo().get("/compute/v2.1/os-hypervisors"));
        assertFault(404, "itemNotFound", demo().get("/compute/v9"));
        assertFault(405, "badMethod", demo().request("PUT", SERVERS).body("application/json", "{}").send());
    }

    private static OpenStackHttp demo() throws IOException {
        return OpenStackHttp.as(Account.DEMO, "studio");
    }

    private static Map<String, Object> server(OpenStackHttp http, VmUnderTest vm) throws IOException {
        HttpAnswer answer = http.get(SERVERS + "/" + vm.id());
        assertEquals(200, answer.status(), answer.toString());
        Map<String, Object> server = new java.util.TreeMap<>();
        ((Map<?, ?>) json(answer, "server")).forEach((name, value) -> server.put((String) name, value));
        return server;
    }

    private static List<String> ids(HttpAnswer answer) {
        assertEquals(200, answer.status(), answer.toString());
        return ((List<?>) json(answer, "servers")).stream().map(server -> (String) ((Map<?, ?>) server).get("id")).toList();
    }

    private static List<String> names(HttpAnswer answer) {
        assertEquals(200, answer.status(), answer.toString());
        return ((List<?>) json(answer, "servers")).stream().map(server -> (String) ((Map<?, ?>) server).get("name")).toList();
    }

    private static Set<String> sorted(Set<String> keys) {
        return new TreeSet<>(keys);
    }

    private static Set<String> varies(HttpAnswer answer) {
        Set<String> names = new TreeSet<>();
        answer.headers("Vary").forEach(line -> names.addAll(Arrays.asList(line.split(", ?"))));
        return names;
    }

    private static void assertFault(int status, String name, HttpAnswer answer) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals((long) status, json(answer, name, "code"));
        assertTrue(json(answer, name, "message").toString().length() > 5, answer.text());
        assertTrue(answer.header("x-openstack-request-id").orElseThrow().startsWith("req-"));
        assertFalse(answer.says("Exception") || answer.says("\tat "), answer.text());
    }
}
