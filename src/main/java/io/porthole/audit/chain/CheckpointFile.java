package io.porthole.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The checkpoints of one portal node, outside of the database; only ever added to. */
public final class CheckpointFile {

    private final Path file;

    public CheckpointFile(Path file) {
        this.file = file;
    }

    /** The one that belongs to a key. */
    public static CheckpointFile besides(Path keyFile) {
        return new CheckpointFile(keyFile.resolveSibling(keyFile.getFileName() + ".checkpoints"));
    }

    public Path path() {
        return file;
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /** On the disk when this returns. */
    public void add(Checkpoint checkpoint, AuditKey key) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.position(endOfLastLine(channel));
            channel.truncate(channel.position());
            channel.write(ByteBuffer.wrap((checkpoint.line(key) + "\n").getBytes(UTF_8)));
            channel.force(true);
        }
    }

    /**
     * @return all of them, in their order; a last line without an end was never finished, and does not count
     * @throws UnsignedCheckpointException at the first line that none of the keys signed
     */
    public List<Checkpoint> read(Collection<PublicKey> keys) throws IOException, UnsignedCheckpointException {
        List<Checkpoint> all = new ArrayList<>();
        if (!exists()) {
            return all;
        }
        long whole;
        try (FileChannel channel = FileChannel.open(file)) {
            whole = endOfLastLine(channel);
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (long read = 0; read < whole;) {
                String line = lines.readLine();
                int number = all.size() + 1;
                read += line.getBytes(UTF_8).length + 1L;
                all.add(Checkpoint.read(line, keys).orElseThrow(() -> new UnsignedCheckpointException(file, number)));
            }
        }
        return all;
    }

    /** A crash while a line was written leaves a part of it. */
    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
