package io.porthole.compute;

import java.time.Duration;
import java.time.Instant;

/** A look of this portal node at all instances of a compute node: when it ended, and how long it took, with writing down what was seen. */
public record NodeSweep(Instant at, Duration took, NodeVersions versions) {
}
