package io.porthole.instance;

import java.time.Instant;

/** Whether a compute node answers, since when, and if not, why. */
public record NodeState(String name, boolean answers, String reason, Instant since) {
}
