package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.ProjectRights;
import io.porthole.testing.QemuVm;
import io.porthole.testing.QemuVms;
import io.porthole.testing.RecordedHistory;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A console in a browser ends when its reason does: its person is disabled elsewhere, does nothing for too long, or has had it for too long. */
@ArquillianTest
@RunAsClient
class ConsoleReasonBrowserIT {

    private static final Duration PROMISED = Duration.ofSeconds(2);
    /** Longer than any console of {@link ProjectRights#BRIEF} lives. */
    private static final Duration LIFE = Duration.ofSeconds(60);
    /** Writes down which warnings were to be seen, and once, as soon as there is one, says that its person stays. */
    private static final String NOTES = """
            const ending = document.getElementById('ending'), stay = ending.querySelector('button');
            window.warnings = [];
            new MutationObserver(() => {
              const told = ending.hidden ? 'none' : ending.querySelector('span').textContent;
              if (window.warnings.at(-1) === told) return;
              window.warnings.push(told);
              if (!stay.hidden && window.stayed === undefined) { window.stayed = true; stay.click(); }
            }).observe(ending, { attributes: true, childList: true, subtree: true });""";
    private static final String IDLE = "because nobody uses it.";
    private static final String LONGEST = "because the longest time for one console is over. You can connect again afterwards.";

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    @Test
    void aPersonWhomAnAdministratorDisablesInAnotherBrowserReadsWhyAtOnce() throws Exception {
        String name = Account.freshMember(QemuVms.PROJECT);
        try (Chromium person = Chromium.open(); Chromium admin = Chromium.open()) {
            ConsolePage console = person.signIn(name).openConsole(VMS.archive().running()).awaitLive();
            admin.signIn(Account.ADMIN).go("/admin/users?q=" + name).click("#entries td a");
            admin.awaitElement("#disable");
            admin.click("#disable");
            admin.awaitElement("#disable-now");

            long start = System.nanoTime();
            admin.click("#disable-now");
            console.awaitEnd();
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("the page of a person who was disabled in another browser told of it %d ms after the click%n", passed.toMillis());

            assertTrue(passed.compareTo(PROMISED) < 0, "it took " + passed);
            assertEquals("Your account is disabled", person.text("#ended-title"));
            assertEquals("An administrator of Porthole disabled or deleted it. Ask one of them if you need it again.", person.text("#ended-words"));
            assertFalse(person.shows("#retry") || person.shows("#again"), "the page comes back by itself");
            person.screenshots("console-disabled");
            RecordedHistory.assertEnded(console.session(), "USER_DISABLED");
            admin.go("/history?id=" + console.session()).awaitElement("#session-" + console.session());
            assertTrue(admin.text("#session-" + console.session()).contains("The person’s account was disabled"), admin.text("#entries"));
            assertEquals("ENDED", admin.element("#session-" + console.session()).getDomAttribute("data-state"));
            assertEquals(0, PortalUnderTest.database().count("console_connections where session_id = ? and (closed_at is null or end_reason is null)", console.session()));
        }
    }

    /** Both have it open for the same time; one of them looks only, and says once that they stay. */
    @Test
    void whoeverIsIdleIsWarnedAndEndsAndWhoeverTypesStaysUntilTheLongestTime() throws Exception {
        VMS.kiosk().running();
        String name = Account.freshMember(ProjectRights.BRIEF.project());
        try (Chromium looking = Chromium.openNarrow(); Chromium typing = Chromium.open()) {
            typing.signIn(name).awaitElement("#console-" + VMS.kiosk().id());
            ConsolePage looks = openToLook(looking.signIn(name), VMS.kiosk());
            looking.script(NOTES);
            long begun = System.nanoTime();
            ConsolePage types = typing.openConsole(VMS.kiosk()).awaitLive();
            awaitTyping(typing, "a warning of the longest time", () -> typing.text("#ending").contains(LONGEST));
            typing.screenshots("console-ending");

            awaitTyping(typing, "idle again after staying", () -> told(looking).endsWith(IDLE) && looking.shows("#ending") || looks.step().equals("ended"));
            looking.screenshots("console-ending-narrow");
            awaitTyping(typing, "the end of the one that is idle", () -> looks.step().equals("ended"));
            tellTime("a console whose person stayed once and did nothing else ended", begun);
            assertEquals("The console was closed because nothing happened in it", looking.text("#ended-title"));
            assertTrue(told(looking).split(IDLE, -1).length > 2, "warned twice: " + told(looking));
            RecordedHistory.assertEnded(looks.session(), "IDLE_TIMEOUT");

            awaitTyping(typing, "the end of the one that is used", () -> types.step().equals("ended"));
            tellTime("a console whose person typed ended", begun);
            assertEquals("The longest time for one console is over", typing.text("#ended-title"));
            assertFalse(typing.shows("#ending"));
            RecordedHistory.assertEnded(types.session(), "SESSION_TIMEOUT");
            typing.click("#again");
            types.awaitLive();
            typing.click("[data-do=leave]");
        }
    }

    private static ConsolePage openToLook(Chromium browser, QemuVm vm) throws Exception {
        browser.awaitElement("#menu-" + vm.id());
        browser.click("#menu-" + vm.id());
        browser.awaitElement("#view-" + vm.id());
        browser.click("#view-" + vm.id());
        return browser.console().awaitLive();
    }

    /** The person of this page types on until then. */
    private static void awaitTyping(Chromium typing, String expected, Callable<Boolean> condition) throws Exception {
        typing.await(expected, LIFE, () -> {
            typing.type("x");
            return condition.call();
        });
    }

    /** @return the warnings that were to be seen, in their order */
    private static String told(Chromium browser) {
        return (String) browser.script("return window.warnings.join()");
    }

    private static void tellTime(String what, long start) {
        System.out.printf("%s after %d ms%n", what, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
}
