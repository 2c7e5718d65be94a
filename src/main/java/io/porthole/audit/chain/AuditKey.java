package io.porthole.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Ed25519 key (RFC 8032) that signs checkpoints. Its file holds both halves as PEM and is its owner's alone; a file beside it holds
 * the public half, which may be given to anybody.
 */
public final class AuditKey {

    private static final String ALGORITHM = "Ed25519";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private AuditKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** @throws IOException when the file cannot be read or made, or holds no key */
    public static AuditKey of(Path file) throws IOException {
        AuditKey key = Files.exists(file) ? read(file) : make(file);
        Path half = publicFile(file);
        if (!Files.exists(half) || !Files.readString(half, US_ASCII).equals(key.publicPem())) {
            Files.writeString(half, key.publicPem(), US_ASCII);
        }
        return key;
    }

    public static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /** @throws IOException when the file cannot be read or holds no public key */
    public static PublicKey readPublic(Path file) throws IOException {
        try {
            return publicKey(Files.readString(file, US_ASCII));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " holds no public key of " + ALGORITHM, e);
        }
    }

    public PublicKey publicHalf() {
        return publicKey;
    }

    /** The public half in one line. */
    public String publicText() {
        return Base64.getEncoder().encodeToString(publicKey.getEncoded());
    }

    byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // the key was tried when it was read
        }
    }

    static boolean verifies(PublicKey key, byte[] text, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static AuditKey read(Path file) throws IOException {
        String text = Files.readString(file, US_ASCII);
        try {
            PrivateKey half = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pem(text, "PRIVATE KEY")));
            AuditKey key = new AuditKey(half, publicKey(text));
            byte[] probe = ALGORITHM.getBytes(US_ASCII);
            if (verifies(key.publicKey, probe, key.sign(probe))) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the file " + file + " holds no key of " + ALGORITHM, e);
        }
        throw new IOException("the halves in the file " + file + " do not belong together");
    }

    private static AuditKey make(Path file) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            AuditKey key = new AuditKey(pair.getPrivate(), pair.getPublic());
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (SeekableByteChannel channel = Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                channel.write(ByteBuffer.wrap((pem("PRIVATE KEY", pair.getPrivate().getEncoded()) + key.publicPem()).getBytes(US_ASCII)));
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java since 15 has it
        }
    }

    private String publicPem() {
        return pem("PUBLIC KEY", publicKey.getEncoded());
    }

    private static PublicKey publicKey(String text) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(pem(text, "PUBLIC KEY")));
    }

    private static byte[] pem(String text, String kind) {
        Matcher block = Pattern.compile("-----BEGIN " + kind + "-----(.*?)-----END " + kind + "-----", Pattern.DOTALL).matcher(text);
        if (!block.find()) {
            throw new IllegalArgumentException("no " + kind);
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }
}
