package io.porthole.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPictureTest {

    @Test
    void aPixmapBecomesASmallJpegOfItsColours() throws IOException {
        BufferedImage small = read(SmallPicture.of(pixmap("P6\n# by QEMU\n1280 800\n255\n", 1280 * 800)));

        assertEquals(360, small.getWidth());
        assertEquals(225, small.getHeight());
        assertClose(0x4080c0, small.getRGB(180, 112));
    }

    @Test
    void aPngIsTakenToo() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(720, 400, BufferedImage.TYPE_INT_RGB), "png", png);

        BufferedImage small = read(SmallPicture.of(png.toByteArray()));

        assertEquals(360, small.getWidth());
        assertEquals(200, small.getHeight());
    }

    @Test
    void aScreenThatIsSmallAlreadyKeepsItsSize() throws IOException {
        assertEquals(64, read(SmallPicture.of(pixmap("P6 64 48 255\n", 64 * 48))).getWidth());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P6", "P6\n", "P6 a b 255\n", "P6 0 800 255\n", "P6 99999 99999 255\n", "P6 1280 800 65535\n", "P6 100 100 255\n.", "P6 8192 8192 255\n", "GIF", "<svg/>"})
    void whatIsNoPictureOrTooLargeIsRefused(String bytes) {
        assertThrows(IOException.class, () -> SmallPicture.of(bytes.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void aPngThatClaimsToBeHugeIsRefusedBeforeItIsRead() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(9000, 1, BufferedImage.TYPE_INT_RGB), "png", png);

        assertThrows(IOException.class, () -> SmallPicture.of(png.toByteArray()));
    }

    private static byte[] pixmap(String header, int pixels) {
        byte[] start = header.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + pixels * 3);
        for (int i = start.length; i < all.length; i += 3) {
            all[i] = 0x40;
            all[i + 1] = (byte) 0x80;
            all[i + 2] = (byte) 0xc0;
        }
        return all;
    }

    private static BufferedImage read(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    /** JPEG is not exact. */
    private static void assertClose(int expected, int colour) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertTrue(Math.abs((expected >> shift & 0xff) - (colour >> shift & 0xff)) < 6, Integer.toHexString(colour));
        }
    }
}
