package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

/** A console that somebody has open. */
public record OwnConsole(UUID sessionId, String instanceName, Instant since) {
}
