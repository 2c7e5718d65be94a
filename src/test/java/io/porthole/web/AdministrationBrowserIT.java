package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.PortalUnderTest;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;

/** Users and accounts, as people handle them in a browser. */
@ArquillianTest
@RunAsClient
class AdministrationBrowserIT {

    private static final String PASSWORD = "a new password of mine";

    @Test
    void anAdministratorAddsAUserWhoChoosesAPasswordAndSeesTheirVms() throws Exception {
        String name = "newcomer-" + UUID.randomUUID().toString().substring(0, 8);
        String link;
        try (Chromium admin = Chromium.open()) {
            admin.signIn(Account.ADMIN).go("/vms?q=").click("nav a[href='/admin/users']");
            admin.awaitElement("#entries table");
            admin.screenshots("admin-users");
            admin.click("#add > summary");
            admin.element("#name").sendKeys(name);
            assertFalse(admin.shows("#password"), "with a link no password is asked for");
            admin.click("label[for=by-password]");
            assertTrue(admin.shows("#password"));
            admin.screenshots("admin-users-add");
            admin.click("label[for=by-link]");
            admin.click("#add button");
            admin.awaitElement("#link");
            link = admin.text("#link");

            new Select(admin.element("#project")).selectByVisibleText("studio");
            admin.click(".grant button");
            admin.await("the role is there", () -> admin.texts("[aria-labelledby=roles-title] .lines bdi").contains("studio"));
            admin.element("#most").sendKeys("3");
            admin.click("#set-limit");
            admin.await("the limit is there", () -> admin.text("#limit").matches(".*3.*admin.*"));
            assertEquals(List.of(), admin.accessibilityFaults("admin-user"));
            admin.go("/admin/rules").awaitElement("[aria-labelledby=people-title]");
            assertEquals(List.of(), admin.accessibilityFaults("admin-rules-people"));
            assertEquals(List.of(), admin.consoleErrors());
            assertEquals(List.of(), admin.badResponses());
        }
        try (Chromium newcomer = Chromium.open()) {
            newcomer.goTo(link).awaitElement("#password");
            assertEquals(List.of(), newcomer.accessibilityFaults("password-link"));
            newcomer.element("#password").sendKeys(PASSWORD);
            newcomer.element("#password2").sendKeys(PASSWORD);
            newcomer.click("form.stack button");
            newcomer.await("the list", () -> newcomer.path().equals("/vms"));
            newcomer.await("the VMs of the project", () -> newcomer.text("#rows").contains("desktop"));
            assertEquals(List.of(), newcomer.consoleErrors());
            newcomer.goTo(link).awaitElement("main h1");
            assertFalse(newcomer.shows("#password"), "the link works once");
            newcomer.contactSheet("password-link-over");
        }
    }

    @Test
    void anAdministratorDisablesAUserWhoIsOutAtOnce() throws Exception {
        String name = Account.freshMember("studio");
        Browser user = Browser.newSignIn(name);
        try (Chromium admin = Chromium.open()) {
            admin.signIn(Account.ADMIN).go("/admin/users?q=" + name).click("#entries td a");
            admin.awaitElement("#disable");
            admin.click("#disable");
            admin.awaitElement("#disable-now");
            admin.screenshots("admin-user-disable");
            admin.click("#disable-now");

            admin.awaitElement("#enable");
            assertEquals("/signin", user.get("/vms").location());
            assertEquals("Disabled", admin.text(".state"));
            admin.screenshot("admin-user-disabled");
            assertEquals(List.of(), admin.consoleErrors());
        }
    }

    @Test
    void aPersonEndsAnotherBrowserAndChangesTheirPassword() throws Exception {
        String name = Account.freshMember("studio");
        Browser elsewhere = Browser.newSignIn(name);
        PortalUnderTest.database().update("update sign_ins set user_agent = ? where user_id = ?",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", Account.idOf(name));
        try (Chromium browser = Chromium.open()) {
            signIn(browser, name);
            browser.click(".who a");
            browser.awaitElement("#old");
            browser.screenshots("account");
            assertEquals(1, browser.texts(".mark").size());
            browser.element("#end-others").findElement(By.xpath("preceding::li[1]//button")).click();
            browser.await("one browser is left", () -> browser.texts("[aria-labelledby=signins-title] li").size() == 1);
            assertEquals("/signin", elsewhere.get("/vms").location());

            type(browser, "wrong", PASSWORD);
            browser.awaitElement("#problem");
            assertTrue(browser.text("#problem").contains("The present password is not right"));
            browser.screenshot("account-wrong");
            type(browser, Account.PASSWORD, PASSWORD);
            browser.await("the notice", () -> browser.text("main").contains("Your password is changed"));
            assertEquals(303, Browser.anonymous().signIn(name, PASSWORD).status());
            assertEquals(List.of(), browser.consoleErrors().stream().filter(error -> !error.contains("403")).toList());
        }
    }

    @Test
    void onAPhoneEveryPageFitsItsWidth() throws Exception {
        String name = Account.freshMember("studio", "treasury", "workshop");
        UUID id = Account.idOf(name);
        try (Chromium phone = Chromium.openNarrow()) {
            phone.signIn(Account.ADMIN);
            for (String page : List.of("/admin/users?q=studio", "/admin/users/" + id, "/account")) {
                phone.go(page).awaitElement("main h1");
                phone.screenshots("narrow" + page.replaceAll("[?/].*id|" + id + "|\\?.*", "").replace('/', '-'));
                assertFalse(phone.overflowsSideways(), page);
            }
        }
    }

    private static void signIn(Chromium browser, String name) throws Exception {
        browser.go("/signin");
        browser.element("#name").sendKeys(name);
        browser.element("#password").sendKeys(Account.PASSWORD);
        browser.click("form.stack button");
        browser.await("the list", () -> browser.path().equals("/vms"));
    }

    private static void type(Chromium browser, String old, String password) throws Exception {
        browser.element("#old").sendKeys(old);
        browser.element("#password").sendKeys(password);
        browser.element("#password2").sendKeys(password);
        browser.click("form[action='/account/password'] button");
    }
}
