package io.porthole.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.recording.RecordingSettings.Full;
import io.porthole.recording.RecordingSettings.Overload;
import io.porthole.testing.RfbMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the relay gives a recording, and what becomes of it; the disk is as slow as the test wants. */
class ConsoleRecordingTest {

    private static final byte[] SERVER_INIT = serverInit("QEMU (stage)");

    @TempDir
    private Path folder;
    private final UUID id = UUID.randomUUID();
    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private int notes;
    private RecordingMemory memory = new RecordingMemory(Long.MAX_VALUE);

    private final ConsoleRecording.Listener relay = new ConsoleRecording.Listener() {
        @Override
        public void roomAgain() {
            heard.add("room again");
        }

        @Override
        public void failed(String why) {
            heard.add("failed");
        }
    };

    @Test
    void aPlayerFindsTheHandshakeThenWhatTheServerSent() throws Exception {
        ConsoleRecording recording = begun(Overload.WAIT, Full.REFUSE);
        recording.fromServer(ascii("update"));
        recording.fromServer(ascii("another"));
        recording.end("BROWSER_CLOSED");
        writeAll();

        FbsFile played = played();
        byte[] expected = new RfbMessage().bytes("RFB 003.003\n".getBytes(US_ASCII)).bytes(new byte[] {0, 0, 0, 1}).bytes(SERVER_INIT)
                .bytes("updateanother".getBytes(US_ASCII)).toBytes();
        assertArrayEquals(expected, played.stream());
        assertTrue(played.blocks().get(4).millis() >= played.blocks().get(3).millis());
        assertEquals(RecordingEnd.State.ENDED, recording.ended().state());
        assertEquals("BROWSER_CLOSED", recording.ended().reason());
        assertArrayEquals(RecordingFile.digest(file()), recording.ended().sha256());
        assertEquals(2, notes, "its beginning and its end");
    }

    /** RFC 6143, 7.5.1: the pixels that follow are in the format that the client asked for, not in the server's own. */
    @Test
    void theFormatOfThePixelsIsTheOneThatTheClientAskedFor() throws Exception {
        byte[] format = {16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0};
        ConsoleRecording recording = begun(Overload.WAIT, Full.REFUSE);
        recording.fromBrowser(ByteBuffer.wrap(new RfbMessage().bytes(new byte[4]).bytes(format).toBytes()));
        recording.fromBrowser(ByteBuffer.wrap(new byte[] {3, 0, 0, 0, 0, 0, 2, 0, 1, 0}));
        recording.fromServer(ascii("update"));
        recording.end("BROWSER_CLOSED");
        writeAll();

        assertArrayEquals(format, Arrays.copyOfRange(played().stream(), 16 + 4, 16 + 20));
    }

    @Test
    void whatIsWrittenPlaysAlthoughNobodyEndedIt() throws Exception {
        ConsoleRecording recording = begun(Overload.WAIT, Full.REFUSE);
        recording.fromServer(ascii("before the power went"));
        recording.wake();
        writeAll();

        assertTrue(new String(played().stream(), US_ASCII).endsWith("before the power went"));
        assertNull(recording.ended());
    }

    @Test
    void aConsoleThatNeverShowedAnythingLeavesNoFile() {
        ConsoleRecording recording = begun(Overload.WAIT, Full.REFUSE);
        recording.end("NODE_UNREACHABLE");
        writeAll();

        assertFalse(Files.exists(file()));
        assertFalse(recording.hasContent());
    }

    @Test
    void whatIsTypedStandsBesideTheScreenWhereThatIsWanted() throws Exception {
        byte[] key = {4, 1, 0, 0, 0, 0, 0, 'k'};
        for (boolean wanted : new boolean[] {true, false}) {
            ConsoleRecording recording = recording(create(), settings(Overload.WAIT, Full.REFUSE, wanted));
            recording.fromBrowser(ByteBuffer.wrap(key));
            recording.wake();
            writeAll();
            recording.fromServer(ascii("update"));
            recording.fromBrowser(ByteBuffer.wrap(key));
            recording.end("BROWSER_CLOSED");
            writeAll();

            assertEquals(wanted ? 2 * key.length : 0, FbsFile.of(read(RecordingReader::copyInputTo)).stream().length);
            assertTrue(new String(played().stream(), US_ASCII).endsWith("update"));
            assertArrayEquals(RecordingFile.digest(file()), recording.ended().sha256());
            Files.delete(file());
        }
    }

