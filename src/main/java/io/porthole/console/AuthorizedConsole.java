package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

import io.porthole.compute.InstanceId;

/**
 * A console that may be opened.
 *
 * @param token null for a page that will fetch its tokens itself
 * @param expiresAt of the token; null without one
 * @param visit what decides whether it is recorded
 * @param firstToken whether the visit's first token still waits for its page, which then need not ask for one
 * @param viewOnly whether keys and pointer are withheld, so that a page says so; the proxy asks again at the connect
 */
public record AuthorizedConsole(UUID sessionId, InstanceId instanceId, String instanceName, String project, String node, TokenSecret token, Instant expiresAt,
        ConsoleVisit visit, boolean firstToken, boolean viewOnly) {
}
