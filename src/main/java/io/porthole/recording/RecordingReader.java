package io.porthole.recording;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

import com.google.crypto.tink.Aead;

/**
 * Reads a recording back, chunk by chunk. One that was broken off, even within a chunk, ends after the last whole one; one that was changed is refused at the change.
 */
final class RecordingReader implements Closeable {

    private static final int MOST_KEY_BYTES = 1 << 16;

    private final DataInputStream in;
    private final MessageDigest digest;
    private final UUID recording;
    private final Aead key;
    private long chunks;
    private boolean whole;

    private RecordingReader(DataInputStream in, MessageDigest digest, UUID recording, Aead key) {
        this.in = in;
        this.digest = digest;
        this.recording = recording;
        this.key = key;
    }

    /** @param recording which it must be */
    static RecordingReader open(Path path, UUID recording, RecordingKey keys) throws IOException {
        MessageDigest digest = RecordingFile.sha256();
        DataInputStream in = new DataInputStream(new BufferedInputStream(new DigestInputStream(Files.newInputStream(path), digest), 1 << 16));
        try {
            byte[] magic = in.readNBytes(RecordingFile.MAGIC.length);
            byte[] id = in.readNBytes(RecordingFile.ID_BYTES);
            if (!Arrays.equals(magic, RecordingFile.MAGIC) || !Arrays.equals(id, RecordingFile.bytesOf(recording))) {
                throw new RecordingException(path + " is not recording " + recording);
            }
            byte[] wrapped = new byte[bounded(in.readInt(), MOST_KEY_BYTES)];
            in.readFully(wrapped);
            return new RecordingReader(in, digest, recording, keys.unwrap(wrapped, id));
        } catch (GeneralSecurityException e) {
            in.close();
            throw new RecordingException("the key of recording " + recording + " does not open: it was made under another key file, or was changed", e);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** @return empty at the end, whether in order or broken off: {@link #isWhole()} */
    Optional<Chunk> next() throws IOException {
        if (whole) {
            return Optional.empty();
        }
        try {
            return Optional.of(read());
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private Chunk read() throws IOException {
        Chunk.Kind kind = Chunk.Kind.of(in.readByte());
        int millis = in.readInt();
        byte[] sealed = new byte[bounded(in.readInt(), Chunk.MOST_BLOCK_BYTES + Chunk.MOST_OVERHEAD_BYTES)];
        in.readFully(sealed);
        try {
            byte[] blocks = key.decrypt(sealed, Chunk.place(recording, chunks++, kind, millis));
            whole = kind == Chunk.Kind.LAST;
            return new Chunk(kind, millis, blocks);
        } catch (GeneralSecurityException e) {
            throw new RecordingException("recording " + recording + " was changed after it was written", e);
        }
    }

    /** Whether it was read to its end in order. */
    boolean isWhole() {
        return whole;
    }

    /**
     * Reads what is left of the file. Chunks that were taken away at its end leave a file that plays, only shorter: its digest tells of them.
     *
     * @param sha256 of the file as it was when the recording ended, in hexadecimal digits
     * @throws RecordingException when it is not that file any more
     */
    void prove(String sha256) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw new RecordingException("recording " + recording + " was changed after it was written, or a part of it is missing: SHA-256 of its file was " + sha256 + " and is " + found);
        }
    }

    /** Copies what is left of the screen, decrypted: a file of FBS. */
    void copyTo(OutputStream out) throws IOException {
        copy(out, kind -> kind != Chunk.Kind.INPUT);
    }

    /** The same of what the browser sent, in the same form. */
    void copyInputTo(OutputStream out) throws IOException {
        out.write(FbsBlocks.VERSION);
        copy(out, kind -> kind == Chunk.Kind.INPUT);
    }

    private void copy(OutputStream out, Predicate<Chunk.Kind> wanted) throws IOException {
        for (Optional<Chunk> chunk = next(); chunk.isPresent(); chunk = next()) {
            if (wanted.test(chunk.get().kind())) {
                out.write(chunk.get().blocks());
            }
        }
    }

    private static int bounded(int length, int most) throws RecordingException {
        if (length < 0 || length > most) {
            throw new RecordingException("the recording says that " + length + " bytes follow, which no recording does");
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
