package io.porthole.recording;

import io.porthole.testing.PortalUnderTest;
import io.porthole.testing.Recordings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A minute in which the whole screen has another colour every tenth of a second, but for half a minute where nothing happens; then somebody types. So each picture says
 * when it was.
 */
record ShortRecording(UUID id, UUID session) {

    static final int WIDTH = 320;
    static final int HEIGHT = 240;
    static final int LENGTH = 60_000;
    /** The last that is new before nothing happens, and the first after. */
    static final int QUIET_FROM = 3_000;
    static final int QUIET_TO = 33_000;

    private static final int STEP = 100;

    static ShortRecording write() throws Exception {
        ShortRecording written = new ShortRecording(UUID.randomUUID(), UUID.randomUUID());
        long bytes = written.file();
        PortalUnderTest.database().update("insert into recordings (id, session_id, connection_id, instance_id, instance_name, project, user_name, node, door, started_at, ended_at, bytes,"
                + " file_name, state, end_reason, input) values (?, ?, ?, ?, 'coloured', 'studio', 'demo', 'compute1', 'PAGE', now() - interval '1 minute', now(), ?, ?, 'ENDED', 'BROWSER_CLOSED', true)",
                written.id, written.session, UUID.randomUUID(), UUID.randomUUID(), bytes, RecordingFile.nameOf(written.id));
        return written;
    }

    /** Red, green and blue of what is to be seen then. */
    static int colourAt(int millis) {
        int step = (millis > QUIET_FROM && millis < QUIET_TO ? QUIET_FROM : millis) / STEP;
        return step % 256 << 16 | step / 256 * 0x40 << 8 | 0x80;
    }

    private long file() throws IOException {
        try (RecordingFile file = RecordingFile.create(path(), id, RecordingKey.of(Recordings.keyFile()))) {
            FbsBlocks typed = new FbsBlocks();
            typed.add(ByteBuffer.wrap(new byte[] {4, 1, 0, 0, 0, 0, 0, 'k', 4, 0, 0, 0, 0, 0, 0, 'k'}), QUIET_TO);
            file.write(Chunk.Kind.INPUT, typed.bytes(), typed.length(), typed.firstMillis());
            FbsBlocks screen = screen();
            file.write(Chunk.Kind.LAST, screen.bytes(), screen.length(), screen.firstMillis());
            return file.bytes();
        }
    }

    private static FbsBlocks screen() {
        FbsBlocks blocks = new FbsBlocks();
        blocks.begin(serverInit());
        TightUpdates screen = new TightUpdates();
        for (int at = 0; at <= LENGTH; at = at == QUIET_FROM ? QUIET_TO : at + STEP) {
            screen.fill(0, 0, WIDTH, HEIGHT, colourAt(at));
            blocks.add(ByteBuffer.wrap(screen.update()), at);
        }
        return blocks;
    }

    /** RFC 6143, 7.3.2, with the pixels that noVNC asks for. */
    private static byte[] serverInit() {
        byte[] name = "coloured".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(24 + name.length).putShort((short) WIDTH).putShort((short) HEIGHT)
                .put(new byte[] {32, 24, 0, 1, 0, (byte) 255, 0, (byte) 255, 0, (byte) 255, 0, 8, 16, 0, 0, 0}).putInt(name.length).put(name).array();
    }

    private Path path() {
        return Recordings.folder().resolve(RecordingFile.nameOf(id));
    }

    void remove() throws Exception {
        PortalUnderTest.database().update("delete from recordings where id = ?", id);
        Files.delete(path());
    }
}
