package io.porthole.console;

import java.util.UUID;

import io.porthole.compute.InstanceId;
import io.porthole.identity.User;

/**
 * Somebody asks for a console.
 *
 * @param signInId the browser's sign-in; for a bearer URL the one with which it was asked for
 * @param address from where
 * @param viewOnly wants to look and not to touch, whatever the rights allow
 */
public record ConsoleRequest(User user, UUID signInId, InstanceId instanceId, Door door, String address, boolean viewOnly) {

    public ConsoleRequest(User user, UUID signInId, InstanceId instanceId, Door door, String address) {
        this(user, signInId, instanceId, door, address, false);
    }
}
