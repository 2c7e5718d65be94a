package io.porthole.web.view;

/**
 * A VM that somebody may visit by an invitation.
 *
 * @param inviter who shares it
 * @param until   ISO instant
 * @param console whether its console can be opened now
 * @param why     message key that says why it cannot, or null
 * @param recorded whether the guest's consoles of it are recorded
 */
public record SharedRow(String id, String name, String inviter, String until, boolean viewOnly, String state, boolean console, String why,
        boolean recorded) {
}
