package io.porthole.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file of FBS 001.001 as a player reads it. */
record FbsFile(List<Block> blocks) {

    private static final int PADDING = 4;

    record Block(int millis, byte[] bytes) {
    }

    static FbsFile of(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        byte[] version = new byte[12];
        in.get(version);
        if (!new String(version, US_ASCII).equals("FBS 001.001\n")) {
            throw new AssertionError("Not FBS: " + Arrays.toString(version));
        }
        List<Block> blocks = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] bytes = new byte[in.getInt()];
            in.get(bytes);
            in.position(in.position() + (PADDING - bytes.length % PADDING) % PADDING);
            blocks.add(new Block(in.getInt(), bytes));
        }
        return new FbsFile(blocks);
    }

    /** All that the VNC server said. */
    byte[] stream() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        blocks.forEach(block -> all.writeBytes(block.bytes()));
        return all.toByteArray();
    }
}
