package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

import io.porthole.compute.InstanceId;

/**
 * A console that may be opened.
 *
 * @param token null for a page that will fetch its tokens itself
 * @param expiresAt of the token; null without one
 */
public record AuthorizedConsole(UUID sessionId, InstanceId instanceId, String instanceName, String project, String node, TokenSecret token, Instant expiresAt) {
}
