package io.porthole.console;

import java.util.UUID;

import io.porthole.compute.InstanceId;
import io.porthole.identity.User;

/**
 * Somebody asks for a console.
 *
 * @param signInId the browser's sign-in; for a bearer URL the one with which it was asked for
 * @param address from where
 */
public record ConsoleRequest(User user, UUID signInId, InstanceId instanceId, Door door, String address) {
}
