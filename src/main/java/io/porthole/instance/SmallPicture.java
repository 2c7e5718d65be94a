package io.porthole.instance;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/** Makes a small JPEG of what a hypervisor gives as a screen's picture: PNG, or a binary portable pixmap (netpbm's P6). The guest chooses its size, so it is bounded first. */
final class SmallPicture {

    static final int WIDTH = 360;
    private static final int MOST_SIDE = 8192;
    private static final long MOST_PIXELS = 9L * 1024 * 1024;
    private static final float QUALITY = 0.7f;

    private SmallPicture() {
    }

    /** @throws IOException for what is neither, or larger than a screen is */
    static byte[] of(byte[] screenshot) throws IOException {
        BufferedImage screen = screenshot.length > 2 && screenshot[0] == 'P' && screenshot[1] == '6' ? pixmap(screenshot) : image(screenshot);
        return jpeg(scaled(screen));
    }

    private static BufferedImage image(byte[] bytes) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("a picture of an unknown kind");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                checkSize(reader.getWidth(0), reader.getHeight(0));
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }

    /** Three numbers in the header, with white space and comments between; then three bytes to a pixel. */
    private static BufferedImage pixmap(byte[] bytes) throws IOException {
        int[] place = {2};
        int width = number(bytes, place);
        int height = number(bytes, place);
        if (number(bytes, place) != 255) {
            throw new IOException("a pixmap of more or less than 8 bits a colour");
        }
        checkSize(width, height);
        int start = place[0] + 1;
        if (bytes.length - start < width * height * 3) {
            throw new IOException("a pixmap that is cut off");
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] line = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = start + (y * width + x) * 3;
                line[x] = (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
            }
            image.setRGB(0, y, width, 1, line, 0, width);
        }
        return image;
    }

    private static int number(byte[] bytes, int[] place) throws IOException {
        int at = place[0];
        while (at < bytes.length && (Character.isWhitespace(bytes[at]) || bytes[at] == '#')) {
            if (bytes[at] == '#') {
                while (at < bytes.length && bytes[at] != '\n') {
                    at++;
                }
            } else {
                at++;
            }
        }
        int value = 0;
        int digits = 0;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && digits < 5) {
            value = value * 10 + bytes[at++] - '0';
            digits++;
        }
        if (digits == 0) {
            throw new IOException("a pixmap without its size");
        }
        place[0] = at;
        return value;
    }

    private static void checkSize(int width, int height) throws IOException {
        if (width < 1 || height < 1 || width > MOST_SIDE || height > MOST_SIDE || (long) width * height > MOST_PIXELS) {
            throw new IOException("a screen of " + width + " x " + height);
        }
    }

    /** By halves, so that no pixel of the screen is left out: thin lines and letters stay grey instead of breaking up. */
    private static BufferedImage scaled(BufferedImage screen) {
        BufferedImage image = screen;
        int width = screen.getWidth();
        do {
            width = Math.max(Math.min(WIDTH, screen.getWidth()), (width + 1) / 2);
            int height = Math.max(1, (int) ((long) width * screen.getHeight() / screen.getWidth()));
            BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = smaller.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(image, 0, 0, width, height, null);
            graphics.dispose();
            image = smaller;
        } while (width > WIDTH);
        return image;
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
