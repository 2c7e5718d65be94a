package io.porthole.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.google.crypto.tink.Aead;

/**
 * A recording as it is written: a line that says what it is, its id, its own key under the key of all recordings, then {@link Chunk}s. Each chunk is handed to the operating
 * system whole and at once, so that whatever ends this process, the chunks before play.
 */
final class RecordingFile implements Closeable {

    static final byte[] MAGIC = "PORTHOLE RECORDING 1\n".getBytes(US_ASCII);
    static final int ID_BYTES = 2 * Long.BYTES;

    private final UUID recording;
    private final FileChannel file;
    private final Aead key;
    private final MessageDigest digest = sha256();
    private long chunks;
    private long bytes;

    private RecordingFile(UUID recording, FileChannel file, Aead key) {
        this.recording = recording;
        this.file = file;
        this.key = key;
    }

    static RecordingFile create(Path path, UUID recording, RecordingKey keys) throws IOException {
        try {
            RecordingKey.Wrapped own = keys.newKey(bytesOf(recording));
            FileChannel file = FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            RecordingFile created = new RecordingFile(recording, file, own.key());
            created.append(ByteBuffer.allocate(MAGIC.length + ID_BYTES + Integer.BYTES + own.form().length)
                    .put(MAGIC).put(bytesOf(recording)).putInt(own.form().length).put(own.form()).flip());
            return created;
        } catch (GeneralSecurityException e) {
            throw new RecordingException("a key for a recording cannot be made", e);
        }
    }

    static byte[] bytesOf(UUID id) {
        return ByteBuffer.allocate(ID_BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
    }

    static String nameOf(UUID recording) {
        return recording + ".recording";
    }

    /** @param blocks whole blocks of FBS, at most {@link Chunk#MOST_BLOCK_BYTES} */
    void write(Chunk.Kind kind, byte[] blocks, int length, int millis) throws IOException {
        try {
            byte[] sealed = key.encrypt(length == blocks.length ? blocks : Arrays.copyOf(blocks, length), Chunk.place(recording, chunks, kind, millis));
            append(ByteBuffer.allocate(Chunk.HEADER_BYTES).put(kind.number()).putInt(millis).putInt(sealed.length).flip(), ByteBuffer.wrap(sealed));
            chunks++;
        } catch (GeneralSecurityException e) {
            throw new RecordingException("a chunk of the recording cannot be encrypted", e);
        }
    }

    /** In one system call, unless the disk takes less. What it does not take whole is not there, neither in the file nor in its digest. */
    private void append(ByteBuffer... parts) throws IOException {
        List<ByteBuffer> written = Arrays.stream(parts).map(ByteBuffer::duplicate).toList();
        try {
            while (parts[parts.length - 1].hasRemaining()) {
                file.write(parts);
            }
        } catch (IOException e) {
            cutOff(e);
            throw e;
        }
        for (ByteBuffer part : written) {
            bytes += part.remaining();
            digest.update(part);
        }
    }

    private void cutOff(IOException failure) {
        try {
            file.truncate(bytes);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    long bytes() {
        return bytes;
    }

    /** Of all that was written; to be asked once, at the end. */
    byte[] digest() {
        return digest.digest();
    }

    /** To the disk itself, and closed. */
    @Override
    public void close() throws IOException {
        try (file) {
            if (file.isOpen()) {
                file.force(true);
            }
        }
    }

    /** Of a file that another process wrote and did not finish. */
    static byte[] digest(Path path) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (var in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return digest.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
