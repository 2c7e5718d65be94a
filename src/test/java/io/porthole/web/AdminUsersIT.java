package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators change about users, and that nobody else does. */
@ArquillianTest
@RunAsClient
class AdminUsersIT {

    private static final String LIST = "/admin/users";
    private static final String PASSWORD = "a new password of mine";
    private static final Pattern LINK = Pattern.compile("<code id=\"link\">" + "http://127.0.0.1:\\d+(/password\\?token=([A-Za-z0-9_-]{43}))</code>");
    private static final Pattern USER = Pattern.compile("id=\"user-([0-9a-f-]{36})\"");

    private final String address = RecordedHistory.freshAddress();

    // ---- who may

    @ParameterizedTest
    @EnumSource(value = Account.class, names = {"DEMO", "AUDITOR"})
    void whoIsNoAdministratorSeesAndChangesNothingAndTheTrailTellsIt(Account account) throws Exception {
        String name = Account.freshMember("studio");
        String user = LIST + "/" + Account.idOf(name);
        Browser browser = Browser.signedInAs(account).from(address);

        assertRefused(browser.get(LIST));
        assertRefused(browser.get(user));
        assertRefused(browser.post(LIST, "name", "mallory-" + address));
        for (String change : List.of("disable", "enable", "password", "link", "signins", "grant", "take", "limit", "unlimit")) {
            assertRefused(browser.post(user + "/" + change, "project", project("studio"), "role", "ADMIN", "password", PASSWORD, "password2", PASSWORD));
        }

        assertEquals(12, RecordedHistory.trailFrom(address).size());
        assertEquals(List.of("ADMINISTRATION_REFUSED ADMINISTRATORS_ONLY"), RecordedHistory.trailFrom(address).stream().distinct().toList());
        assertEquals(0, PortalUnderTest.database().count("users where name = ?", "mallory-" + address));
        assertEquals(1, PortalUnderTest.database().count("users where name = ? and enabled", name));
        assertEquals(List.of("studio MEMBER"), roles(name));
        assertEquals(303, Browser.anonymous().signIn(name, Account.PASSWORD).status());
    }

