package io.porthole.console;

import java.util.UUID;

/** Somebody who asks whether they may watch. */
public record WatchRequest(UUID id, String name) {
}
