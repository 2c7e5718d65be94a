package io.porthole.console;

import java.time.Instant;

/**
 * Somebody who has a console open.
 *
 * @param since when this visit of theirs began
 * @param watching whether they watch somebody else's
 * @param you whether it is the visit of who asked
 */
public record PersonOnConsole(String name, boolean viewOnly, boolean watching, Instant since, boolean you) {
}