    /** It cannot be held up as a VNC server can, for what the person does must arrive. */
    @Test
    void aDiskThatIsTooSlowForWhatIsTypedEndsTheConsole() throws Exception {
        ConsoleRecording recording = recording(create(), settings(Overload.WAIT, Full.REFUSE, true));
        recording.fromServer(ascii("update"));
        recording.wake();
        writeAll();
        for (int sent = 0; sent <= ConsoleRecording.MOST_WAITING_BYTES; sent += 200_000) {
            recording.fromBrowser(ByteBuffer.wrap(new byte[200_000]));
        }
        writeAll();

        assertEquals(List.of("failed"), heard);
        assertEquals("OVERLOAD", recording.ended().reason());
    }

    @Test
    void aSlowDiskHoldsTheVncServerAndLosesNothing() throws Exception {
        ConsoleRecording recording = begun(Overload.WAIT, Full.REFUSE);
        byte[] picture = new byte[200_000];
        int taken = 0;
        while (recording.hasRoom()) {
            recording.fromServer(ByteBuffer.wrap(picture));
            taken += picture.length;
        }
        assertTrue(taken < ConsoleRecording.HELD_AT_BYTES + picture.length, taken + " bytes wait");
        assertEquals(1, disk.size(), "one writer at a time");
        assertEquals(List.of(), heard);

        writeAll();
        assertEquals(List.of("room again"), heard);
        assertTrue(recording.hasRoom());
        recording.end("BROWSER_CLOSED");
        writeAll();
        assertEquals(16 + SERVER_INIT.length + taken, played().stream().length);
    }

    /** A message of the VNC server may be larger than a chunk, and end anywhere in one. */
    @Test
    void whatIsLargerThanAChunkIsCutWhereTheChunkEnds() throws Exception {
        ConsoleRecording recording = begun(Overload.WAIT, Full.REFUSE);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        byte value = 0;
        for (int size : new int[] {FbsBlocks.CHUNK_BYTES, 1, FbsBlocks.CHUNK_BYTES - 97, 3, 2 * FbsBlocks.CHUNK_BYTES + 5, 30, FbsBlocks.CHUNK_BYTES - 250, 7, 100_000, 2}) {
            byte[] message = new byte[size];
            for (int i = 0; i < size; i++) {
                message[i] = value++;
            }
            ByteBuffer given = ByteBuffer.wrap(message);
            recording.fromServer(given);
            assertEquals(size, given.remaining(), "it is still the relay's to send");
            expected.write(message);
            writeAll();
        }
        recording.end("BROWSER_CLOSED");
        writeAll();

        byte[] played = played().stream();
        assertArrayEquals(expected.toByteArray(), Arrays.copyOfRange(played, 16 + SERVER_INIT.length, played.length));
    }

    /** Many recordings at once must not take the portal's memory, however slow the disk is. */
    @Test
    void whereAllTogetherHaveTooMuchEachIsHeldAtALittle() throws Exception {
        memory = new RecordingMemory(1_000_000);
        ConsoleRecording recording = begun(Overload.WAIT, Full.REFUSE);
        byte[] picture = new byte[200_000];
        int taken = 0;
        while (recording.hasRoom()) {
            recording.fromServer(ByteBuffer.wrap(picture));
            taken += picture.length;
        }
        assertTrue(taken >= 1_000_000 && taken < 1_500_000, taken + " bytes wait");
        memory.take(1_000_000);
        writeAll();
        assertEquals(List.of("room again"), heard);
        recording.wake();
        writeAll();
        recording.fromServer(ByteBuffer.wrap(picture));
        assertTrue(recording.hasRoom(), "a little may always be kept");
        recording.fromServer(ByteBuffer.wrap(picture));
        assertFalse(recording.hasRoom());

        recording.end("BROWSER_CLOSED");
        writeAll();
        assertEquals(16 + SERVER_INIT.length + taken + 2 * picture.length, played().stream().length);
        assertTrue(memory.isUsedUp(), "by the others");
        memory.giveBack(1_000_000);
        assertFalse(memory.isUsedUp(), "nothing is forgotten");
    }

