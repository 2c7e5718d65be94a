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
 * @param takeOver wants it even from somebody else, where it is for one person at a time
 * @param ask in which somebody there let them in; null for none
 * @param recordingAsked wants the visit recorded, whatever the rules say
 * @param invitation by which a guest comes; null for whoever has a right of their own
 */
public record ConsoleRequest(User user, UUID signInId, InstanceId instanceId, Door door, String address, boolean viewOnly,
        boolean takeOver, UUID ask, UUID invitation, boolean recordingAsked) {

    public ConsoleRequest(User user, UUID signInId, InstanceId instanceId, Door door, String address) {
        this(user, signInId, instanceId, door, address, false);
    }

    public ConsoleRequest(User user, UUID signInId, InstanceId instanceId, Door door, String address, boolean viewOnly) {
        this(user, signInId, instanceId, door, address, viewOnly, false, null);
    }

    public ConsoleRequest(User user, UUID signInId, InstanceId instanceId, Door door, String address, boolean viewOnly, boolean takeOver, UUID ask) {
        this(user, signInId, instanceId, door, address, viewOnly, takeOver, ask, null, false);
    }

    ConsoleRequest by(Invitation given) {
        return new ConsoleRequest(user, signInId, instanceId, door, address, viewOnly || given.viewOnly(), takeOver, ask, given.id(), recordingAsked);
    }

    ConsoleRequest takingOver(boolean takes) {
        return new ConsoleRequest(user, signInId, instanceId, door, address, viewOnly, takes, ask, invitation, recordingAsked);
    }

    public ConsoleRequest recorded(boolean asked) {
        return new ConsoleRequest(user, signInId, instanceId, door, address, viewOnly, takeOver, ask, invitation, asked);
    }
}
