package io.porthole.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.testing.Account;
import io.porthole.testing.Browser;
import io.porthole.testing.HttpAnswer;
import io.porthole.testing.Patience;
import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.ProjectRights;
import io.porthole.testing.RawWebSocket;
import io.porthole.testing.RecordedHistory;
import io.porthole.testing.Recordings;
import io.porthole.testing.RfbMessage;
import io.porthole.testing.VmUnderTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** A console of a project that is recorded, from its page to its file, its row and the trail. */
@ArquillianTest
@RunAsClient
class RecordingIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** A portal that is killed loses no more than a second; a loaded machine gets some more. */
    private static final Duration SOON = Duration.ofSeconds(4);
    private static final byte[] PIXEL_FORMAT = {16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0};

    private final VmUnderTest vm = PortalUnderTest.nodes().vm("stage");

    @Test
    void whatTheServerSentIsInTheFileAndItsDigestInTheTrail() throws Exception {
        Browser browser = member();
        vm.vnc().awaitOpen(0, LIMIT);
        UUID session = browser.openConsole(vm);
        byte[] pixels = pixels(1_000_003);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            byte[] request = new RfbMessage().bytes(new byte[4]).bytes(PIXEL_FORMAT).updateRequest().toBytes();
            console.sendBinary(request);
            vm.vnc().awaitReady(1, LIMIT);
            awaitAsked(request.length);
            vm.vnc().send(pixels);
            assertArrayEquals(pixels, console.readBytes(pixels.length));
            console.sendClose(1000);
            console.readClose();
        }
        Map<String, Object> row = Recordings.of(session, "ENDED");
        assertEquals("BROWSER_CLOSED", row.get("end_reason"));
        assertEquals("stage", row.get("instance_name"));
        assertEquals(vm.id(), row.get("instance_id"));

        byte[] stream = FbsFile.of(read((UUID) row.get("id"))).stream();
        assertEquals("RFB 003.003\n", new String(stream, 0, 12, US_ASCII));
        assertArrayEquals(new byte[] {0, 0, 0, 1}, Arrays.copyOfRange(stream, 12, 16));
        assertArrayEquals(PIXEL_FORMAT, Arrays.copyOfRange(stream, 20, 36), "the pixel format that the browser asked for");
        assertArrayEquals(pixels, Arrays.copyOfRange(stream, stream.length - pixels.length, stream.length));

        String digest = HexFormat.of().formatHex(RecordingFile.digest(file((UUID) row.get("id"))));
        assertTrue(Recordings.trail(session, "RECORDING_STARTED").contains(row.get("id").toString()));
        assertTrue(Recordings.trail(session, "RECORDING_ENDED").contains("SHA-256 " + digest));
        assertEquals(digest, HexFormat.of().formatHex((byte[]) row.get("sha256")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file((UUID) row.get("id")))));
    }

    /** As after kill -9: nobody has ended the file, and what it holds plays. */
    @Test
    void whatWasOnTheScreenASecondAgoPlaysAlreadyWhileTheConsoleGoesOn() throws Exception {
        Browser browser = member();
        UUID session = browser.openConsole(vm);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendBinary(new RfbMessage().updateRequest().toBytes());
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send("seen".getBytes(US_ASCII));
            console.readBytes(4);

            UUID id = (UUID) Recordings.of(session, "RECORDING").get("id");
            Patience.until("it is in the file", SOON, () -> new String(FbsFile.of(read(id)).stream(), US_ASCII).endsWith("seen"));
        }
        Recordings.of(session, "ENDED");
    }

    @Test
    void pagesSayBeforeAndWhileThatItIsRecorded() throws Exception {
        Browser browser = member();

        assertTrue(browser.get("/vms").text().contains(">recorded with keys</span>"));
        UUID session = browser.openConsole(vm);
        String page = browser.get("/console/" + session).text();
        assertTrue(page.contains("id=\"recorded\"") && page.contains(">Recorded with keys</p>"), page);
        assertTrue(browser.get("/console/" + session + "/state").text().contains("\"unrecorded\":false"));
        String bearer = Browser.anonymous().get("/vnc_auto.html?path=%3Ftoken%3Dany").text();
        assertTrue(bearer.contains(">May be recorded with keys</p>"), "a page that cannot know says so");
    }

    @Test
    void aProjectThatIsNotRecordedIsNot() throws Exception {
        VmUnderTest other = PortalUnderTest.nodes().freshVm();
        Browser browser = Browser.signedInAs(Account.WORKER);
        assertFalse(browser.get("/vms?q=" + other.name()).text().contains(">recorded with keys</span>"));
        UUID session = browser.openConsole(other);
        assertFalse(browser.get("/console/" + session).text().contains("id=\"recorded\""));
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendBinary(new RfbMessage().updateRequest().toBytes());
            other.vnc().awaitReady(1, LIMIT);
            other.vnc().send("seen".getBytes(US_ASCII));
            console.readBytes(4);
        }
        RecordedHistory.endOf(session);
        assertEquals(0, Recordings.count(session));
        assertNull(Recordings.trail(session, "RECORDING_STARTED"));
    }

    @Test
    void whatThePersonTypedIsInTheFileBesideTheScreenAndReadByWhoeverMayAudit() throws Exception {
        Browser browser = member();
        UUID session = browser.openConsole(vm);
        byte[] typed = new RfbMessage().updateRequest().bytes(new byte[] {4, 1, 0, 0, 0, 0, 0, 'k', 4, 0, 0, 0, 0, 0, 0, 'k'}).toBytes();
        vm.vnc().awaitOpen(0, LIMIT);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendBinary(typed);
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send("seen".getBytes(US_ASCII));
            console.readBytes(4);
        }
        UUID id = (UUID) Recordings.of(session, "ENDED").get("id");

        assertEquals(403, browser.get("/recordings/" + id + "/input").status());
        HttpAnswer input = Browser.signedInAs(Account.AUDITOR).get("/recordings/" + id + "/input");
        assertArrayEquals(typed, FbsFile.of(input.body()).stream());
        assertEquals("recording " + id + ", its input", Recordings.trail(session, "RECORDING_WATCHED"));
        assertEquals("recording " + id + ", with input", Recordings.trail(session, "RECORDING_STARTED"));
        assertTrue(new String(FbsFile.of(read(id)).stream(), US_ASCII).endsWith("seen"), "the screen's stream is as ever");
    }

    // ---- whom else

    @Test
    void aPersonHasTheirOwnVisitRecordedWhereNoRuleAsksForIt() throws Exception {
        VmUnderTest other = PortalUnderTest.nodes().freshVm();
        Browser browser = Browser.newSignIn(Account.freshMember("workshop"));
        String list = browser.get("/vms?q=" + other.name()).text();
        assertTrue(list.contains(">Console, recorded</button>") && !list.contains(">recorded with keys</span>"), list);

        UUID session = session(browser.post("/vms/" + other.id() + "/console", "recorded", "true"));

        assertTrue(browser.get("/console/" + session).text().contains(">Recorded with keys</p>"));
        seen(browser, session, other);
        Recordings.of(session, "ENDED");
    }

    /** Rules for roles, here for guests, hold in every project. */
    @Test
    void aGuestIsRecordedAndKnowsItBeforeWhileTheirHostIsNot() throws Exception {
        VmUnderTest other = PortalUnderTest.nodes().freshVm();
        String name = Account.freshMember();
        Browser member = Browser.newSignIn(Account.freshMember("workshop"));
        assertEquals(200, member.post("/invitations", "vm", other.id().toString(), "guest", name, "may", "use", "time", "1h").status());
        Browser guest = Browser.newSignIn(name);

        assertTrue(guest.get("/vms?q=").text().contains(">recorded with keys</span>"));
        UUID session = guest.openConsole(other);
        assertTrue(guest.get("/console/" + session).text().contains(">Recorded with keys</p>"));
        seen(guest, session, other);
        UUID own = member.openConsole(other);
        seen(member, own, other);

        Recordings.of(session, "ENDED");
        RecordedHistory.endOf(own);
        assertEquals(0, Recordings.count(own));
    }

    // ---- where it cannot be

    @Test
    void aConsoleThatMustBeRecordedAndCannotBeIsNotOpened() throws Exception {
        Browser browser = member();
        UUID session = browser.openConsole(vm);
        Path away = Recordings.folder().resolveSibling("recordings-away");
        Files.move(Recordings.folder(), away);
        try (RawWebSocket console = browser.connect(browser.token(session))) {
            assertEquals(4040, console.readClose().closeCode());
        } finally {
            Files.move(away, Recordings.folder());
        }
        assertEquals("RECORDING_FAILED", RecordedHistory.endOf(session).get("end_reason"));
        assertEquals("IMPOSSIBLE", Recordings.of(session, "FAILED").get("end_reason"));
        assertNotNull(Recordings.trail(session, "RECORDING_FAILED"));
        seen(browser, browser.openConsole(vm), vm);
    }

    /** A portal that died has closed nothing: another start of it, or another node, finds the file and says how it ended. */
    @Test
    void whatADeadPortalLeftIsEndedByTheNext() throws Exception {
        Browser browser = member();
        UUID session = browser.openConsole(vm);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendBinary(new RfbMessage().updateRequest().toBytes());
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send("seen".getBytes(US_ASCII));
            console.readBytes(4);
        }
        RecordedHistory.endOf(session); // written, so that nobody writes it over what follows
        UUID id = (UUID) Recordings.of(session, "ENDED").get("id");
        PortalUnderTest.database().update("update recordings set state = 'RECORDING', ended_at = null, end_reason = null, sha256 = null where id = ?", id);
        PortalUnderTest.database().update("update console_connections set end_reason = 'PORTAL_LOST' where session_id = ?", session);

        Map<String, Object> row = Recordings.of(session, "INTERRUPTED");
        assertEquals("PORTAL_LOST", row.get("end_reason"));
        assertArrayEquals(RecordingFile.digest(file(id)), (byte[]) row.get("sha256"));
        assertTrue(Recordings.trail(session, "RECORDING_ENDED").contains("INTERRUPTED"));
    }

    @Test
    void onlyWhoMayAuditWatchesAndTheTrailTellsOfBoth() throws Exception {
        Browser browser = member();
        UUID session = browser.openConsole(vm);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendBinary(new RfbMessage().updateRequest().toBytes());
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send("seen".getBytes(US_ASCII));
            console.readBytes(4);
        }
        UUID id = (UUID) Recordings.of(session, "ENDED").get("id");
        for (String path : List.of("/recordings/" + id, "/recordings/" + id + "/data")) {
            assertEquals(302, Browser.anonymous().get(path).status(), path);
            assertEquals(403, browser.get(path).status(), "not even the person who was recorded: " + path);
        }
        assertEquals("recording " + id, Recordings.trail(session, "RECORDING_REFUSED"));
        assertNull(Recordings.trail(session, "RECORDING_WATCHED"));

        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        assertEquals(200, auditor.get("/recordings/" + id).status());
        assertNull(Recordings.trail(session, "RECORDING_WATCHED"), "its page alone shows nothing of it");
        HttpAnswer data = auditor.get("/recordings/" + id + "/data");
        assertArrayEquals(read(id), data.body());
        assertEquals("recording " + id, Recordings.trail(session, "RECORDING_WATCHED"));
        assertEquals(404, auditor.get("/recordings/" + UUID.randomUUID()).status());
        assertEquals(404, auditor.get("/recordings/" + id + "/other").status());
        assertEquals(404, auditor.get("/recordings/").status());
    }

    /** The row says so too, for who can cut the file may reach the database as well; the trail keeps the digest. */
    @Test
    void aFileThatIsNotAsItWasWrittenIsToldToWhoeverWatchesAndInTheTrail() throws Exception {
        Browser browser = member();
        UUID session = browser.openConsole(vm);
        seen(browser, session, vm);
        UUID id = (UUID) Recordings.of(session, "ENDED").get("id");
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        assertFalse(auditor.get("/recordings/" + id).says("id=\"damaged\""));
        auditor.get("/recordings/" + id + "/data");
        assertNull(Recordings.trail(session, "RECORDING_DAMAGED"));

        Files.write(file(id), withoutItsLastChunk(Files.readAllBytes(file(id))));
        byte[] digest = RecordingFile.digest(file(id));
        PortalUnderTest.database().update("update recordings set sha256 = ?, bytes = ? where id = ?", digest, Files.size(file(id)), id);

        assertTrue(auditor.get("/recordings/" + id).says("id=\"damaged\""));
        auditor.get("/recordings/" + id + "/data");
        Patience.until("the trail tells of it", LIMIT, () -> Recordings.trail(session, "RECORDING_DAMAGED") != null);
        assertTrue(Recordings.trail(session, "RECORDING_DAMAGED").endsWith(" and is " + HexFormat.of().formatHex(digest)), Recordings.trail(session, "RECORDING_DAMAGED"));
    }

    private static byte[] withoutItsLastChunk(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int at = RecordingFile.MAGIC.length + RecordingFile.ID_BYTES;
        at += Integer.BYTES + bytes.getInt(at);
        int last = at;
        while (at < file.length) {
            last = at;
            at += Chunk.HEADER_BYTES + bytes.getInt(at + 1 + Integer.BYTES);
        }
        return Arrays.copyOf(file, last);
    }

    @Test
    void whatIsTooOldIsTakenAwayAndTheTrailTellsIt() throws Exception {
        Browser browser = member();
        UUID session = browser.openConsole(vm);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendBinary(new RfbMessage().updateRequest().toBytes());
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send("seen".getBytes(US_ASCII));
            console.readBytes(4);
        }
        UUID id = (UUID) Recordings.of(session, "ENDED").get("id");
        PortalUnderTest.database().update("update recordings set started_at = long_ago, ended_at = long_ago from (select now() - make_interval(days => ?) as long_ago) as time where id = ?", Recordings.KEEP_DAYS + 1, id);

        Recordings.of(session, "REMOVED");
        assertFalse(Files.exists(file(id)));
        assertEquals("recording " + id + ": older than recording_keep_days", Recordings.trail(session, "RECORDING_REMOVED"));
        Browser auditor = Browser.signedInAs(Account.AUDITOR);
        assertTrue(auditor.get("/recordings/" + id).says("There is nothing to watch"));
        assertEquals(404, auditor.get("/recordings/" + id + "/data").status());
    }

    /** A real VNC server says nothing before it is asked. */
    private void awaitAsked(int bytes) throws Exception {
        Patience.until("the VNC server was asked", LIMIT, () -> vm.vnc().connections().stream().anyMatch(client -> client.isOpen() && client.received().length >= bytes));
    }

    /** Somebody has it on their screen for a moment. */
    private static void seen(Browser browser, UUID session, VmUnderTest vm) throws Exception {
        vm.vnc().awaitOpen(0, LIMIT);
        try (RawWebSocket console = browser.connect(browser.token(session)).shakeHands()) {
            console.sendBinary(new RfbMessage().updateRequest().toBytes());
            vm.vnc().awaitReady(1, LIMIT);
            vm.vnc().send("seen".getBytes(US_ASCII));
            assertEquals("seen", new String(console.readBytes(4), US_ASCII));
        }
    }

    private static UUID session(HttpAnswer answer) {
        assertEquals(303, answer.status(), answer.toString());
        return UUID.fromString(answer.location().substring("/console/".length()));
    }

    private static Browser member() throws Exception {
        return Browser.newSignIn(Account.freshMember(ProjectRights.RECORDED.project()));
    }

    private static Path file(UUID recording) {
        return Recordings.folder().resolve(RecordingFile.nameOf(recording));
    }

    private static byte[] read(UUID recording) throws IOException {
        try (RecordingReader in = RecordingReader.open(file(recording), recording, RecordingKey.of(Recordings.keyFile()))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.copyTo(out);
            return out.toByteArray();
        }
    }

    private static byte[] pixels(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }
}
