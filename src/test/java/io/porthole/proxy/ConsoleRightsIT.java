package io.porthole.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.FakeVncConnection;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.ProjectRights;
import io.porthole.testing.RawRequest;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.TestDatabase;
import io.porthole.testing.VmUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person may do on a console holds whatever the browser sends: here a client that ignores every rule. */
@ArquillianTest
@RunAsClient
class ConsoleRightsIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final byte[] KEY = new RfbMessage().keyEvent('a').toBytes();
    private static final byte[] POINTER = new RfbMessage().pointerEvent(10, 20).toBytes();
    private static final byte[] PASTE = new RfbMessage().cutText("secret".getBytes(UTF_8)).toBytes();
    private static final byte[] RESIZE = new RfbMessage().setDesktopSize(640, 480).toBytes();
    private static final byte[] SHUTDOWN = new RfbMessage().xvpShutdown().toBytes();
    /** Everybody may send it, so that it tells when all before it was dealt with. */
    private static final byte[] UPDATE = new RfbMessage().updateRequest().toBytes();

    private final VmUnderTest vm = PortalUnderTest.nodes().freshVm();
    private final TestDatabase database = PortalUnderTest.database();

    // ---- to look only, because the person asked for it

    @Test
    void aChangedClientOnAViewOnlyConsoleTouchesNothing() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsoleToLook(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            assertPass(vm, console, List.of(KEY, POINTER, PASTE, RESIZE, SHUTDOWN, UPDATE), UPDATE);

            Patience.until("the open connection's row tells what was withheld", LIMIT, () -> withheld(session) == 5);
        }
        RecordedHistory.endOf(session);
        assertEquals(5, withheld(session));
    }

    @Test
    void aViewOnlyConsoleStaysOneOverAReconnect() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsoleToLook(vm);
        worker.connect(worker.token(session)).shakeHands().close();
        vm.vnc().awaitAccepted(1, LIMIT);

        try (RawWebSocket again = worker.connect(worker.token(session)).shakeHands()) {
            assertPass(vm, again, List.of(KEY, UPDATE), UPDATE);
        }
    }

    @Test
    void theScreenOfAViewOnlyConsoleIsSeen() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        try (RawWebSocket console = worker.connect(worker.token(worker.openConsoleToLook(vm))).shakeHands()) {
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send("pixels".getBytes(UTF_8));

            assertArrayEquals("pixels".getBytes(UTF_8), console.readBytes(6));
        }
    }

    @Test
    void theHistoryTellsAViewOnlyConsoleAndHowManyMessagesItWithheld() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);
        UUID session = worker.openConsoleToLook(vm);
        try (RawWebSocket console = worker.connect(worker.token(session)).shakeHands()) {
            assertPass(vm, console, List.of(KEY, KEY, UPDATE), UPDATE);
        }
        RecordedHistory.endOf(session);

        HttpAnswer history = Browser.signedInAs(Account.AUDITOR).get("/history?vm=" + vm.name());
        assertTrue(history.says("view only"), history.toString());
        assertTrue(history.says("2 messages withheld"), history.toString());
    }

    @Test
    void thePageOfAViewOnlyConsoleSaysSo() throws Exception {
        Browser worker = Browser.signedInAs(Account.WORKER);

        assertTrue(worker.get("/console/" + worker.openConsoleToLook(vm)).says("id=\"view-only\""));
        assertFalse(worker.get("/console/" + worker.openConsole(vm)).says("id=\"view-only\""));
    }

    // ---- the same by the API

    @Test
    void aBearerUrlThatWasAskedForToLookOnlyTouchesNothing() throws Exception {
        HttpAnswer answer = Browser.signedInAs(Account.WORKER).askForBearerUrl(vm, ",\"view_only\":true");

        assertEquals(200, answer.status());
        assertTrue(answer.says("view_only=true&path="), answer.text());
        assertTrue(Browser.anonymous().get("/vnc_auto.html?view_only=true&path=%3Ftoken%3Dx").says("id=\"view-only\""));
        try (RawWebSocket console = RawRequest.upgrade("/websockify?token=" + Browser.bearerToken(answer)).connect().shakeHands()) {
            assertPass(vm, console, List.of(KEY, POINTER, UPDATE), UPDATE);
        }
    }

    @Test
    void aBearerUrlThatWasNotAskedForToLookOnlyHasItsInput() throws Exception {
        HttpAnswer answer = Browser.signedInAs(Account.WORKER).askForBearerUrl(vm, ",\"view_only\":false");

        assertFalse(answer.says("view_only"), answer.text());
        try (RawWebSocket console = RawRequest.upgrade("/websockify?token=" + Browser.bearerToken(answer)).connect().shakeHands()) {
            assertPass(vm, console, List.of(KEY), KEY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "1", "null", "{}"})
    void aViewOnlyThatIsNeitherTrueNorFalseIsNotGuessed(String value) throws Exception {
        HttpAnswer answer = Browser.signedInAs(Account.WORKER).askForBearerUrl(vm, ",\"view_only\":" + value);

        assertEquals(400, answer.status());
        assertEquals(0, database.count("console_sessions where instance_id = ?", vm.id()));
    }

    // ---- because the project's rights say so

    @Test
    void aProjectThatOnlyLooksTouchesNothingAndThePageSaysSo() throws Exception {
        VmUnderTest exhibit = PortalUnderTest.nodes().vm("exhibit");
        Browser member = Browser.newSignIn(Account.freshMember(ProjectRights.LOOKING.project()));
        UUID session = member.openConsole(exhibit);

        assertTrue(member.get("/console/" + session).says("id=\"view-only\""));
        try (RawWebSocket console = member.connect(member.token(session)).shakeHands()) {
            assertPass(exhibit, console, List.of(KEY, POINTER, PASTE, RESIZE, SHUTDOWN, UPDATE), UPDATE);
        }
    }

    @Test
    void aProjectWithoutClipboardAndResizingKeepsItsKeys() throws Exception {
        VmUnderTest cellar = PortalUnderTest.nodes().vm("cellar");
        Browser member = Browser.newSignIn(Account.freshMember(ProjectRights.SEALED.project()));
        UUID session = member.openConsole(cellar);
        try (RawWebSocket console = member.connect(member.token(session)).shakeHands()) {
            assertPass(cellar, console, List.of(PASTE, KEY, RESIZE, POINTER, UPDATE), joined(KEY, POINTER, UPDATE));
        }
        RecordedHistory.endOf(session);
        assertEquals(2, withheld(session));
    }

    @Test
    void powerIsWithheldWhereNobodyGrantedIt() throws Exception {
        try (RawWebSocket console = Browser.signedInAs(Account.WORKER).console(vm)) {
            assertPass(vm, console, List.of(SHUTDOWN, KEY, PASTE, RESIZE), joined(KEY, PASTE, RESIZE));
        }
    }

    @Test
    void powerPassesInAProjectThatGrantsIt() throws Exception {
        VmUnderTest engine = PortalUnderTest.nodes().vm("engine");
        Browser member = Browser.newSignIn(Account.freshMember(ProjectRights.POWERFUL.project()));
        try (RawWebSocket console = member.console(engine)) {
            assertPass(engine, console, List.of(SHUTDOWN, KEY), joined(SHUTDOWN, KEY));
        }
    }

    // ---- steps

    /** What reaches the last client of the VM's VNC server, of all that was sent, is exactly this. */
    private static void assertPass(VmUnderTest vm, RawWebSocket console, List<byte[]> sent, byte[] expected) throws Exception {
        vm.vnc().awaitReady(1, LIMIT);
        for (byte[] message : sent) {
            console.sendBinary(message);
        }
        List<FakeVncConnection> clients = vm.vnc().connections();
        assertArrayEquals(expected, clients.get(clients.size() - 1).awaitReceived(expected.length, LIMIT));
    }

    private static byte[] joined(byte[]... messages) {
        RfbMessage all = new RfbMessage();
        for (byte[] message : messages) {
            all.bytes(message);
        }
        return all.toBytes();
    }

    private long withheld(UUID session) throws Exception {
        return ((Number) database.value("select sum(withheld_messages) from console_connections where session_id = ?", session)).longValue();
    }
}
