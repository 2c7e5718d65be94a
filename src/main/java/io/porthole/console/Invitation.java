package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

/** Lets one person onto one console until a time. */
public record Invitation(UUID id, String guestName, String inviterName, boolean viewOnly, Instant endsAt) {
}
