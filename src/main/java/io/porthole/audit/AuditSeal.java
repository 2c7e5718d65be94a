package io.porthole.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.chain.AuditKey;
import io.porthole.audit.chain.ChainRemoval;
import io.porthole.audit.chain.Checkpoint;
import io.porthole.audit.chain.CheckpointFile;
import io.porthole.audit.chain.UnsignedCheckpointException;

/**
 * This portal node's key, and the checkpoints that it signed, which lie outside of the database. Whoever owns the database can make
 * the chain anew, but not these.
 */
@ApplicationScoped
public class AuditSeal {

    private final Path keyFile;
    private final CheckpointFile file;
    private final List<PublicKey> others;
    /** Set once, at the start. */
    private volatile AuditKey key;

    protected AuditSeal() {
        this.keyFile = null;
        this.file = null;
        this.others = List.of();
    }

    @Inject
    public AuditSeal(AuditSettings settings) {
        this.keyFile = settings.keyFile();
        this.file = CheckpointFile.besides(keyFile);
        this.others = settings.otherKeys();
    }

    /**
     * Reads the key, or makes it at the first start.
     *
     * @return the last checkpoint, if there is one
     * @throws IOException in words, when there is no key or no file of checkpoints to write to
     */
    Optional<Checkpoint> open() throws IOException {
        if (file.exists() && !Files.exists(keyFile)) {
            throw new IOException("the key " + keyFile + " is gone, and the checkpoints that it signed are there: bring it back, or move "
                    + file.path() + " away to begin anew");
        }
        key = AuditKey.of(keyFile);
        try {
            List<Checkpoint> signed = checkpoints();
            return signed.isEmpty() ? Optional.empty() : Optional.of(signed.get(signed.size() - 1));
        } catch (UnsignedCheckpointException e) {
            throw new IOException("a checkpoint that the key did not sign: " + e.getMessage(), e);
        }
    }

    void add(Checkpoint checkpoint) throws IOException {
        file.add(checkpoint, key);
    }

    List<Checkpoint> checkpoints() throws IOException, UnsignedCheckpointException {
        return file.read(Set.of(key.publicHalf()));
    }

    /** Who is believed that entries were removed by rule: this portal node, and the others that the settings name. */
    Set<PublicKey> keys() {
        Set<PublicKey> keys = new HashSet<>(others);
        keys.add(key.publicHalf());
        return keys;
    }

    ChainRemoval removal(int days) {
        return new ChainRemoval(key, keys(), System.getProperty("jboss.node.name", "portal"), days);
    }

    String publicKey() {
        return key.publicText();
    }
}
