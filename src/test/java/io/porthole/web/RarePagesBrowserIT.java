package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.porthole.testing.Account;
import io.porthole.testing.Chromium;
import io.porthole.testing.ConsolePage;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.ProjectRights;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/**
 * axe finds nothing on the pages that a person meets rarely either, and each follows the scheme. No word is read here, so that they can be looked at in each language
 * (docs/pages.md); that they come when they should is for the tests of what brings them.
 */
@ArquillianTest
@RunAsClient
class RarePagesBrowserIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What the portal tells a console page, and how its connection ends, is up to the test from now on. */
    private static final String STAGED = """
            {
              const { fetch } = window;
              window.told = {};
              window.fetch = async (place, ...how) => {
                if (window.pulled) throw new TypeError('no network');
                const answer = await fetch(place, ...how);
                return String(place).endsWith('/state') && answer.ok ? Response.json({ ...await answer.json(), ...window.told }) : answer;
              };
              window.WebSocket = new Proxy(WebSocket, { construct: (Real, how) => window.socket = new Real(...how) });
              window.end = (code, reason) => window.socket.dispatchEvent(new CloseEvent('close', { code, reason }));
              document.addEventListener('readystatechange', () => {
                if (document.readyState === 'interactive' && sessionStorage.patience) document.body.dataset.reconnect = sessionStorage.patience;
              });
            }""";

    /** Of what stands over the picture: what covers another, or ends beyond the window or its own place. */
    private static final String COVERED = """
            const boxes = [...document.querySelectorAll('#watched, #consent, #asked, #ending, #info')].filter((part) => part.checkVisibility() && part.textContent.trim() !== '')
                .map((part) => [part.id, part.getBoundingClientRect()]);
            const covers = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
            const place = document.getElementById('stage').getBoundingClientRect();
            return boxes.flatMap(([id, one], i) => boxes.slice(i + 1).filter(([, other]) => covers(one, other)).map(([other]) => `${id} and ${other}`))
                .concat(boxes.filter(([id, { left, right, bottom }]) => left < 0 || right > innerWidth || id !== 'asked' && bottom > place.bottom).map(([id]) => id));""";

    /** Further ones that people meet; they look alike but for their words. */
    private static final List<Integer> FURTHER_ENDS = List.of(1000, 4007, 4008, 4010, 4011, 4013, 4015, 4016, 4018, 4022, 4023, 4033, 4040, 4050);

    private static final String SOME = "0f7a3c1e-5b2d-4e6f-8a9b-0c1d2e3f4a5b";
    private static final String[][] TOLD = {
        {"CONSOLE_CONNECTED", "", ""}, {"CONNECTION_REFUSED", "TOKEN_USED", ""}, {"CONNECTION_REFUSED", "ORIGIN_REFUSED", "Origin https://evil.example"},
        {"CONSOLE_REFUSED", "LIMIT_REACHED", "3 consoles per VM are open, and no more may be"}, {"RECORDING_STARTED", "", "recording " + SOME + ", with input"},
        {"CONSOLE_ASK_ANSWERED", "", "keeps it from wang.fang"}, {"CONSOLE_TAKEN_OVER", "", "from wang.fang"},
        {"WATCH_ANSWERED", "", "agrees to be watched by auditor"}, {"CONSOLE_CUT", "", "CUT_BY_ADMINISTRATOR, of li.wei: Maintenance until 18:00 – 维护至 18:00"},
        {"CONSOLE_ENDED", "", "NODE_REFUSED: /10.0.0.1:5900: java.net.ConnectException: Connection refused"},
        {"RECORDING_ENDED", "", "recording " + SOME + ": ENDED, CUT_BY_ADMINISTRATOR; 123456 bytes, SHA-256 00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff"},
        {"RECORDING_FAILED", "", "NO_ROOM"}, {"RECORDING_WATCHED", "", "recording " + SOME}, {"POWER_ACTION", "", "REBOOT"},
        {"POWER_ACTION_REFUSED", "POWER_FAILED", "START compute1: internal error: process exited while connecting to monitor: Failed to get \"write\" lock Is another process using the image [/vm.qcow2]?"},
        {"INVITED", "", "wang.fang to look until 2026-11-27T18:00:00Z"}, {"MEMBERSHIP_GRANTED", "", "user li.wei: AUDITOR in project demo"},
        {"SIGN_IN_REFUSED", "WRONG_PASSWORD", ""}, {"SETTINGS_CHANGED", "", "page_size: '20' is now '30'; allowed_origins: 'https://vnc.example' added; record: 'all' taken out"}};

    private final List<String> faults = new ArrayList<>();

    @Test
    void whatAFormCannotDo() throws Exception {
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.WORKER).go("/account");
            send(browser, "languages.language.value = 'none'", "400");
            browser.contactSheet("error-400");
            browser.go("/account");
            send(browser, "languages.csrf.value = 'of-another-sign-in'", "403");
            browser.contactSheet("error-403");
            browser.go("/signout").awaitElement(".told-name");
            browser.contactSheet("error-405");
            browser.go("/history").awaitElement("main h1");
            browser.contactSheet("refused-auditors-only");
            browser.go("/admin/users").awaitElement("main h1");
            browser.contactSheet("refused-administrators-only");
        }
        assertEquals(List.of(), faults);
    }

    /** Sends the form for the language with this done to it before. */
    private static void send(Chromium browser, String before, String status) throws Exception {
        browser.script("const languages = { csrf: document.querySelector('.languages [name=csrf]'), language: document.querySelector('.languages button') };"
                + before + "; languages.language.click();");
        browser.await("the error " + status, () -> browser.text(".told-name").equals(status));
    }

    @Test
    void waysInWhichAConsoleEnds() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        try (Chromium browser = Chromium.open()) {
            browser.inEachPage(STAGED);
            String page = open(browser, vm);
            end(browser, 4009, "Maintenance until 18:00 – 维护至 18:00").awaitEnd();
            look(browser, "console-cut");
            openAgain(browser, vm, page);
            browser.script("told = { state: 'OFF' }");
            end(browser, 4000, "").awaitReturning();
            browser.await("it waits for the VM", () -> browser.element("#state").getDomAttribute("data-state").equals("OFF") && browser.shows("#retry"));
            look(browser, "console-off");
            openAgain(browser, vm, page);
            end(browser, 4017, "").awaitEnd();
            browser.contactSheet("console-password-changed");
            if (Chromium.looks()) {
                furtherEnds(browser, vm, page);
            }
        }
        assertEquals(List.of(), faults);
    }

    private void furtherEnds(Chromium browser, VmUnderTest vm, String page) throws Exception {
        for (int code : FURTHER_ENDS) {
            openAgain(browser, vm, page);
            browser.script("told = { state: 'MIGRATING', takenOverBy: 'li.wei' }");
            end(browser, code, "");
            browser.awaitElement("#ended");
            browser.contactSheet("console-end-" + code);
        }
        browser.script("sessionStorage.patience = '1'");
        openAgain(browser, vm, page);
        browser.script("pulled = true");
        end(browser, 1006, "").awaitEnd();
        browser.contactSheet("console-lost-for-good");
        browser.script("delete sessionStorage.patience");
    }

    @Test
    void whatAConsoleAsksAndWarnsOf() throws Exception {
        VmUnderTest vm = PortalUnderTest.nodes().freshVm();
        try (Chromium browser = Chromium.open()) {
            browser.inEachPage(STAGED);
            open(browser, vm);
            if (Chromium.looks()) {
                browser.click("[data-do=invite]");
                browser.awaitElement("#invite-guest");
                browser.contactSheet("console-invite");
                browser.click("[data-do=close-invite]");
            }
            browser.script("document.querySelector('[data-view=info]').click()");
            browser.script("told = { requests: [{ id: 'none', name: 'auditor' }], endsIn: 60, endsAs: 'SESSION_TIMEOUT', people: [{ name: 'wang.fang', watching: true, viewOnly: true, since: new Date() }] }");
            browser.awaitElement("#consent");
            browser.awaitElement("#watched");
            browser.awaitElement("#ending");
            nothingCoversAnother(browser);
            look(browser, "console-consent");
            browser.script("told = { asks: [{ id: 'none', name: 'li.wei', secondsLeft: 30 }], requests: [], stopsIn: 20 }");
            browser.awaitElement("#asked");
            browser.await("nothing else is asked", () -> !browser.shows("#consent"));
            nothingCoversAnother(browser);
            look(browser, "console-asked");
        }
        assertEquals(List.of(), faults);
    }

    private static void nothingCoversAnother(Chromium browser) throws Exception {
        for (int width : List.of(1280, 720, 390)) {
            browser.size(width, 800);
            browser.await("all is to be seen at " + width + " pixels", () -> browser.script(COVERED).equals(List.of()));
        }
        browser.wide();
    }

    @Test
    void aConsoleThatSomebodyElseHasAndOneThatIsSharedWithAGuest() throws Exception {
        VmUnderTest exclusive = PortalUnderTest.nodes().freshExclusiveVm();
        VmUnderTest shared = PortalUnderTest.nodes().freshVm();
        String owner = Account.freshMember(ProjectRights.SOLO.project());
        String guest = Account.freshMember(ProjectRights.SOLO.project());
        UUID inviter = Account.idOf(Account.WORKER.userName());
        PortalUnderTest.database().update("insert into console_invitations (id, instance_id, guest_id, guest_name, inviter_id, inviter_name, view_only, invited_at, ends_at)"
                + " values (gen_random_uuid(), ?, ?, ?, ?, 'worker', true, now(), now() + interval '1 hour')", shared.id(), Account.idOf(guest), guest, inviter);
        try (Chromium first = Chromium.open(); Chromium second = Chromium.open()) {
            open(first.signIn(owner), exclusive);
            second.signIn(guest).awaitElement("#shared #console-" + shared.id());
            look(second, "vms-shared");
            second.go("/vms?q=" + exclusive.name()).awaitElement("#console-" + exclusive.id());
            second.click("#console-" + exclusive.id());
            second.awaitElement("#occupied");
            second.click("#ask");
            second.awaitElement("#asked");
            look(second, "occupied-asked");
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void whatIsRecordedAndWhatTheTrailTells() throws Exception {
        String user = "rare-" + UUID.randomUUID();
        UUID whole = recorded(user, "ENDED", "BROWSER_CLOSED");
        recorded(user, "FAILED", "NO_ROOM");
        recorded(user, "INTERRUPTED", "PORTAL_LOST");
        recorded(user, "REMOVED", "BROWSER_CLOSED");
        try (Chromium browser = Chromium.open()) {
            browser.signIn(Account.AUDITOR).go("/history?user=" + user).awaitElement("#session-" + whole);
            look(browser, "history-recordings");
            tell(whole, user);
            browser.go("/history/" + whole).awaitElement(".timeline");
            look(browser, "story-told");
            browser.narrow();
            assertFalse(browser.overflowsSideways());
            browser.wide();
            browser.go("/history/events?user=" + user).awaitElement("#entries table");
            browser.contactSheet("events-told");
        }
        assertEquals(List.of(), faults);
    }

    /** @return the session, which has ended */
    private static UUID recorded(String user, String state, String reason) throws SQLException {
        TestDatabase database = PortalUnderTest.database();
        UUID session = RecordedHistory.insertEnded(user, "desktop", Instant.now());
        database.update("update console_sessions set end_reason = ? where id = ?", reason.equals("NO_ROOM") ? "RECORDING_FAILED" : reason, session);
        database.update("insert into recordings (id, session_id, connection_id, instance_id, instance_name, project, user_name, node, door, started_at, ended_at, bytes, file_name, state, end_reason)"
                + " select gen_random_uuid(), id, gen_random_uuid(), instance_id, instance_name, project, user_name, node, door, asked_at, ended_at, 0, '', ?, ? from console_sessions where id = ?",
                state, reason, session);
        return session;
    }

    /** One of each kind that a story can have, as the portal writes them, and some that none has. */
    private static void tell(UUID session, String user) throws SQLException {
        for (String[] told : TOLD) {
            PortalUnderTest.database().update("insert into audit_events (action, user_name, address, refusal, session_id, incident, detail, door)"
                    + " values (?, ?, '10.0.0.7', nullif(?, ''), ?, gen_random_uuid(), ?, 'PAGE')", told[0], user, told[1], session, told[2]);
        }
    }

    // ---- consoles

    /** @return the page's path */
    private static String open(Chromium browser, VmUnderTest vm) throws Exception {
        if (!browser.path().startsWith("/vms")) {
            browser.signIn(Account.WORKER);
        }
        browser.go("/vms?q=" + vm.name()).awaitElement("#console-" + vm.id());
        browser.click("#console-" + vm.id());
        show(browser.console(), vm);
        return browser.path();
    }

    private static void openAgain(Chromium browser, VmUnderTest vm, String page) throws Exception {
        vm.vnc().closeConnections();
        vm.vnc().awaitOpen(0, LIMIT);
        show(browser.go(page).console(), vm);
    }

    private static void show(ConsolePage console, VmUnderTest vm) throws Exception {
        vm.vnc().awaitReady(1, LIMIT);
        vm.vnc().send(new RfbMessage().filledScreen(0x808080).toBytes());
        console.awaitLive();
    }

    private static ConsolePage end(Chromium browser, int code, String words) throws Exception {
        browser.script("end(arguments[0], arguments[1])", code, words);
        return browser.console();
    }

    private void look(Chromium browser, String name) throws Exception {
        faults.addAll(browser.accessibilityFaults(name));
    }
}
