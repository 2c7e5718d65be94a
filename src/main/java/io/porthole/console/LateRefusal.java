package io.porthole.console;

import java.util.UUID;

/** A refusal that its page learns of afterwards. */
public record LateRefusal(ConsoleRefusal refusal, UUID incident) {
}
