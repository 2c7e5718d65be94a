package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.ProjectRights;
import io.porthole.testing.QemuVm;
import io.porthole.testing.QemuVms;
import io.porthole.testing.RecordedHistory;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Several people on one console, each in a browser of their own, with a real VM. */
@ArquillianTest
@RunAsClient
class ConsolePeopleBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    @Test
    void eachSeesByNameWhoElseIsHereAndIsToldWhenSomebodyGoes() throws Exception {
        VMS.archive().running();
        try (Chromium tenant = Chromium.open()) {
            tenant.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive();
            assertFalse(tenant.shows("#people"), "nobody else is here");

            try (Chromium admin = Chromium.openNarrow()) {
                String id = VMS.archive().id().toString();
                admin.signIn(Account.ADMIN).go("/vms?q=" + VMS.archive().name()).awaitElement("#menu-" + id);
                admin.click("#menu-" + id);
                admin.awaitElement("#view-" + id);
                admin.click("#view-" + id);
                admin.console().awaitLive();

                admin.await("the administrator sees the tenant", () -> names(admin).equals(List.of("tenant")));
                tenant.await("the tenant sees the administrator", () -> names(tenant).equals(List.of("admin")));
                tenant.await("so does the bar", () -> tenant.text("#people .names").equals("admin"));
                tenant.await("a tooltip says since when and how", () -> tenant.element("#people summary").getDomAttribute("title").matches("admin: here since [0-9:]+( [AP]M)?, view only"));
                tenant.click("#people summary");
                tenant.await("and so does the list", () -> tenant.shows("#people li") && tenant.text("#people li small").matches("here since [0-9:]+( [AP]M)?, view only"));
                awaitNews(tenant, "admin is on this console now");
                assertFalse(admin.overflowsSideways());
                tenant.screenshots("console-people");
                admin.screenshots("console-people-narrow");
            }

            tenant.await("the administrator is gone", () -> !tenant.shows("#people"));
            awaitNews(tenant, "admin has left this console");
            assertEquals(List.of(), tenant.consoleErrors());
            assertEquals(List.of(), tenant.badResponses());
        }
    }

    /** Of the others, as the list has them, whether it is open or not. */
    private static List<?> names(Chromium browser) {
        return (List<?>) browser.script("return [...document.querySelectorAll('#people li .people-name')].map(({ textContent }) => textContent)");
    }

    /** What a screen reader reads out. */
    private static void awaitNews(Chromium browser, String news) throws Exception {
        browser.await(news, () -> news.equals(browser.script("return document.getElementById('people-news').textContent")));
    }

    @Test
    void theSamePersonsOtherWindowIsCalledThat() throws Exception {
        VMS.archive().running();
        try (Chromium one = Chromium.open(); Chromium other = Chromium.open()) {
            one.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive();
            other.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive();

            one.await("the other window is named", () -> names(one).equals(List.of("You, in another window")));
        }
    }

    // ---- a console for one person at a time

    @Test
    void whoComesSecondAsksAndIsLetInAndTheOtherReadsWhoHasItNow() throws Exception {
        QemuVm vm = VMS.vault().running();
        String ada = Account.freshMember(ProjectRights.SAFE.project());
        String bob = Account.freshMember(ProjectRights.SAFE.project());
        try (Chromium first = Chromium.openNarrow(); Chromium second = Chromium.open()) {
            first.signIn(ada).openConsole(vm).awaitLive();
            second.signIn(bob).awaitElement("#console-" + vm.id());
            second.click("#console-" + vm.id());
            second.await("the page says who is there", () -> second.text("h1").equals(ada + " is on this console"));
            assertEquals(List.of(), second.accessibilityFaults("occupied"));

            second.click("#ask");
            first.awaitElement("#asked");
            assertEquals(bob + " asks for this console", first.text("#asked-title"));
            assertFalse(first.overflowsSideways());
            first.screenshots("console-asked-narrow");
            second.awaitElement("#asked");
            second.screenshot("occupied-asked");
            first.click("[data-answer=let-in]");

            second.console().awaitLive();
            ConsolePage ended = first.console().awaitEnd();
            assertEquals(bob + " has this console now", first.text("#ended-title"));
            assertTrue(first.text("#ended-words").startsWith("It is for one person at a time."), first.text("#ended-words"));
            first.screenshots("console-taken-narrow");
            RecordedHistory.assertEnded(ended.session(), "TAKEN_OVER");
            assertEquals(List.of(), second.consoleErrors().stream().filter(error -> !error.contains("409")).toList());
        }
    }

    @Test
    void anAdministratorTakesOver() throws Exception {
        QemuVm vm = VMS.vault().running();
        String ada = Account.freshMember(ProjectRights.SAFE.project());
        try (Chromium first = Chromium.open(); Chromium admin = Chromium.openNarrow()) {
            first.signIn(ada).openConsole(vm).awaitLive();
            admin.signIn(Account.ADMIN).go("/vms?q=" + vm.name()).awaitElement("#console-" + vm.id());
            admin.click("#console-" + vm.id());
            admin.awaitElement("#take-over");
            assertFalse(admin.overflowsSideways());
            admin.screenshots("occupied-narrow");

            admin.click("#take-over");
            admin.console().awaitLive();
            first.console().awaitEnd();
            assertEquals("admin has this console now", first.text("#ended-title"));
            first.screenshots("console-taken");
        }
    }

    // ---- guests

    @Test
    void aGuestFindsTheVmAmongThoseSharedAndIsOutWhenTheInvitationIsWithdrawn() throws Exception {
        QemuVm vm = VMS.archive().running();
        String guest = Account.freshMember("workshop");
        try (Chromium tenant = Chromium.open(); Chromium visitor = Chromium.openNarrow()) {
            visitor.signIn(guest).awaitElement("#count");
            assertFalse(visitor.shows("#shared h2"));
            tenant.signIn(Account.TENANT).openConsole(vm).awaitLive();
            tenant.click("[data-do=invite]");
            tenant.awaitElement("#invite-guest");
            tenant.type("nobody-of-this-name", Keys.ENTER);
            tenant.await("the name is refused", () -> tenant.text("#invite-result").startsWith("There is no user of that name."));
            tenant.script("document.getElementById('invite-guest').value = ''");
            tenant.click("#invite-guest");
            tenant.type(guest, Keys.ENTER);
            tenant.await("the guest is listed", () -> tenant.shows("#invited [data-withdraw]"));
            tenant.await("the guest is invited", () -> tenant.text("#invite-result").startsWith("Invited."));
            assertEquals(List.of(), tenant.accessibilityFaults("invite"));

            visitor.await("the VM shows by itself", () -> visitor.shows("#shared #console-" + vm.id()));
            assertTrue(visitor.text("#shared").contains("by tenant"), visitor.text("#shared"));
            assertTrue((Boolean) tenant.script("const box = document.getElementById('invite'); return box.scrollWidth <= box.clientWidth"), "the dialog fits");
            assertFalse(visitor.overflowsSideways());
            visitor.screenshots("list-shared-narrow");
            visitor.click("#console-" + vm.id());
            visitor.console().awaitLive();
            assertTrue(visitor.shows("#view-only"));
            assertFalse(visitor.shows("[data-do=invite]"), "a guest invites nobody");

            tenant.click("#invited [data-withdraw]");
            visitor.console().awaitEnd();
            assertEquals("The invitation to this console has ended", visitor.text("#ended-title"));
            visitor.screenshots("console-invitation-ended-narrow");
            tenant.await("nobody is invited any more", () -> !tenant.shows("#invited li"));
        }
        try (Chromium tenant = Chromium.openNarrow(); Chromium visitor = Chromium.open()) {
            tenant.signIn(Account.TENANT).openConsole(vm).awaitLive();
            tenant.click("[data-do=invite]");
            tenant.awaitElement("#invite-guest");
            tenant.type(guest, Keys.ENTER);
            tenant.await("the guest is listed", () -> tenant.shows("#invited [data-withdraw]"));
            assertFalse(tenant.overflowsSideways());
            tenant.screenshots("invite-narrow");
            visitor.signIn(guest).awaitElement("#shared #console-" + vm.id());
            visitor.screenshots("list-shared");
        }
    }
}
