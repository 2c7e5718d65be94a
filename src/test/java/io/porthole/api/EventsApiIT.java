package io.porthole.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.OpenStackHttp;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit trail as programs search it. */
@ArquillianTest
@RunAsClient
class EventsApiIT {

    private final String address = RecordedHistory.freshAddress();

    @Test
    void aMemberIsRefusedAndTheTrailTellsIt() throws Exception {
        HttpAnswer answer = ApiProgram.of(Account.WORKER).from(address).get("/audit/events");

        UUID incident = ApiProgram.assertRefused(403, "NOT_PERMITTED", answer);
        Map<String, Object> told = ApiProgram.of(Account.AUDITOR).list("/audit/events?id=" + incident, "events").get(0);
        assertEquals(List.of("API_REFUSED", "NOT_PERMITTED", "worker", address, "API", "GET /api/v1/audit/events"),
                List.of(told.get("action"), told.get("refusal"), told.get("user"), told.get("address"), told.get("door"), told.get("detail")));
    }

    @Test
    void anEventIsTold() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        String userName = Account.freshMember("workshop");
        UUID session = Browser.newSignIn(userName).from(address).openConsole(vm);

        Map<String, Object> told = ApiProgram.of(Account.ADMIN).list("/audit/events?action=CONSOLE_AUTHORIZED&user=" + userName, "events").get(0);

        assertEquals(List.of(userName, vm.name(), vm.id().toString(), "workshop", vm.node(), session.toString(), "PAGE", address),
                List.of(told.get("user"), told.get("vm"), told.get("vm_id"), told.get("project"), told.get("node"), told.get("session"), told.get("door"), told.get("address")));
    }

    @Test
    void whetherAForwardedChainWasBelievedIsToldAndWithoutOneThereIsNothingToBelieve() throws Exception {
        Browser.anonymous().from(address).signIn("nobody", "wrong password");
        assertEquals(Collections.singletonList(null), believed(address));

        String client = RecordedHistory.freshAddress();
        Browser proxy = Browser.anonymous().from(PortalUnderTest.TRUSTED_PROXY);
        proxy.get("/signin");
        RawRequest signIn = proxy.request("POST", "/signin").body("application/x-www-form-urlencoded", "name=nobody&password=wrong&csrf=" + proxy.formToken());
        proxy.send(signIn.header("X-Forwarded-For", client));
        assertEquals(List.of(true), believed(client));
    }

    private static List<Object> believed(String from) throws IOException {
        return ApiProgram.of(Account.AUDITOR).list("/audit/events?address=" + from, "events").stream().map(event -> event.get("forwarded_believed")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&user=NAME", "&action=SIGN_IN_REFUSED", "&outcome=REFUSED", "&from=2026-01-01", "&q=NAME"})
    void aListIsNarrowedAndGoesOn(String narrowed) throws Exception {
        String name = "nobody-" + UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            Browser.anonymous().from(address).signIn(name, "wrong password");
        }
        ApiProgram auditor = ApiProgram.of(Account.AUDITOR);
        List<Object> found = new ArrayList<>();
        String next = "/api/v1/audit/events?limit=2&address=" + address + narrowed.replace("NAME", name);
        int pages = 0;
        while (next != null && pages++ < 10) {
            HttpAnswer answer = auditor.get(next.substring(ApiDocument.ROOT.length()));
            found.addAll(idsOf(answer));
            next = (String) OpenStackHttp.json(answer, "next");
        }

        assertEquals(PortalUnderTest.database().rows("select id from audit_events where address = ? order by id desc", address).stream().map(row -> row.get("id")).toList(), found);
        assertEquals(3, found.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"outcome=DONE", "action=SIGNED_IN", "to=2026-01-01", "q=nothing-that-is-there", "project=studio", "node=alpha", "vm=desktop"})
    void whatDoesNotFitIsLeftOut(String narrowed) throws Exception {
        Browser.anonymous().from(address).signIn("nobody-" + UUID.randomUUID(), "wrong password");

        assertEquals(List.of(), ApiProgram.of(Account.AUDITOR).list("/audit/events?address=" + address + "&" + narrowed, "events"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=2026-01-01T00:00:00Z_x", "after=7", "outcome=MAYBE", "id=1"})
    void whatCannotBeUnderstoodIsTheCallersMistake(String query) throws Exception {
        ApiProgram.assertRefused(400, "MALFORMED", ApiProgram.of(Account.AUDITOR).get("/audit/events?" + query));
    }

    @SuppressWarnings("unchecked")
    private static List<Long> idsOf(HttpAnswer answer) throws IOException {
        return ((List<Map<String, Object>>) OpenStackHttp.json(answer, "events")).stream().map(event -> ((Number) event.get("event_id")).longValue()).toList();
    }
}
