package io.porthole.audit.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {

    private static final Checkpoint FIRST = new Checkpoint(6, "a".repeat(64), "2026-03-01T10:00:00.000000Z", "portal1");
    private static final Checkpoint SECOND = new Checkpoint(12, "b".repeat(64), "2026-03-01T10:01:00.000000Z", "portal1");

    @TempDir
    Path folder;

    private Path keyFile;
    private AuditKey key;
    private CheckpointFile file;

    @BeforeEach
    void makeKey() throws IOException {
        keyFile = folder.resolve("deep/audit.key");
        key = AuditKey.of(keyFile);
        file = CheckpointFile.besides(keyFile);
    }

    @Test
    void keyIsItsOwnersAloneAndStaysTheSame() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)));
        assertEquals(key.publicText(), AuditKey.of(keyFile).publicText());
        assertEquals(key.publicHalf(), AuditKey.readPublic(AuditKey.publicFile(keyFile)));
    }

    @Test
    void lostPublicHalfIsWrittenAgain() throws IOException {
        Files.delete(AuditKey.publicFile(keyFile));

        AuditKey.of(keyFile);

        assertEquals(key.publicHalf(), AuditKey.readPublic(AuditKey.publicFile(keyFile)));
    }

    @Test
    void fileWithoutAKeyIsRefused() throws IOException {
        Files.writeString(keyFile, "no key");

        assertThrows(IOException.class, () -> AuditKey.of(keyFile));
        assertThrows(IOException.class, () -> AuditKey.readPublic(keyFile));
    }

    @Test
    void halvesOfTwoKeysAreRefused() throws IOException {
        AuditKey.of(folder.resolve("other.key"));
        String own = Files.readString(keyFile);
        String foreign = Files.readString(folder.resolve("other.key"));
        Files.writeString(keyFile, own.substring(0, own.indexOf("-----BEGIN PUBLIC")) + foreign.substring(foreign.indexOf("-----BEGIN PUBLIC")));

        assertThrows(IOException.class, () -> AuditKey.of(keyFile));
    }

    @Test
    void checkpointsAreReadAsTheyWereAdded() throws Exception {
        file.add(FIRST, key);
        file.add(SECOND, key);

        assertEquals(List.of(FIRST, SECOND), read());
    }

    @Test
    void lineThatACrashCutIsNoneAndTheNextOneIsWhole() throws Exception {
        file.add(FIRST, key);
        Files.writeString(file.path(), SECOND.line(key).substring(0, 50), StandardOpenOption.APPEND);
        assertEquals(List.of(FIRST), read());

        file.add(SECOND, key);

        assertEquals(List.of(FIRST, SECOND), read());
    }

    @Test
    void changedLineIsNamed() throws Exception {
        file.add(FIRST, key);
        file.add(SECOND, key);
        Files.writeString(file.path(), Files.readString(file.path()).replace(" 12 ", " 11 "));

        assertTrue(assertThrows(UnsignedCheckpointException.class, this::read).getMessage().endsWith("line 2"));
    }

    @Test
    void lineOfAnotherKeyIsNamed() throws Exception {
        file.add(FIRST, AuditKey.of(folder.resolve("other.key")));

        assertTrue(assertThrows(UnsignedCheckpointException.class, this::read).getMessage().endsWith("line 1"));
    }

    private List<Checkpoint> read() throws Exception {
        return file.read(Set.of(key.publicHalf()));
    }
}
