package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RecordedHistory;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What people do with their own account. */
@ArquillianTest
@RunAsClient
class AccountIT {

    private static final String PASSWORD = "a new password of mine";
    private static final Pattern OTHER = Pattern.compile("action=\"/account/signins/([0-9a-f-]{36})/end\"");

    private final String address = RecordedHistory.freshAddress();

    // ---- the password

    @Test
    void aNewPasswordSignsTheOtherBrowsersOutAndLeavesThisOne() throws Exception {
        String name = Account.freshMember("studio");
        Browser here = Browser.newSignIn(name).from(address);
        Browser there = Browser.newSignIn(name);

        HttpAnswer answer = here.post("/account/password", "old", Account.PASSWORD, "password", PASSWORD, "password2", PASSWORD);

        assertEquals("/account?done=password", answer.location());
        assertTrue(here.get(answer.location()).says("Your password is changed"));
        assertEquals("/signin", there.get("/vms").location());
        assertEquals(303, Browser.anonymous().signIn(name, PASSWORD).status());
        assertEquals(401, Browser.anonymous().from(RecordedHistory.freshAddress()).signIn(name, Account.PASSWORD).status());
        assertEquals(List.of("PASSWORD_CHANGED"), RecordedHistory.trailFrom(address));
    }

    @Test
    void withoutTheOldPasswordNothingChanges() throws Exception {
        String name = Account.freshMember("studio");
        Browser browser = Browser.newSignIn(name).from(address);

        HttpAnswer wrong = browser.post("/account/password", "old", "Tr0ub4dor and 3", "password", PASSWORD, "password2", PASSWORD);
        HttpAnswer missing = browser.post("/account/password", "password", PASSWORD, "password2", PASSWORD);

        assertEquals(403, wrong.status());
        assertTrue(wrong.says("The present password is not right"));
        assertEquals(403, missing.status());
        assertEquals(303, Browser.anonymous().signIn(name, Account.PASSWORD).status());
        assertEquals(List.of("SIGN_IN_REFUSED WRONG_PASSWORD", "SIGN_IN_REFUSED WRONG_PASSWORD"), RecordedHistory.trailFrom(address));
    }

    @Test
    void guessingTheOldPasswordIsSlowedDownAsAtTheSignIn() throws Exception {
        String name = Account.freshMember("studio");
        Browser browser = Browser.newSignIn(name).from(address);
        for (int i = 0; i < 5; i++) {
            assertEquals(403, browser.post("/account/password", "old", "wrong-" + i, "password", PASSWORD, "password2", PASSWORD).status());
        }

        HttpAnswer answer = browser.post("/account/password", "old", Account.PASSWORD, "password", PASSWORD, "password2", PASSWORD);

        assertEquals(429, answer.status());
        assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) > 0);
        assertTrue(answer.says("Too many wrong passwords"));
        assertEquals(303, Browser.anonymous().signIn(name, Account.PASSWORD).status(), "from elsewhere the old one still holds");
    }

    @Test
    void anUnfitPasswordIsNotTaken() throws Exception {
        String name = Account.freshMember("studio");
        Browser browser = Browser.newSignIn(name);

        assertEquals(400, browser.post("/account/password", "old", Account.PASSWORD, "password", "short", "password2", "short").status());
        assertEquals(400, browser.post("/account/password", "old", Account.PASSWORD, "password", PASSWORD, "password2", PASSWORD + "!").status());
        assertEquals(303, Browser.anonymous().signIn(name, Account.PASSWORD).status());
    }

    @Test
    void aPasswordOfTheSettingsIsChangedThereOnly() throws Exception {
        Browser eve = Browser.newSignIn(Account.EVE);

        assertFalse(eve.get("/account").says("name=\"old\""));
        assertEquals(409, eve.post("/account/password", "old", Account.PASSWORD, "password", PASSWORD, "password2", PASSWORD).status());
        assertEquals(303, Browser.anonymous().signIn("eve", Account.PASSWORD).status());
    }

    // ---- the sign-ins

    @Test
    void onesOwnSignInsAreListedAndCanBeEndedOneByOne() throws Exception {
        String name = Account.freshMember("studio");
        Browser here = Browser.newSignIn(name).from(address);
        Browser there = Browser.newSignIn(name);
        HttpAnswer page = here.get("/account");
        List<String> others = OTHER.matcher(page.text()).results().map(found -> found.group(1)).toList();
        assertEquals(1, others.size(), page.text());
        assertTrue(page.says("this browser"));

        assertEquals("/account?done=signin-end", here.post("/account/signins/" + others.get(0) + "/end").location());

        assertEquals("/signin", there.get("/vms").location());
        assertEquals(200, here.get("/vms").status());
        assertEquals(List.of(), OTHER.matcher(here.get("/account").text()).results().toList());
        assertEquals(List.of("SIGN_IN_ENDED"), RecordedHistory.trailFrom(address));
    }

    @Test
    void allOthersCanBeEndedAtOnce() throws Exception {
        String name = Account.freshMember("studio");
        Browser here = Browser.newSignIn(name);
        List<Browser> others = List.of(Browser.newSignIn(name), Browser.newSignIn(name));

        assertEquals("/account?done=signins-end", here.post("/account/signins/others").location());

        for (Browser other : others) {
            assertEquals("/signin", other.get("/vms").location());
        }
        assertEquals(200, here.get("/account").status());
    }

    @Test
    void aSignInOfSomebodyElseIsNeitherShownNorEnded() throws Exception {
        Browser victim = Browser.newSignIn(Account.freshMember("studio"));
        Browser stranger = Browser.newSignIn(Account.freshMember("studio")).from(address);
        UUID id = (UUID) PortalUnderTest.database().value("select id from sign_ins where secret_hash = sha256(?)", victim.cookie("porthole").getBytes());

        assertFalse(stranger.get("/account").says(id.toString()));
        stranger.post("/account/signins/" + id + "/end");
        stranger.post("/account/signins/others");

        assertEquals(200, victim.get("/vms").status());
        assertEquals(List.of(), RecordedHistory.trailFrom(address));
    }
}
