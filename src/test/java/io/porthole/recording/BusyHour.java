package io.porthole.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;

/**
 * An hour at a desktop as a VNC server tells it, the same each time: text typed into a window that scrolls, a clock, another window each minute, every other one with a picture in it,
 * and now and then a few seconds of something that moves.
 */
final class BusyHour {

    static final Duration LENGTH = Duration.ofHours(1);
    static final int WIDTH = 1024;
    static final int HEIGHT = 768;

    private static final int STEP_MILLIS = 250;
    private static final int STEPS_PER_SECOND = 1000 / STEP_MILLIS;
    private static final int GLYPH_WIDTH = 8;
    private static final int GLYPH_HEIGHT = 16;
    private static final int TEXT_LEFT = 64;
    private static final int TEXT_TOP = 96;
    private static final int TEXT_WIDTH = 720;
    private static final int TEXT_HEIGHT = 560;
    private static final int WINDOW_SECONDS = 60;
    private static final int MOVING_EVERY_SECONDS = 300;
    private static final int MOVING_SECONDS = 8;
    private static final int[] INK_ON_PAPER = {0xf8f8f2, 0x202028};

    private final Random random = new Random(6);
    private final TightUpdates screen = new TightUpdates();
    private final FbsBlocks blocks = new FbsBlocks(Chunk.MOST_BLOCK_BYTES);
    private final RecordingFile file;
    private int column;

    private BusyHour(RecordingFile file) {
        this.file = file;
    }

    /** @return the file's bytes */
    static long write(Path path, UUID recording, RecordingKey key) throws IOException {
        try (RecordingFile file = RecordingFile.create(path, recording, key)) {
            new BusyHour(file).write();
            return file.bytes();
        }
    }

    private void write() throws IOException {
        blocks.begin(serverInit());
        long steps = LENGTH.toSeconds() * STEPS_PER_SECOND;
        for (int step = 0; step <= steps; step++) {
            draw(step);
            if (!screen.isEmpty()) {
                blocks.add(ByteBuffer.wrap(screen.update()), step * STEP_MILLIS);
            }
            if (blocks.length() >= FbsBlocks.CHUNK_BYTES || step == steps) {
                file.write(step == steps ? Chunk.Kind.LAST : Chunk.Kind.SCREEN, blocks.bytes(), blocks.length(), blocks.firstMillis());
                blocks.clear();
            }
        }
    }

    private void draw(int step) {
        int second = step / STEPS_PER_SECOND;
        boolean full = step % STEPS_PER_SECOND == 0;
        if (full && second % WINDOW_SECONDS == 0) {
            window(second / WINDOW_SECONDS);
        }
        if (full) {
            screen.palette(WIDTH - 96, 8, 80, GLYPH_HEIGHT, INK_ON_PAPER, glyphs(80 * GLYPH_HEIGHT));
        }
        if (second % MOVING_EVERY_SECONDS > MOVING_EVERY_SECONDS - MOVING_SECONDS) {
            screen.palette(600, 300, 320, 240, colours(16), noise(320 * 240, 16, 5));
        } else if (second % 10 < 6) {
            type();
        }
    }

    private void window(int number) {
        screen.fill(0, 0, WIDTH, HEIGHT, 0x2b303b + number * 0x010203);
        screen.palette(TEXT_LEFT, TEXT_TOP, TEXT_WIDTH, TEXT_HEIGHT, INK_ON_PAPER, glyphs(TEXT_WIDTH * TEXT_HEIGHT));
        screen.palette(TEXT_LEFT + TEXT_WIDTH, TEXT_TOP, 200, TEXT_HEIGHT, colours(64), noise(200 * TEXT_HEIGHT, 64, 12));
        if (number % 2 == 1) {
            screen.full(200, 200, 400, 300, noise(400 * 300, 1 << 24, 3));
        }
        column = 0;
    }

    /** A character a step; at the end of a line the window scrolls. */
    private void type() {
        if (column == 20) {
            screen.copy(TEXT_LEFT, TEXT_TOP + GLYPH_HEIGHT, TEXT_LEFT, TEXT_TOP, TEXT_WIDTH, TEXT_HEIGHT - GLYPH_HEIGHT);
            screen.fill(TEXT_LEFT, TEXT_TOP + TEXT_HEIGHT - GLYPH_HEIGHT, TEXT_WIDTH, GLYPH_HEIGHT, INK_ON_PAPER[0]);
            column = 0;
        }
        screen.palette(TEXT_LEFT + column++ * GLYPH_WIDTH, TEXT_TOP + TEXT_HEIGHT - GLYPH_HEIGHT, GLYPH_WIDTH, GLYPH_HEIGHT, INK_ON_PAPER, glyphs(GLYPH_WIDTH * GLYPH_HEIGHT));
    }

    /** As sparse as letters are. */
    private int[] glyphs(int pixels) {
        return noise(pixels, 2, 4);
    }

    private int[] colours(int count) {
        int[] colours = new int[count];
        for (int i = 0; i < count; i++) {
            colours[i] = random.nextInt(1 << 24);
        }
        return colours;
    }

    /** @param run how long one value stays on average: the more, the better it compresses */
    private int[] noise(int pixels, int values, int run) {
        int[] all = new int[pixels];
        int value = 0;
        int left = 0;
        for (int i = 0; i < pixels; i++) {
            if (left-- == 0) {
                value = random.nextInt(values);
                left = random.nextInt(2 * run);
            }
            all[i] = value;
        }
        return all;
    }

    /** RFC 6143, 7.3.2, with the pixels that noVNC asks for. */
    private static byte[] serverInit() {
        byte[] name = "busy".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(24 + name.length).putShort((short) WIDTH).putShort((short) HEIGHT)
                .put(new byte[] {32, 24, 0, 1, 0, (byte) 255, 0, (byte) 255, 0, (byte) 255, 0, 8, 16, 0, 0, 0}).putInt(name.length).put(name).array();
    }
}
