package io.porthole.audit;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;

/**
 * How the trail's chain is signed, and how long its events are kept.
 *
 * @param keyFile made at the first start; its public half and the checkpoints lie beside it
 * @param checkpointInterval between two checkpoints
 * @param keepDays how long events are kept; 0: for ever
 * @param otherKeys of the other portal nodes, whose tombstones are believed
 */
public record AuditSettings(Path keyFile, Duration checkpointInterval, int keepDays, List<PublicKey> otherKeys) {
}
