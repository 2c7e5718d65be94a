package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests on a console: what an invitation opens, what it does not, who may give one, and that nothing outlives it. */
@ArquillianTest
@RunAsClient
class InvitationsIT {

    /** DESIGN, decision 5: within 2 s; and one more, for the portal shares its cores with the tests. */
    private static final Duration ENDED = Duration.ofSeconds(3);

    private final String address = RecordedHistory.freshAddress();
    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();
    private String memberName;
    private String guestName;
    private Browser member;
    private Browser guest;

    @BeforeEach
    void aMemberAndSomebodyElse() throws Exception {
        memberName = Account.freshMember("workshop");
        guestName = Account.freshMember();
        member = Browser.newSignIn(memberName).from(address);
        guest = Browser.newSignIn(guestName).from(address);
    }

    // ---- what it opens

    @Test
    void theGuestSeesThatVmWithWhoSharesItAndNothingElse() throws Exception {
        assertEquals(404, guest.pressConsole(vm).status());
        invite("look");

        HttpAnswer list = guest.get("/vms?q=");

        assertTrue(list.says("Shared with you") && list.says("by " + memberName) && list.says(vm.name()), list.text());
        assertTrue(list.says("You are not in any project yet"), "the project stays unseen");
        assertEquals(404, guest.pressConsole(PortalUnderTest.nodes().freshVm()).status());
        assertEquals(404, guest.get("/vms/" + vm.id() + "/state").status());
    }

    @Test
    void theGuestOpensItAndLooksOnly() throws Exception {
        invite("look");
        UUID session = guest.openConsole(vm);

        try (RawWebSocket console = guest.connect(guest.token(session)).shakeHands()) {
            assertEquals(true, database.value("select view_only from console_sessions where id = ?", session));
            JsonObject state = json(guest.get("/console/" + session + "/state"));
            assertEquals("RUNNING", state.getString("state"));
            assertTrue(state.getJsonArray("people").getJsonObject(0).getBoolean("viewOnly"));
            assertTrue(console.isOpen());
        }
    }

    @Test
    void theGuestMayUseItWhereThatWasSaid() throws Exception {
        invite("use");

        assertEquals(false, database.value("select view_only from console_sessions where id = ?", guest.openConsole(vm)));
    }

    @Test
    void theGuestHasNoPowerAndNoBearerUrlAndInvitesNobody() throws Exception {
        invite("use");

        assertEquals(404, guest.post("/vms/" + vm.id() + "/stop").status());
        assertEquals(404, guest.askForBearerUrl(vm).status());
        assertEquals(403, invite(guest, vm, Account.freshMember(), "look").status());
        assertFalse(guest.get("/console/" + guest.openConsole(vm)).says("data-do=\"invite\""));
    }

    @Test
    void aGuestSitsBesideWhoeverHasAnExclusiveConsole() throws Exception {
        VmUnderTest exclusive = PortalUnderTest.nodes().freshExclusiveVm();
        Browser owner = Browser.newSignIn(Account.freshMember("solo"));
        UUID owned = owner.openConsole(exclusive);
        try (RawWebSocket console = owner.connect(owner.token(owned)).shakeHands()) {
            assertEquals(200, invite(owner, exclusive, guestName, "look").status());
            try (RawWebSocket beside = guest.console(exclusive)) {
                assertEquals(2, json(owner.get("/console/" + owned + "/state")).getJsonArray("people").size());
                assertTrue(beside.isOpen() && console.isOpen());
            }
        }
    }

    // ---- its end

    @Test
    void aWithdrawnInvitationEndsTheGuestsConsole() throws Exception {
        String invitation = invite("use");
        assertEnds(() -> assertEquals(200, member.post("/invitations/" + invitation + "/withdrawal").status()));
        assertFalse(guest.get("/vms?q=").says("Shared with you"));
        assertEquals(404, guest.pressConsole(vm).status());
        assertEquals(List.of("INVITED", "INVITATION_ENDED"), database.rows(
                "select action from audit_events where instance_id = ? and on_behalf_of = ? and action like 'INVIT%' order by id", vm.id(), guestName).stream().map(row -> row.get("action")).toList());
    }

    @Test
    void anInvitationWhoseTimeIsOverEndsTheGuestsConsole() throws Exception {
        String invitation = invite("use");
        assertEnds(() -> database.update("update console_invitations set ends_at = now() where id = ?", UUID.fromString(invitation)));
    }

    @Test
    void anInvitationEndsWithTheRightOfWhoGaveIt() throws Exception {
        invite("use");
        assertEnds(() -> database.update("delete from memberships where user_id = (select id from users where name = ?)", memberName));
    }

