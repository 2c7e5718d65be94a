package io.porthole.recording;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Makes FramebufferUpdates in Tight encoding and CopyRect, with the streams that a VNC server keeps over a whole connection. */
final class TightUpdates {

    private static final int TIGHT = 7;
    private static final int COPY_RECT = 1;
    private static final int FILL = 0x80;
    private static final int FULL_STREAM = 0;
    private static final int MONO_STREAM = 1;
    private static final int PALETTE_STREAM = 2;
    private static final int EXPLICIT_FILTER = 0x40;
    private static final int PALETTE_FILTER = 1;
    /** Less than this is not compressed. */
    private static final int LEAST_TO_COMPRESS = 12;

    private final Deflater[] streams = {fast(), fast(), fast()};
    private final byte[] deflated = new byte[1 << 20];
    private ByteArrayOutputStream rectangles = new ByteArrayOutputStream();
    private int count;

    private static Deflater fast() {
        return new Deflater(Deflater.BEST_SPEED);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** @return the message with all that was drawn since the last */
    byte[] update() {
        byte[] all = rectangles.toByteArray();
        byte[] message = ByteBuffer.allocate(4 + all.length).putShort((short) 0).putShort((short) count).put(all).array();
        rectangles = new ByteArrayOutputStream();
        count = 0;
        return message;
    }

    void fill(int x, int y, int width, int height, int rgb) {
        begin(x, y, width, height, TIGHT);
        rectangles.write(FILL);
        colour(rgb);
    }

    void copy(int fromX, int fromY, int x, int y, int width, int height) {
        begin(x, y, width, height, COPY_RECT);
        rectangles.writeBytes(ByteBuffer.allocate(4).putShort((short) fromX).putShort((short) fromY).array());
    }

    /** @param pixels places in the palette */
    void palette(int x, int y, int width, int height, int[] palette, int[] pixels) {
        boolean mono = palette.length == 2;
        int stream = mono ? MONO_STREAM : PALETTE_STREAM;
        begin(x, y, width, height, TIGHT);
        rectangles.write(stream << 4 | EXPLICIT_FILTER);
        rectangles.write(PALETTE_FILTER);
        rectangles.write(palette.length - 1);
        for (int rgb : palette) {
            colour(rgb);
        }
        compressed(stream, mono ? bits(pixels, width, height) : bytes(pixels));
    }

    void full(int x, int y, int width, int height, int[] pixels) {
        begin(x, y, width, height, TIGHT);
        rectangles.write(FULL_STREAM << 4);
        ByteBuffer all = ByteBuffer.allocate(pixels.length * 3);
        for (int rgb : pixels) {
            all.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
        }
        compressed(FULL_STREAM, all.array());
    }

    private void begin(int x, int y, int width, int height, int encoding) {
        count++;
        rectangles.writeBytes(ByteBuffer.allocate(12).putShort((short) x).putShort((short) y).putShort((short) width).putShort((short) height).putInt(encoding).array());
    }

    private void colour(int rgb) {
        rectangles.write(rgb >> 16);
        rectangles.write(rgb >> 8);
        rectangles.write(rgb);
    }

    private void compressed(int stream, byte[] bytes) {
        if (bytes.length < LEAST_TO_COMPRESS) {
            rectangles.writeBytes(bytes);
            return;
        }
        streams[stream].setInput(bytes);
        int length = streams[stream].deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
        rectangles.write(length & 0x7f | 0x80);
        rectangles.write(length >> 7 & 0x7f | 0x80);
        rectangles.write(length >> 14);
        rectangles.write(deflated, 0, length);
    }

    private static byte[] bits(int[] pixels, int width, int height) {
        int row = (width + 7) / 8;
        byte[] bits = new byte[row * height];
        for (int i = 0; i < pixels.length; i++) {
            bits[i / width * row + i % width / 8] |= (byte) (pixels[i] << 7 - i % width % 8);
        }
        return bits;
    }

    private static byte[] bytes(int[] pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        return bytes;
    }
}
