package io.porthole.recording;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

/**
 * The key that wraps the keys of all recordings, a Tink keyset in a file of its own. Each recording has a fresh key, so that no key encrypts so much that its
 * random nonces could meet, and a recording can be handed on without the others.
 */
final class RecordingKey {

    private final Aead master;

    private RecordingKey(Aead master) {
        this.master = master;
    }

    /** Reads the file, or makes it where there is none. */
    static RecordingKey of(Path file) throws RecordingException {
        try {
            AeadConfig.register();
            if (!Files.exists(file)) {
                make(file);
            }
            KeysetHandle keys = TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
            return new RecordingKey(primitive(keys));
        } catch (IOException | GeneralSecurityException e) {
            throw new RecordingException("the key of recordings in " + file + " cannot be used: " + e, e);
        }
    }

    /** A link appears whole or not at all: of two portal nodes that start at once with one folder, both read the same key. */
    private static void make(Path file) throws IOException, GeneralSecurityException {
        String keys = TinkJsonProtoKeysetFormat.serializeKeyset(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path written = Files.createTempFile(folder, "recording-key", null, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(written, keys);
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException e) {
            // Another one was first, and its key is as good.
        } finally {
            Files.delete(written);
        }
    }

    /** Whether others than its owner can read that file. */
    static boolean isOpenToOthers(Path file) throws IOException {
        Set<?> permissions = Files.getPosixFilePermissions(file);
        return permissions.stream().anyMatch(permission -> !permission.toString().startsWith("OWNER"));
    }

    /** A key for one recording, and the form in which it lies in that recording's file. */
    Wrapped newKey(byte[] recording) throws GeneralSecurityException {
        KeysetHandle keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        return new Wrapped(primitive(keys), TinkProtoKeysetFormat.serializeEncryptedKeyset(keys, master, recording));
    }

    Aead unwrap(byte[] wrapped, byte[] recording) throws GeneralSecurityException {
        return primitive(TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, master, recording));
    }

    private static Aead primitive(KeysetHandle keys) throws GeneralSecurityException {
        return keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** @param form encrypted under the key of all recordings */
    record Wrapped(Aead key, byte[] form) {
    }
}
