package io.porthole.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFileTest {

    private static final String[] CHUNKS = {"the first, ", "the second, ", "the third"};

    @TempDir
    private Path folder;
    private final UUID id = UUID.randomUUID();
    private RecordingKey key;
    private Path file;

    @BeforeEach
    void makeKey() throws IOException {
        key = RecordingKey.of(folder.resolve("keys/recording.key"));
        file = folder.resolve(RecordingFile.nameOf(id));
    }

    @Test
    void whatWasWrittenIsRead() throws Exception {
        byte[] digest = write(true);

        assertEquals("the first, the second, the third", read(true));
        assertArrayEquals(RecordingFile.digest(file), digest, "the digest is that of the file as it lies there");
    }

    @Test
    void nothingOfItCanBeReadWithoutTheKey() throws Exception {
        write(true);

        assertFalse(new String(Files.readAllBytes(file), US_ASCII).contains("second"));
        RecordingKey another = RecordingKey.of(folder.resolve("another.key"));
        assertThrows(RecordingException.class, () -> RecordingReader.open(file, id, another));
    }

    @Test
    void onlyTheOwnerReadsFileAndKey() throws Exception {
        write(true);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys/recording.key"))));
        assertFalse(RecordingKey.isOpenToOthers(folder.resolve("keys/recording.key")));
        Files.setPosixFilePermissions(folder.resolve("keys/recording.key"), PosixFilePermissions.fromString("rw-r-----"));
        assertTrue(RecordingKey.isOpenToOthers(folder.resolve("keys/recording.key")));
    }

    @Test
    void theKeyIsMadeOnceAndReadAfterwards() throws Exception {
        write(true);
        key = RecordingKey.of(folder.resolve("keys/recording.key"));

        assertEquals("the first, the second, the third", read(true));
        try (var files = Files.list(folder.resolve("keys"))) {
            assertEquals(1, files.count(), "nothing else is left there");
        }
    }

    @Test
    void aFileCutAnywherePlaysUpToItsLastWholeChunk() throws Exception {
        write(true);
        byte[] all = Files.readAllBytes(file);
        Set<String> played = new LinkedHashSet<>();
        for (int length = all.length - 1; length > 0; length--) {
            Files.write(file, Arrays.copyOf(all, length));
            try {
                played.add(read(false));
            } catch (IOException e) {
                break; // within what stands before the first chunk there is nothing to play
            }
        }
        assertEquals(List.of("the first, the second, ", "the first, ", ""), List.copyOf(played));
    }

    @Test
    void aFileWithoutItsLastChunkIsNotWhole() throws Exception {
        write(false);

        assertEquals("the first, the second, ", read(false));
    }

    /** Without its last chunks a file plays, only shorter. */
    @Test
    void whatIsNotTheFileThatItWasIsToldByItsDigest() throws Exception {
        String digest = HexFormat.of().formatHex(write(true));
        byte[] all = Files.readAllBytes(file);
        prove(digest);
        for (byte[] other : List.of(Arrays.copyOf(all, all.length - Chunk.HEADER_BYTES - 33 - CHUNKS[2].length()), Arrays.copyOf(all, all.length + 1))) {
            Files.write(file, other);

            assertTrue(assertThrows(RecordingException.class, () -> prove(digest)).getMessage().contains("SHA-256 of its file was " + digest + " and is "));
        }
    }

    /** As where the disk is full. */
    @Test
    void whatCouldNotBeWrittenIsNotInTheDigest() throws Exception {
        try (RecordingFile out = RecordingFile.create(file, id, key)) {
            byte[] blocks = CHUNKS[0].getBytes(US_ASCII);
            out.write(Chunk.Kind.SCREEN, blocks, blocks.length, 0);
            out.close();
            assertThrows(IOException.class, () -> out.write(Chunk.Kind.LAST, blocks, blocks.length, 1));

            assertEquals(Files.size(file), out.bytes());
            assertArrayEquals(RecordingFile.digest(file), out.digest());
        }
        assertEquals(CHUNKS[0], read(false));
    }

    private void prove(String digest) throws IOException {
        try (RecordingReader in = RecordingReader.open(file, id, key)) {
            in.copyTo(OutputStream.nullOutputStream());
            in.prove(digest);
        }
    }

    @Test
    void anyChangedByteIsNoticed() throws Exception {
        write(true);
        byte[] all = Files.readAllBytes(file);
        for (int at = 0; at < all.length; at++) {
            byte[] changed = all.clone();
            changed[at] ^= 4;
            Files.write(file, changed);
            try {
                assertFalse(read().equals("the first, the second, the third"), "byte " + at + " was changed");
            } catch (IOException e) {
                // it says so
            }
        }
    }

    @Test
    void chunksCannotChangePlaces() throws Exception {
        write(true);
        byte[] all = Files.readAllBytes(file);
        int chunk = Chunk.HEADER_BYTES + 33;
        int first = all.length - (chunk + CHUNKS[2].length()) - (chunk + CHUNKS[1].length()) - (chunk + CHUNKS[0].length());
        int second = first + chunk + CHUNKS[0].length();
        int third = second + chunk + CHUNKS[1].length();
        ByteArrayOutputStream moved = new ByteArrayOutputStream();
        moved.write(all, 0, first);
        moved.write(all, second, third - second);
        moved.write(all, first, second - first);
        moved.write(all, third, all.length - third);
        Files.write(file, moved.toByteArray());

        assertEquals("recording " + id + " was changed after it was written", assertThrows(RecordingException.class, this::read).getMessage());
    }

    @Test
    void aRecordingDoesNotPlayUnderAnotherName() throws Exception {
        write(true);

        assertThrows(RecordingException.class, () -> RecordingReader.open(file, UUID.randomUUID(), key));
    }

    private byte[] write(boolean toItsEnd) throws IOException {
        try (RecordingFile out = RecordingFile.create(file, id, key)) {
            for (int i = 0; i < (toItsEnd ? 3 : 2); i++) {
                byte[] blocks = CHUNKS[i].getBytes(US_ASCII);
                out.write(i == 2 ? Chunk.Kind.LAST : Chunk.Kind.SCREEN, blocks, blocks.length, i);
            }
            assertEquals(Files.size(file), out.bytes(), "it is on its way to the disk before the file is closed");
            return out.digest();
        }
    }

    private String read(boolean whole) throws IOException {
        try (RecordingReader in = RecordingReader.open(file, id, key)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.copyTo(out);
            assertEquals(whole, in.isWhole());
            return out.toString(US_ASCII);
        }
    }

    private String read() throws IOException {
        try (RecordingReader in = RecordingReader.open(file, id, key)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.copyTo(out);
            return out.toString(US_ASCII);
        }
    }
}
