package io.porthole.audit;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the trail's chain is signed.
 *
 * @param keyFile made at the first start; its public half and the checkpoints lie beside it
 * @param checkpointInterval between two checkpoints
 */
public record AuditSettings(Path keyFile, Duration checkpointInterval) {
}