    private static void assertRefused(HttpAnswer answer) {
        assertEquals(403, answer.status());
        assertTrue(answer.says("This page is for administrators"), answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/users", "/account"})
    void withoutASignInThereIsNoPageAndAfterItThereIs(String page) throws Exception {
        HttpAnswer answer = Browser.anonymous().get(page);

        assertEquals("/signin?to=" + page.replace("/", "%2F"), answer.location());
        assertEquals(page, Browser.anonymous().signIn("admin", Account.PASSWORD, "to", page).location());
    }

    @Test
    void aChangeThatNoPageOfOursSentIsRefused() throws Exception {
        String name = Account.freshMember("studio");
        Browser admin = admin();

        HttpAnswer answer = admin.send(admin.request("POST", LIST + "/" + Account.idOf(name) + "/disable").body("application/x-www-form-urlencoded", "csrf=forged"));

        assertEquals(403, answer.status());
        assertEquals(1, PortalUnderTest.database().count("users where name = ? and enabled", name));
    }

    @Test
    void onlyAdministratorsHaveTheWayThere() throws Exception {
        assertTrue(Browser.signedInAs(Account.ADMIN).get("/vms?q=a").says("href=\"/admin/users\""));
        assertFalse(Browser.signedInAs(Account.AUDITOR).get("/history").says("href=\"/admin/users\""));
        assertTrue(Browser.signedInAs(Account.DEMO).get("/vms").says("href=\"/account\""));
    }

    // ---- adding

    @Test
    void aNewUserChoosesAPasswordByALinkThatWorksOnce() throws Exception {
        String name = "new-" + UUID.randomUUID();
        Matcher link = link(admin().post(LIST, "name", name, "by", "link"));
        Browser visitor = Browser.anonymous().from(address);
        assertTrue(visitor.get(link.group(1)).says(name));
        assertEquals(400, visitor.post("/password", "token", link.group(2), "password", "short", "password2", "short").status());

        HttpAnswer answer = visitor.post("/password", "token", link.group(2), "password", PASSWORD, "password2", PASSWORD);

        assertEquals("/vms?done=welcome", answer.location());
        assertEquals(200, visitor.get("/vms").status());
        assertEquals(303, Browser.anonymous().signIn(name, PASSWORD).status());
        String late = RecordedHistory.freshAddress();
        Browser second = Browser.anonymous().from(late);
        HttpAnswer over = second.get(link.group(1));
        assertEquals(404, over.status());
        assertTrue(over.says("This link no longer works"));
        second.get("/signin");
        assertEquals(404, second.post("/password", "token", link.group(2), "password", "another password", "password2", "another password").status());
        assertEquals(List.of("SIGN_IN_REFUSED LINK_OVER"), RecordedHistory.trailFrom(late));
        assertEquals(401, Browser.anonymous().from(address).signIn(name, "another password").status());
        assertEquals(List.of("USER_ADDED", "PASSWORD_LINK_MADE", "PASSWORD_CHANGED", "SIGNED_IN", "SIGN_IN_REFUSED WRONG_PASSWORD"), RecordedHistory.trailFrom(address));
        assertEquals(0, PortalUnderTest.database().count("audit_events where detail like ?", "%" + link.group(2) + "%"));
    }

    @Test
    void aLinkDiesByTimeByAnotherLinkAndWithItsUser() throws Exception {
        String name = Account.freshMember();
        String user = LIST + "/" + Account.idOf(name);
        Browser admin = admin();
        Matcher first = link(admin.post(user + "/link"));
        Matcher second = link(admin.post(user + "/link"));
        assertEquals(404, Browser.anonymous().get(first.group(1)).status());
        assertEquals(200, Browser.anonymous().get(second.group(1)).status());

        PortalUnderTest.database().update("update password_links set expires_at = now() - interval '1 second' where user_id = ?", Account.idOf(name));
        assertEquals(404, Browser.anonymous().get(second.group(1)).status());

        Matcher third = link(admin.post(user + "/link"));
        admin.post(user + "/disable");
        admin.post(user + "/enable");
        assertEquals(404, Browser.anonymous().get(third.group(1)).status());
        assertEquals(303, Browser.anonymous().signIn(name, Account.PASSWORD).status(), "the old password holds until the link is used");
    }

    @Test
    void aNewUserWithAPasswordSignsInWithIt() throws Exception {
        String name = "new-" + UUID.randomUUID();

        HttpAnswer answer = admin().post(LIST, "name", name, "by", "password", "password", PASSWORD, "password2", PASSWORD);

        assertEquals(LIST + "/" + Account.idOf(name) + "?done=user-added", answer.location());
        assertEquals(303, Browser.anonymous().signIn(name, PASSWORD).status());
        assertTrue(admin().get(answer.location()).says("In no project yet"));
    }

    @Test
    void aUserWithoutAFitNameOrPasswordIsNotAddedAndThePageSaysWhy() throws Exception {
        long before = PortalUnderTest.database().count("users where name like 'unfit%'");
        Browser admin = admin();

        assertProblem(400, "A name has 1 to 64", admin.post(LIST, "name", "unfit name", "by", "link"));
        assertProblem(400, "A name has 1 to 64", admin.post(LIST, "name", "", "by", "link"));
        assertProblem(409, "one of this name already", admin.post(LIST, "name", "DEMO", "by", "link"));
        assertProblem(400, "too short", admin.post(LIST, "name", "unfit-1", "by", "password", "password", "short", "password2", "short"));
        assertProblem(400, "two passwords differ", admin.post(LIST, "name", "unfit-1", "by", "password", "password", PASSWORD, "password2", PASSWORD + "!"));

        assertEquals(before, PortalUnderTest.database().count("users where name like 'unfit%'"));
        assertEquals(List.of("NAME_UNFIT", "NAME_UNFIT", "NAME_TAKEN", "PASSWORD_TOO_SHORT", "PASSWORDS_DIFFER"),
                RecordedHistory.trailFrom(address).stream().map(told -> told.replace("ADMINISTRATION_REFUSED ", "")).toList());
    }

    private static void assertProblem(int status, String words, HttpAnswer answer) {
        assertEquals(status, answer.status());
        assertTrue(answer.says("role=\"alert\"") && answer.says(words), answer.text());
    }

    // ---- disabling

    @Test
    void aDisabledUserIsOutAtOnceAndNothingOfTheirsComesBackWithThem() throws Exception {
        String name = Account.freshMember("studio");
        String user = LIST + "/" + Account.idOf(name);
        Browser browser = Browser.newSignIn(name);
        Browser admin = admin();

        assertEquals(user + "?done=user-disable", admin.post(user + "/disable").location());
        assertEquals("/signin", browser.get("/vms").location());
        assertEquals(401, Browser.anonymous().signIn(name, Account.PASSWORD).status());
        assertTrue(admin.get(user).says("Disabled"));

        assertEquals(user + "?done=user-enable", admin.post(user + "/enable").location());
        assertEquals("/signin", browser.get("/vms").location(), "the old sign-in stays dead");
        assertEquals(303, Browser.anonymous().signIn(name, Account.PASSWORD).status());
        assertEquals(List.of("USER_DISABLED", "USER_ENABLED"), RecordedHistory.trailFrom(address));
        assertEquals("user " + name + " (" + Account.idOf(name) + ")",
                PortalUnderTest.database().value("select detail from audit_events where address = ? and action = 'USER_DISABLED'", address));
        assertEquals(2, PortalUnderTest.database().count("audit_events where address = ? and user_name = 'admin' and on_behalf_of = ?", address, name));
    }

    @Test
    void aNewPasswordEndsTheSignInsOfTheOldOne() throws Exception {
        String name = Account.freshMember("studio");
        String user = LIST + "/" + Account.idOf(name);
        Browser browser = Browser.newSignIn(name);

        assertEquals(user + "?done=user-password", admin().post(user + "/password", "password", PASSWORD, "password2", PASSWORD).location());

        assertEquals("/signin", browser.get("/vms").location());
        assertEquals(401, Browser.anonymous().signIn(name, Account.PASSWORD).status());
        assertEquals(303, Browser.anonymous().signIn(name, PASSWORD).status());
        assertEquals(List.of("PASSWORD_SET"), RecordedHistory.trailFrom(address));
    }

    @Test
    void endingAllSignInsLeavesThePassword() throws Exception {
        String name = Account.freshMember("studio");
        Browser browser = Browser.newSignIn(name);

        admin().post(LIST + "/" + Account.idOf(name) + "/signins");

        assertEquals("/signin", browser.get("/vms").location());
        assertEquals(303, Browser.anonymous().signIn(name, Account.PASSWORD).status());
    }

    // ---- roles

    @Test
    void aRoleThatIsGrantedOrTakenHoldsAtTheNextClick() throws Exception {
        String name = Account.freshMember();
        String user = LIST + "/" + Account.idOf(name);
        Browser browser = Browser.newSignIn(name);
        Browser admin = admin();
        assertFalse(browser.get("/vms").says("vault"));

        admin.post(user + "/grant", "project", project("treasury"), "role", "MEMBER");
        admin.post(user + "/grant", "project", project("treasury"), "role", "MEMBER");
        admin.post(user + "/grant", "project", project("studio"), "role", "AUDITOR");
        assertTrue(browser.get("/vms").says("vault"));
        assertEquals(200, browser.get("/history").status());

        admin.post(user + "/take", "project", project("treasury"), "role", "MEMBER");
        assertFalse(browser.get("/vms?q=").says("vault"));
        assertEquals(List.of("studio AUDITOR"), roles(name));
        assertEquals(List.of("MEMBERSHIP_GRANTED", "MEMBERSHIP_GRANTED", "MEMBERSHIP_TAKEN"), RecordedHistory.trailFrom(address));
        assertEquals("user " + name + ": MEMBER in project treasury",
                PortalUnderTest.database().value("select detail from audit_events where address = ? and action = 'MEMBERSHIP_TAKEN'", address));
        assertEquals(3, PortalUnderTest.database().count("audit_events where address = ? and user_name = 'admin' and on_behalf_of = ?", address, name));
    }

    @Test
    void aRoleOrProjectThatIsNoneIsGrantedToNobody() throws Exception {
        String name = Account.freshMember();
        String user = LIST + "/" + Account.idOf(name);

        assertEquals(400, admin().post(user + "/grant", "project", project("studio"), "role", "EMPEROR").status());
        assertEquals(404, admin().post(user + "/grant", "project", UUID.randomUUID().toString(), "role", "MEMBER").status());
        assertEquals(404, admin().post(user + "/grant", "role", "MEMBER").status());
        assertEquals(List.of(), roles(name));
    }

    // ---- there is always an administrator

    @Test
    void nobodyTakesRightsFromThemselves() throws Exception {
        String name = Account.freshAdministrator();
        String self = LIST + "/" + Account.idOf(name);
        Browser admin = Browser.newSignIn(name).from(address);

        assertProblem(409, "You cannot do this to yourself", admin.post(self + "/disable"));
        assertProblem(409, "You cannot do this to yourself", admin.post(self + "/take", "project", project("studio"), "role", "ADMIN"));
        assertProblem(409, "You cannot do this to yourself", admin.post(self + "/password", "password", PASSWORD, "password2", PASSWORD));
        assertProblem(409, "You cannot do this to yourself", admin.post(self + "/link"));

        assertEquals(200, admin.get(LIST).status());
        assertEquals(4, RecordedHistory.trailFrom(address).stream().filter("ADMINISTRATION_REFUSED YOURSELF"::equals).count());
    }

    @Test
    void ofTwoAdministratorsWhoDisableEachOtherAtOnceOneRemains() throws Exception {
        String one = Account.freshAdministrator();
        String other = Account.freshAdministrator();
        Browser ofOne = Browser.newSignIn(one);
        Browser ofOther = Browser.newSignIn(other);
        String toOne = LIST + "/" + Account.idOf(one) + "/disable";
        String toOther = LIST + "/" + Account.idOf(other) + "/disable";

        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> status(ofOne, toOther));
        CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> status(ofOther, toOne));

        assertTrue(List.of(first.get(), second.get()).contains(303), first.get() + " " + second.get());
        assertEquals(1, PortalUnderTest.database().count("users where name in (?, ?) and enabled", one, other));
    }

