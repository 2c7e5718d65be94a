package io.porthole.web.view;

/**
 * A VM that somebody may visit by an invitation.
 *
 * @param inviter who shares it
 * @param until   ISO instant
 * @param console whether its console can be opened now
 * @param why     message key that says why it cannot, or null
 * @param recorded message key that says that the guest's consoles of it are recorded, or null: vms.recorded, vms.recorded.input
 */
public record SharedRow(String id, String name, String inviter, String until, boolean viewOnly, String state, boolean console, String why,
        String recorded) {
}
