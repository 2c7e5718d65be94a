package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.CuttableLine;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.QemuVm;
import io.porthole.testing.QemuVms;
import io.porthole.testing.RecordedHistory;

/** A console page comes back by itself, in the same tab and the same session, in a real browser and with real VMs. */
@ArquillianTest
@RunAsClient
class ConsoleReturnBrowserIT {

    @RegisterExtension
    static final QemuVms VMS = new QemuVms();

    private static final Duration CUT = Duration.ofSeconds(20);
    private static final Duration RESET = Duration.ofSeconds(30);

    @Test
    void aVmThatIsSwitchedOffAndStartedAgainIsBackByItselfInTheSameSession() throws Exception {
        try (Chromium browser = Chromium.open()) {
            ConsolePage console = open(browser);
            UUID session = console.session();
            VMS.archive().off();
            console.awaitReturning();
            browser.await("it says what it waits for", () -> browser.text("#retry").equals("This page goes on as soon as the VM runs."));
            awaitState(session, "WAITING");
            browser.screenshots("console-returning");
            seeInTheHistory(session);

            long start = System.nanoTime();
            VMS.archive().start();
            console.awaitLive();
            tellTime("VM started again, to its picture", start);

            assertCameBack(browser, console, session, "VNC_CLOSED", "INSTANCE_STOPPED");
        }
    }