    private static int status(Browser browser, String change) {
        try {
            return browser.post(change).status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // ---- what the settings say

    @Test
    void aUserOfTheSettingsIsShownAsSuchAndChangedThereOnly() throws Exception {
        String user = LIST + "/" + Account.idOf("eve");
        Browser admin = admin();

        HttpAnswer page = admin.get(user);
        assertTrue(page.says("stands in Porthole’s settings file"));
        assertFalse(page.says(user + "/disable") || page.says(user + "/grant") || page.says(user + "/take") || page.says(user + "/password"), page.text());
        for (String change : List.of("disable", "enable", "password", "link", "grant", "take")) {
            HttpAnswer answer = admin.post(user + "/" + change, "project", project("treasury"), "role", "MEMBER", "password", PASSWORD, "password2", PASSWORD);
            assertProblem(409, "settings file and is changed there", answer);
        }

        assertEquals(List.of("treasury MEMBER"), roles("eve"));
        assertEquals(6, RecordedHistory.trailFrom(address).stream().filter("ADMINISTRATION_REFUSED DECLARED"::equals).count());
        assertEquals(303, Browser.anonymous().signIn("eve", Account.PASSWORD).status());
    }

    // ---- the list

    @Test
    void theListIsSearchedAndLeafedThroughByNameForwardsAndBack() throws Exception {
        String mark = "leaf" + UUID.randomUUID().toString().substring(0, 8);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            UUID id = UUID.randomUUID();
            ids.add(id.toString());
            String name = mark + (i % 2 == 0 ? "-user-" : "-USER-") + (100 + i);
            PortalUnderTest.database().update("insert into users (id, name) values (?, ?)", id, name);
        }
        Browser admin = admin();

        HttpAnswer first = admin.get(LIST + "?q=" + mark.toUpperCase(java.util.Locale.ROOT));
        assertTrue(first.says("45 users found"));
        assertEquals(ids.subList(0, 20), shown(first));
        assertNull(link(first, "prev"));
        HttpAnswer second = admin.get(link(first, "next"));
        assertEquals(ids.subList(20, 40), shown(second));
        HttpAnswer third = admin.get(link(second, "next"));
        assertEquals(ids.subList(40, 45), shown(third));
        assertNull(link(third, "next"));
        assertEquals(ids.subList(20, 40), shown(admin.get(link(third, "prev"))));
        assertEquals(ids.subList(0, 20), shown(admin.get(link(second, "prev"))));
    }

    @Test
    void aSearchFindsTheUsersOfAProjectAndSaysWhenThereIsNobody() throws Exception {
        HttpAnswer found = admin().get(LIST + "?q=treasury");

        assertTrue(found.says(">eve</bdi>") && found.says("from the settings"), found.text());
        assertTrue(admin().get(LIST + "?q=nobody-of-this-name").says("No user found"));
        assertFalse(admin().get(LIST + "?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").says("<script>alert"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/8f14e45f-ceea-4672-a950-0a3d58fb0001", "/8f14e45f-ceea-4672-a950-0a3d58fb0001/x"})
    void whatIsNoUserIsNotFound(String path) throws Exception {
        assertEquals(404, admin().get(LIST + path).status());
        assertEquals(404, admin().post(LIST + path + "/disable").status());
    }

    private Browser admin() throws IOException {
        return Browser.signedInAs(Account.ADMIN).from(address);
    }

    private static String project(String name) throws SQLException {
        return PortalUnderTest.database().value("select id from projects where name = ?", name).toString();
    }

    private static List<String> roles(String user) throws SQLException {
        return PortalUnderTest.database().rows("select p.name || ' ' || m.role as told from memberships m join projects p on p.id = m.project_id"
                + " join users u on u.id = m.user_id where u.name = ? order by 1", user).stream().map(row -> (String) row.get("told")).toList();
    }

    private static Matcher link(HttpAnswer answer) {
        Matcher link = LINK.matcher(answer.text());
        assertTrue(link.find(), answer.toString());
        return link;
    }

    private static List<String> shown(HttpAnswer list) {
        return USER.matcher(list.text()).results().map(row -> row.group(1)).toList();
    }

    private static String link(HttpAnswer list, String relation) {
        Matcher link = Pattern.compile("<a rel=\"" + relation + "\" href=\"([^\"]+)\"").matcher(list.text());
        return link.find() ? link.group(1).replace("&amp;", "&") : null;
    }
}