    @Test
    void whereTheRecordingGivesWayItEndsThereAndTheScreenGoesOn() throws Exception {
        ConsoleRecording recording = begun(Overload.STOP, Full.REFUSE);
        byte[] picture = new byte[200_000];
        for (int sent = 0; sent < 3 * ConsoleRecording.MOST_WAITING_BYTES; sent += picture.length) {
            recording.fromServer(ByteBuffer.wrap(picture));
            assertTrue(recording.hasRoom());
        }
        writeAll();

        assertEquals("OVERLOAD", recording.ended().reason());
        assertEquals(List.of(), heard);
        assertTrue(played().stream().length < ConsoleRecording.MOST_WAITING_BYTES + picture.length);
    }

    @Test
    void aDiskThatTakesNoMoreEndsTheConsole() throws Exception {
        assertEquals(List.of("failed"), afterTheDiskFailed(Full.REFUSE));
    }

    @Test
    void aDiskThatTakesNoMoreLeavesTheConsoleWhereThatIsWanted() throws Exception {
        assertEquals(List.of(), afterTheDiskFailed(Full.GO_ON));
    }

    @Test
    void aDiskWithTooLittleRoomEndsTheConsoleAndWhatIsThereStays() throws Exception {
        ConsoleRecording recording = begun(Overload.WAIT, Full.REFUSE);
        recording.fromServer(ascii("update"));
        recording.giveUp();
        recording.end("RECORDING_FAILED");
        writeAll();

        assertEquals(List.of("failed"), heard);
        assertEquals("NO_ROOM", recording.ended().reason());
        assertTrue(new String(played().stream(), US_ASCII).endsWith("update"));
    }

    private List<String> afterTheDiskFailed(Full full) throws IOException {
        RecordingFile closed = create();
        closed.close();
        ConsoleRecording recording = recording(closed, Overload.WAIT, full);
        recording.fromServer(ascii("update"));
        recording.wake();
        writeAll();

        assertEquals(RecordingEnd.State.FAILED, recording.ended().state());
        assertTrue(recording.hasRoom(), "nothing is held up by it");
        recording.fromServer(ascii("more"));
        recording.end("BROWSER_CLOSED");
        writeAll();
        assertEquals("WRITE_FAILED", recording.ended().reason());
        return heard;
    }

    private ConsoleRecording begun(Overload overload, Full full) {
        try {
            return recording(create(), overload, full);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ConsoleRecording recording(RecordingFile file, Overload overload, Full full) {
        return recording(file, settings(overload, full, false));
    }

    private RecordingSettings settings(Overload overload, Full full, boolean input) {
        return new RecordingSettings(true, Map.of(), Map.of(), Set.of(), false, input, folder, folder.resolve("key"), overload, full, 0, Duration.ZERO, 0);
    }

    private ConsoleRecording recording(RecordingFile file, RecordingSettings settings) {
        ConsoleRecording recording = new ConsoleRecording(id, UUID.randomUUID(), UUID.randomUUID(), Instant.now(), file(), file, settings, memory, disk::add, noted -> notes++);
        recording.begin(SERVER_INIT, relay);
        return recording;
    }

    private RecordingFile create() throws IOException {
        return RecordingFile.create(file(), id, RecordingKey.of(folder.resolve("key")));
    }

    private Path file() {
        return folder.resolve(RecordingFile.nameOf(id));
    }

    private void writeAll() {
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
    }

    private FbsFile played() throws IOException {
        return FbsFile.of(read(RecordingReader::copyTo));
    }

    private byte[] read(Part part) throws IOException {
        try (RecordingReader in = RecordingReader.open(file(), id, RecordingKey.of(folder.resolve("key")))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            part.copy(in, out);
            return out.toByteArray();
        }
    }

    private interface Part {
        void copy(RecordingReader in, OutputStream out) throws IOException;
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static byte[] serverInit(String name) {
        return ByteBuffer.allocate(24 + name.length()).putShort((short) 720).putShort((short) 400)
                .put(new byte[] {32, 24, 0, 1, 0, (byte) 255, 0, (byte) 255, 0, (byte) 255, 16, 8, 0, 0, 0, 0}).putInt(name.length())
                .put(name.getBytes(US_ASCII)).array();
    }
}