    @Test
    void aTokenThatWasGivenBeforeTheEndAdmitsNoMore() throws Exception {
        String invitation = invite("use");
        UUID session = guest.openConsole(vm);
        String token = guest.token(session);
        member.post("/invitations/" + invitation + "/withdrawal");

        try (RawWebSocket late = guest.connect(token)) {
            assertEquals(403, late.answer().status());
        }
        assertEquals(403, guest.askForToken(session).status());
    }

    @Test
    void onlyWhoGaveItWithdrawsIt() throws Exception {
        String invitation = invite("look");

        assertEquals(404, guest.post("/invitations/" + invitation + "/withdrawal").status());
        assertEquals(404, Browser.newSignIn(Account.freshMember("workshop")).post("/invitations/" + invitation + "/withdrawal").status());
        assertEquals(1, json(member.get("/invitations?vm=" + vm.id())).getJsonArray("invitations").size());
        assertEquals(0, json(Browser.newSignIn(Account.freshMember("workshop")).get("/invitations?vm=" + vm.id())).getJsonArray("invitations").size());
    }

    @Test
    void aSecondInvitationTakesThePlaceOfTheFirst() throws Exception {
        invite("use");
        invite("look");

        assertEquals(1, json(member.get("/invitations?vm=" + vm.id())).getJsonArray("invitations").size());
        assertEquals(true, database.value("select view_only from console_sessions where id = ?", guest.openConsole(vm)));
    }

    // ---- who may not

    @Test
    void nobodyInvitesToAVmThatTheyMayNotUse() throws Exception {
        assertRefused(403, "NOT_PERMITTED", invite(guest, vm, Account.freshMember(), "look"));
    }

    @Test
    void nobodyInvitesWhereTheProjectSaysNo() throws Exception {
        VmUnderTest cellar = PortalUnderTest.nodes().vm("cellar");
        Browser keeper = Browser.newSignIn(Account.freshMember("sealed")).from(address);

        assertRefused(403, "NOT_PERMITTED", invite(keeper, cellar, guestName, "look"));
        assertFalse(keeper.get("/console/" + keeper.openConsole(cellar)).says("data-do=\"invite\""));
    }

    @Test
    void whoMayOnlyLookInvitesNobody() throws Exception {
        assertRefused(403, "NOT_PERMITTED", invite(Browser.newSignIn(Account.freshMember("looking")).from(address), PortalUnderTest.nodes().vm("exhibit"), guestName, "look"));
    }

    @Test
    void nobodyOfThatNameIsInvited() throws Exception {
        assertRefused(404, "NO_SUCH_PERSON", invite(member, vm, "nobody-of-this-name", "look"));
    }

    @Test
    void whoMayAnyhowNeedsNoInvitation() throws Exception {
        assertRefused(409, "NEEDS_NONE", invite(member, vm, Account.freshMember("workshop"), "look"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2h", "999h", "-1"})
    void aTimeThatThePageDoesNotOfferIsNone(String time) throws Exception {
        assertEquals(400, member.post("/invitations", "vm", vm.id().toString(), "guest", guestName, "may", "look", "time", time).status());
        assertEquals(0, database.count("console_invitations where instance_id = ?", vm.id()));
    }

    private interface Change {
        void make() throws Exception;
    }

    private void assertEnds(Change change) throws Exception {
        UUID session = guest.openConsole(vm);
        try (RawWebSocket console = guest.connect(guest.token(session)).shakeHands()) {
            long start = System.nanoTime();
            change.make();
            assertEquals(4022, console.readClose().closeCode());
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.println("a guest's console ended after " + millis + " ms");
            assertTrue(millis < ENDED.toMillis(), millis + " ms");
        }
        RecordedHistory.assertEnded(session, "INVITATION_ENDED");
    }

    private void assertRefused(int status, String refusal, HttpAnswer answer) throws Exception {
        assertEquals(status, answer.status(), answer.toString());
        assertTrue(answer.says("\"refusal\":\"" + refusal + "\""), answer.text());
        assertEquals(1, database.count("audit_events where action = 'INVITATION_REFUSED' and refusal = ? and address = ?", refusal, address));
    }

    private String invite(String may) throws IOException {
        return json(invite(member, vm, guestName, may)).getString("id");
    }

    private static HttpAnswer invite(Browser browser, VmUnderTest vm, String guest, String may) throws IOException {
        return browser.post("/invitations", "vm", vm.id().toString(), "guest", guest, "may", may, "time", "1h");
    }

    private static JsonObject json(HttpAnswer answer) {
        assertEquals(200, answer.status(), answer.toString());
        return Json.createReader(new StringReader(answer.text())).readObject();
    }
}
