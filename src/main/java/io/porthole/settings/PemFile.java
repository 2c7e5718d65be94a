package io.porthole.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A file of PEM blocks (RFC 7468); text around the blocks, as certtool writes it, is passed over.
 *
 * @param key the setting that names the file, for whoever must mend it
 */
public record PemFile(String key, Path path) {

    private record Block(String label, String text) {
    }

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** @throws SettingException if it cannot be read or holds none */
    public List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks()) {
            if (block.label.equals("CERTIFICATE")) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw wrong("holds no certificate in PEM form");
        }
        return certificates;
    }

    /** @throws SettingException if it cannot be read or holds no key that we can use */
    public PrivateKey privateKey() {
        for (Block block : blocks()) {
            if (block.label.endsWith("PRIVATE KEY")) {
                return privateKey(block);
            }
        }
        throw wrong("holds no private key in PEM form");
    }

    private X509Certificate certificate(Block block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes(block)));
        } catch (GeneralSecurityException e) {
            throw wrong("holds a certificate that cannot be read");
        }
    }

    private PrivateKey privateKey(Block block) {
        if (block.label.startsWith("ENCRYPTED") || block.text.contains("ENCRYPTED")) {
            throw wrong("holds a key that is encrypted with a passphrase, which nobody could type in");
        }
        try {
            return switch (block.label) {
                case "PRIVATE KEY" -> DerKey.pkcs8(bytes(block));
                case "RSA PRIVATE KEY" -> DerKey.pkcs1(bytes(block));
                case "EC PRIVATE KEY" -> DerKey.sec1(bytes(block));
                default -> throw wrong("holds a " + block.label.toLowerCase(Locale.ROOT) + ", which is of no kind that we know");
            };
        } catch (GeneralSecurityException e) {
            throw wrong("holds a private key that cannot be read");
        }
    }

    private byte[] bytes(Block block) {
        try {
            return Base64.getMimeDecoder().decode(block.text);
        } catch (IllegalArgumentException e) {
            throw wrong("is damaged");
        }
    }

    private List<Block> blocks() {
        try {
            return BLOCK.matcher(Files.readString(path, ISO_8859_1)).results().map(found -> new Block(found.group(1), found.group(2))).toList();
        } catch (IOException e) {
            throw wrong("cannot be read: " + e.getMessage());
        }
    }

    private SettingException wrong(String what) {
        return new SettingException(key, "the file " + path + " " + what);
    }
}
