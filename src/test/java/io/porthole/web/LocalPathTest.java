package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** THREATS.md, row 6: open redirects. */
class LocalPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/vms", "/live", "/live?q=ann", "/vms?q=desk%20top&page=2", "/history", "/history?user=ann&from=2026-01-01&before=2026-01-01T00%3A00%3A00Z_1", "/history?vm=a+b",
            "/console/0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b", "/admin/nodes", "/admin/projects/none", "/admin/rules", "/admin/settings", "/visits/0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b"})
    void pageOfOursIsWhereItGoes(String path) {
        assertEquals(path, LocalPath.of(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//evil", "///evil", "////evil", "/\\evil", "\\\\evil", "\\/evil", "/%2fevil", "%2f%2fevil", "/%2f%2fevil", "/%5cevil", "/\t/evil", "/\n/evil",
            " //evil", "http://evil", "https:evil", "HTTPS://evil/vms", "javascript:alert(1)", "data:text/html,x", "evil", "evil/vms", "@evil", "/vms@evil", "/vmsevil", "/VMS",
            ".evil", "/vms//evil", "/vms?q=//evil", "/vms/\\evil", "/vms\r\nLocation: http://evil", "/vms\n", "/vms?q=\r\nSet-Cookie: a=b", "/vms#//evil", "/vms?q=<script>",
            "/vms?q=\"x", "/signout", "/setup", "/api/consoles", "/static/x", "/vms?q=\u2028", "/vms?q=\u0000"})
    void whatIsNoPageOfOursGoesToTheList(String wanted) {
        assertEquals("/vms", LocalPath.of(wanted));
    }
}
