package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Any bytes of a browser, in any split: {@link FrameParser} finds what {@link ReferenceFrames} finds, or fails with its own exception where that one does. */
public final class FrameParserFuzz {

    private static final int MASK = 0x9A3B5C7D;

    private FrameParserFuzz() {
    }

    /** The first byte says how the rest is split. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] input = Arrays.copyOfRange(data, 1, data.length);
        ReferenceFrames expected = new ReferenceFrames(input);

        check(expected, input, input.length);
        check(expected, input, 1 + (data[0] & 0xFF));
        check(expected, input, 1);
    }

    public static List<byte[]> beginnings() {
        return List.of(
                frames(0x82, 5), frames(0x82, 0), frames(0x82, 126), frames(0x82, 300), frames(0x02, 3, 0x00, 4, 0x89, 2, 0x80, 5), frames(0x89, 125),
                frames(0x8A, 0), frames(0x82, 9, 0x88, 2, 0x82, 3), frames(0x88, 0), frames(0x81, 4), frames(0x80, 1), frames(0x02, 1, 0x82, 1), frames(0xC2, 1),
                frames(0x09, 1), frames(0x83, 1));
    }

    private static void check(ReferenceFrames expected, byte[] input, int piece) {
        List<String> heard = new ArrayList<>();
        FrameParser parser = new FrameParser(new FrameParser.ControlFrames() {
            @Override
            public void ping(byte[] payload) {
                heard.add("ping " + HexFormat.of().formatHex(payload));
            }

            @Override
            public void closed() {
                heard.add("closed");
            }
        });
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        int closeCode = 0;
        for (int at = 0; at < input.length && closeCode == 0; at += piece) {
            closeCode = parse(parser, Arrays.copyOfRange(input, at, Math.min(at + piece, input.length)), payload);
        }

        assertEquals(expected.closeCode(), closeCode);
        assertEquals(expected.heard(), heard);
        if (closeCode == 0) {
            assertArrayEquals(expected.payload(), payload.toByteArray());
        }
    }

    /** @return 0, or the close code of the failure */
    private static int parse(FrameParser parser, byte[] bytes, ByteArrayOutputStream payload) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(3 + bytes.length).position(3).put(bytes).position(3);
        try {
            parser.parse(buffer);
        } catch (FrameException e) {
            return e.closeCode();
        }
        assertEquals(3, buffer.position());
        byte[] found = new byte[buffer.remaining()];
        buffer.get(found);
        payload.writeBytes(found);
        return 0;
    }

    /** Frames given by pairs: first byte, payload's length. */
    private static byte[] frames(int... firstBytesAndLengths) {
        ByteBuffer frames = ByteBuffer.allocate(2_000).put((byte) 6);
        for (int i = 0; i < firstBytesAndLengths.length; i += 2) {
            int length = firstBytesAndLengths[i + 1];
            frames.put((byte) firstBytesAndLengths[i]);
            if (length < 126) {
                frames.put((byte) (0x80 | length));
            } else {
                frames.put((byte) (0x80 | 126)).putShort((short) length);
            }
            frames.putInt(MASK).put(new byte[length]);
        }
        return Arrays.copyOf(frames.array(), frames.position());
    }
}
