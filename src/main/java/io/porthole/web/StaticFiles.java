package io.porthole.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;

/**
 * The scripts, styles and pictures of the pages. Pages name them below a folder that carries the digest of them all, {@code /static/v-DIGEST/}, so that a browser need never
 * ask for one again, and has all of them anew after a change of one. It is one digest for all because the scripts name each other without it, from their own folder.
 */
@ApplicationScoped
public class StaticFiles {

    static final String FOLDER = "/static/";
    private static final String VERSION = "v-";
    private static final int DIGITS = 16;

    private final String root;

    protected StaticFiles() {
        this.root = null;
    }

    @Inject
    public StaticFiles(ServletContext context) {
        this.root = FOLDER + VERSION + digest(context).substring(0, DIGITS) + "/";
    }

    private static String digest(ServletContext context) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : new TreeSet<>(context.getResourcePaths(FOLDER))) {
                digest.update(file.getBytes(StandardCharsets.UTF_8));
                try (InputStream in = context.getResourceAsStream(file)) {
                    if (in != null) {
                        digest.update(in.readAllBytes());
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the files of the pages cannot be read", e);
        }
    }

    /** @return the same text with the folder that carries the digest, wherever an attribute, or what one is made of, names the plain one */
    String named(String template) {
        return template.replace("=\"" + FOLDER, "=\"" + root).replace("=\"|" + FOLDER, "=\"|" + root);
    }

    /** @return whether it is one of the files as they are now, below the folder that carries their digest */
    boolean isCurrent(String path) {
        return path.startsWith(root);
    }

    /** @return where the file lies, for a path below a folder that carries any digest; others come back as they are */
    static String plain(String path) {
        int end = path.indexOf('/', FOLDER.length());
        return path.startsWith(FOLDER + VERSION) && end > 0 ? FOLDER + path.substring(end + 1) : path;
    }
}
