package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.Chromium;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.VmUnderTest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** The pages of the history, as auditors and members go through them. */
@ArquillianTest
@RunAsClient
class StoryBrowserIT {

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();

    @Test
    void theAuditorGoesFromAnEventToTheStoryOfItsConsole() throws Exception {
        UUID session = visit();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR).go("/history");
            browser.screenshots("history");
            browser.click(".areas a[href='/history/events']");
            browser.awaitElement("#f-vm");
            browser.element("#f-vm").sendKeys(vm.name());
            browser.click(".filter button");
            browser.await("the filter is in the address, and nothing else", () -> browser.address().endsWith("/history/events?vm=" + vm.name()));
            browser.screenshots("events");
            browser.click("a[href='/history/" + session + "']");
            browser.awaitElement(".timeline");

            assertTrue(browser.text("main").contains("1 connection"), browser.text("main"));
            assertEquals(List.of(), browser.accessibilityFaults("story"));
            assertEquals(List.of(), browser.consoleErrors());
            assertEquals(List.of(), browser.badResponses());
        }
    }

    @Test
    void theMemberSeesOnAPhoneWhoWasHere() throws Exception {
        UUID session = visit();
        try (Chromium browser = Chromium.openNarrow()) {
            browser.signIn(Account.WORKER).go("/vms?q=" + vm.name());
            browser.click("#menu-" + vm.id());
            browser.screenshots("vms-menu-narrow");
            browser.click("#visits-" + vm.id());
            browser.awaitElement("#session-" + session);
            browser.screenshots("visits-narrow");
            assertFalse(browser.overflowsSideways());
            browser.click("#session-" + session + " .story-link");
            browser.awaitElement(".timeline");
            browser.screenshots("story-narrow");
            browser.go("/visits/" + vm.id()).awaitElement("#session-" + session);
            assertEquals(List.of(), browser.accessibilityFaults("visits"));
            browser.narrow();
            browser.go("/history/" + session).awaitElement(".timeline");

            assertFalse(browser.overflowsSideways());
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    @Test
    void theHoursOfUseAreShownWideAndNarrow() throws Exception {
        visit();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR).go("/history");
            browser.click(".areas a[href^='/history/use']");
            browser.awaitElement(".heat td");
            browser.screenshots("usage");
            assertTrue(browser.address().contains("tz="), browser.address());
            assertEquals(List.of(), browser.consoleErrors());
        }
        try (Chromium browser = Chromium.openNarrow()) {
            browser.signIn(Account.AUDITOR).go("/history/use?days=7");
            browser.awaitElement(".heat td");
            browser.screenshots("usage-narrow");
            assertFalse(browser.overflowsSideways());
        }
    }

    @Test
    void daysOfAFilterAreSentWithTheReadersZone() throws Exception {
        try (Chromium browser = Chromium.openNarrow()) {
            browser.signIn(Account.AUDITOR).go("/history/events");
            browser.screenshots("events-narrow");
            assertFalse(browser.overflowsSideways());
            browser.click(".more-filters summary");
            browser.screenshots("events-filters-narrow");
            browser.script("document.querySelector('#f-from').value = '2026-03-01'");
            browser.click(".filter button");

            browser.await("the zone is in the address", () -> browser.address().matches(".*\\?from=2026-03-01&tz=[^&]+$"));
            browser.go("/history?user=nobody");
            browser.screenshots("history-empty-narrow");
            assertFalse(browser.overflowsSideways());
        }
    }

    @Test
    void timesAreOfTheReadersZoneAndTheExactOnesOfUtcBeneath() throws Exception {
        Instant asked = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
        String user = "asked-" + UUID.randomUUID();
        String time = "#session-" + RecordedHistory.insertEnded(user, vm.name(), asked) + " time";
        try (Chromium browser = Chromium.open()) {
            browser.zone("Asia/Kathmandu");
            browser.signIn(Account.AUDITOR).go("/history?user=" + user).awaitElement(time);

            String local = DateTimeFormatter.ofPattern("MMM d, yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneId.of("Asia/Kathmandu")).format(asked);
            browser.await("the reader's time: " + local, () -> browser.text(time).equals(local));
            String utc = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC).format(asked);
            assertEquals(List.of(utc, utc), browser.script("const { title, dateTime } = document.querySelector(arguments[0]); return [title, dateTime]", time));
        }
    }

    private UUID visit() throws Exception {
        Browser member = Browser.newSignIn(Account.freshMember("workshop"));
        UUID session = member.openConsole(vm);
        try (RawWebSocket console = member.connect(member.token(session)).shakeHands()) {
            console.sendClose(1000);
            console.readClose();
        }
        RecordedHistory.endOf(session);
        return session;
    }
}
