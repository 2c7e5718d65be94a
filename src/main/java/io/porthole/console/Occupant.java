package io.porthole.console;

import java.time.Instant;

/** Who is on a console that is for one person at a time. */
public record Occupant(String name, Instant since) {
}
