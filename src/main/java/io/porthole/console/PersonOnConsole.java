package io.porthole.console;

import java.time.Instant;

/**
 * Somebody who has a console open.
 *
 * @param since when this visit of theirs began
 * @param you whether it is the visit of who asked
 */
public record PersonOnConsole(String name, boolean viewOnly, Instant since, boolean you) {
}
