package io.porthole.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Several pictures side by side in one, so that one look sees them all. */
final class ContactSheet {

    private static final int GAP = 16;
    /** Of no page, so that each ends where it ends. */
    private static final Color BETWEEN = new Color(0x7a3f9d);

    private final List<BufferedImage> pictures = new ArrayList<>();

    void add(byte[] png) throws IOException {
        pictures.add(ImageIO.read(new ByteArrayInputStream(png)));
    }

    void write(Path png) throws IOException {
        int width = pictures.stream().mapToInt(picture -> picture.getWidth() + GAP).sum();
        int height = pictures.stream().mapToInt(BufferedImage::getHeight).max().orElse(1);
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = sheet.createGraphics();
        brush.setColor(BETWEEN);
        brush.fillRect(0, 0, width, height);
        int left = 0;
        for (BufferedImage picture : pictures) {
            brush.drawImage(picture, left, 0, null);
            left += picture.getWidth() + GAP;
        }
        brush.dispose();
        ImageIO.write(sheet, "png", png.toFile());
    }
}