    /** What an auditor reads meanwhile. */
    private static void seeInTheHistory(UUID session) throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR).go("/history?state=WAITING");
            assertTrue(browser.text("#session-" + session).contains("Reconnecting"), browser.text("body"));
        }
    }

    @Test
    void theButtonGoesOnAtOnceAndAVmThatIsStillOffIsWaitedForAgain() throws Exception {
        try (Chromium browser = Chromium.openNarrow()) {
            ConsolePage console = open(browser);
            VMS.archive().off();
            console.awaitReturning();

            browser.click("#again");

            browser.await("the portal says that the VM is off", () -> browser.text("#ended-title").equals("The VM was switched off"));
            console.awaitReturning();
            browser.screenshots("console-returning-narrow");
            VMS.archive().start();
            console.awaitLive();
        }
    }

    @Test
    void aGuestThatIsResetStaysOnTheSameConnection() throws Exception {
        try (Chromium browser = Chromium.open()) {
            ConsolePage console = open(browser);
            try (QemuVm.Resets resets = VMS.archive().resets()) {
                VMS.archive().reset();
                resets.await(RESET);
            }

            console.awaitLive();
            assertEquals(List.of("open"), ends(console.session()));
        }
    }

    /** A visit begins with a token that its page has without asking; on a very slow way it is too old by then. */
    @Test
    void whoseFirstTokenIsTooOldAsksForAnotherAndBeginsAllTheSame() throws Exception {
        VMS.archive().running();
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.TENANT).awaitElement("#console-" + VMS.archive().id());
            browser.script("""
                    fetch('/vms/%s/console', { method: 'POST', body: new URLSearchParams(new FormData(document.getElementById('act'))), redirect: 'manual' })
                        .then(() => { window.asked = true; })""".formatted(VMS.archive().id()));
            browser.await("the visit was granted", () -> (Boolean) browser.script("return window.asked === true"));
            UUID session = (UUID) PortalUnderTest.database().value("select id from console_sessions where instance_id = ? order by asked_at desc limit 1", VMS.archive().id());
            assertEquals(1, PortalUnderTest.database().update("update console_auth_tokens set expires_at = now() - interval '1 second' where session_id = ?", session));

            assertEquals("live", browser.go("/console/" + session).console().awaitLive().step());
            assertEquals(List.of("TOKEN_EXPIRED"), PortalUnderTest.database().rows("select refusal from audit_events where session_id = ? and refusal is not null", session).stream()
                    .map(row -> row.get("refusal")).toList());
        }
    }

    @Test
    void aNetworkThatIsGoneForTwentySecondsIsNoticedAndThePageIsBackByItself() throws Exception {
        try (CuttableLine wifi = CuttableLine.toThePortal(); Chromium browser = Chromium.openThrough(wifi)) {
            ConsolePage console = open(browser);
            UUID session = console.session();

            long cut = System.nanoTime();
            wifi.cut();
            console.awaitReturning();
            tellTime("network gone, to the page's words", cut);
            assertEquals("The connection was lost", browser.text("#ended-title"));
            browser.screenshot("console-returning-network");
            LockSupport.parkNanos(CUT.toNanos() - (System.nanoTime() - cut));
            long mended = System.nanoTime();
            wifi.mend();
            console.awaitLive();
            tellTime("network back, to the picture", mended);

            assertCameBack(browser, console, session, "BROWSER_LOST");
        }
    }

    @Test
    void whoseSignInEndedSignsInAndIsBackOnTheSameConsole() throws Exception {
        try (Chromium browser = Chromium.open()) {
            ConsolePage console = open(browser);
            UUID session = console.session();
            PortalUnderTest.database().update("update sign_ins set ended_at = now() where id = ?", RecordedHistory.session(session).get("sign_in_id"));

            console.awaitEnd();
            assertEquals("Your sign-in has ended", browser.text("#ended-title"));
            assertEquals(List.of("Sign in again", "To the list of VMs"), browser.texts("#ended .buttons > :not([hidden])"));
            browser.click("#sign-in");
            browser.await("the sign-in", () -> browser.path().equals("/signin"));
            browser.awaitFocus("name");
            browser.type(Account.TENANT.userName(), Keys.TAB, Account.PASSWORD, Keys.ENTER);

            ConsolePage again = browser.console().awaitLive();
            assertCameBack(browser, again, session, "SIGNED_OUT");
            assertEquals(1, PortalUnderTest.database().count("audit_events where action = 'CONSOLE_TAKEN_UP' and session_id = ?", session));
        }
    }

    // ---- the page's plan, by a clock of the test

    /** A return whose time passes only when the test says so; {@code run(ms)} lets it pass, {@code told} is what it said and when. */
    private static final String RETURN = """
            const { Return } = await import('/static/console-return.js');
            let now = 0, timers = [], vm = 'OFF';
            const told = [];
            const clock = { now: () => now, random: () => 0.5, later: (what, delay) => timers.push({ at: now + delay, what }) };
            const run = async (ms) => {
              for (const end = now + ms; ; ) {
                timers.sort((a, b) => a.at - b.at);
                if (timers.length === 0 || timers[0].at > end) { now = end; return; }
                const { at, what } = timers.shift();
                now = Math.max(now, at);
                what();
                for (let i = 0; i < 10; i++) await null;
              }
            };
            const made = (window = 600_000, ask = async () => vm) => {
              const made = new Return(window, ask, clock);
              for (const name of ['go', 'over', 'signed-out']) made.addEventListener(name, () => told.push(`${name} ${now}`));
              made.addEventListener('wait', ({ detail }) => { if (detail.vm !== undefined && told.at(-1) !== `vm ${detail.vm}`) told.push(`vm ${detail.vm}`); });
              return made;
            };
            """;

    @Test
    void thePausesGrowUntilTheWindowIsOver() throws Exception {
        assertPlan("const r = made(60_000); r.arrived(); r.addEventListener('go', () => r.after('1006')); r.after('1006'); await run(300_000);",
                "go 500", "go 1500", "go 3500", "go 7500", "go 15500", "go 30500", "go 45500", "over 60000");
    }

    @Test
    void aPictureBeginsANewStory() throws Exception {
        assertPlan("const r = made(); r.arrived(); r.after('1006'); await run(600); r.after('no-portal'); await run(1100); r.arrived(); r.after('1006'); await run(600);",
                "go 500", "go 1600", "go 2200");
    }

    @Test
    void whatOnlyThePersonCanMendIsLeftToThem() throws Exception {
        assertPlan("const r = made(); r.arrived(); for (const why of ['1000', '4007', '4008', '4009', '4010', '4011', '4005', '4015', 'NOT_PERMITTED']) told.push(r.after(why)); await run(60_000);",
                false, false, false, false, false, false, false, false, false);
    }

    @Test
    void withoutAPictureBeforeABrokenConnectionIsToldAndNotTriedAgain() throws Exception {
        assertPlan("const r = made(); told.push(r.after('4001'), r.after('1006')); await run(60_000);", false, false);
    }

    @Test
    void aVmIsWaitedForUntilItRuns() throws Exception {
        assertPlan("const r = made(); r.after('INSTANCE_NOT_READY'); await run(10_000); vm = null; await run(1000); vm = 'UNKNOWN'; await run(1000); vm = 'RUNNING'; await run(60_000);",
                "vm OFF", "vm null", "vm UNKNOWN", "go 12500");
    }

    @Test
    void aVmThatIsGoneIsAskedForAfterAWhileAndOneThatIsSetUpAnewAtOnce() throws Exception {
        assertPlan("vm = 'GONE'; const r = made(); r.after('4000'); await run(12_000); r.after('4018'); await run(5000); vm = 'RUNNING'; await run(60_000);",
                "vm GONE", "go 10500", "vm GONE", "go 17500");
    }

    @Test
    void aVmThatStaysOffIsGivenUpWhenTheWindowIsOver() throws Exception {
        assertPlan("const r = made(90_000); r.after('4012'); await run(900_000);", "vm OFF", "over 90000");
    }

    @Test
    void aSignInThatEndsMeanwhileIsTold() throws Exception {
        assertPlan("const r = made(); r.after('4012'); await run(5000); vm = 'signed-out'; await run(60_000);", "vm OFF", "signed-out 5500");
    }

    @Test
    void theButtonBeginsTheWindowAnew() throws Exception {
        assertPlan("const r = made(10_000); r.after('4012'); await run(9000); r.goNow(); r.after('4012'); await run(9000); vm = 'RUNNING'; await run(1000);",
                "vm OFF", "go 9000", "vm OFF", "go 18500");
    }

    @Test
    void aTokenThatIsRefusedAgainAndAgainIsGivenUp() throws Exception {
        assertPlan("const r = made(); r.arrived(); let said = 0; while (r.after('refused')) { said++; await run(20_000); } told.splice(0); told.push(said);", 4L);
    }

    @Test
    void thePortalsOwnTimeIsFollowed() throws Exception {
        assertPlan("const r = made(); r.after('LIMIT_REACHED', 7); await run(60_000);", "go 7000");
    }

    private static void assertPlan(String script, Object... told) throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.go("/signin");
            assertEquals(List.of(told), browser.module(RETURN + script + " return told;"));
        }
    }

    // ---- steps

    /** The console of a VM that waits in its firmware, with its picture. */
    private static ConsolePage open(Chromium browser) throws Exception {
        VMS.archive().running();
        ConsolePage console = browser.signIn(Account.TENANT).openConsole(VMS.archive()).awaitLive();
        awaitState(console.session(), "ACTIVE");
        return console;
    }

    /** Same tab, same session, one more connection. */
    private static void assertCameBack(Chromium browser, ConsolePage console, UUID session, String... possibleEnds) throws Exception {
        assertEquals(session, console.session());
        assertFalse(browser.shows("#ended"));
        awaitState(session, "ACTIVE");
        Patience.until("the lost connection is closed", Duration.ofSeconds(30), () -> ends(session).size() == 2 && !ends(session).get(0).equals("open"));
        assertTrue(List.of(possibleEnds).contains(ends(session).get(0)), ends(session).toString());
        assertEquals("open", ends(session).get(1));
        browser.click("[data-do=leave]");
        RecordedHistory.assertEnded(session, "BROWSER_CLOSED");
        assertEquals(0, PortalUnderTest.database().count("console_connections where session_id = ? and (closed_at is null or end_reason is null)", session));
    }

    /** @return how each connection of this session ended, or {@code open} */
    private static List<String> ends(UUID session) throws SQLException {
        return PortalUnderTest.database().rows("select coalesce(end_reason, 'open') as how from console_connections where session_id = ? order by opened_at", session).stream()
                .map(row -> (String) row.get("how")).toList();
    }

    private static void awaitState(UUID session, String state) throws Exception {
        Patience.until("the session is " + state, Duration.ofSeconds(15), () -> state.equals(RecordedHistory.session(session).get("state")));
    }

    private static void tellTime(String what, long start) {
        System.out.printf("%s: %d ms%n", what, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
}
