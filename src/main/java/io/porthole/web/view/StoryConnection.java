package io.porthole.web.view;

/**
 * One connection of a session; what its reader may not see, and what has not happened, is null.
 *
 * @param opened   ISO instant, as are reached and closed
 * @param browser  what the client calls itself, in words; agent, whole
 * @param reason   message key: end.NAME
 * @param toBrowser bytes in words; as is toVm
 */
public record StoryConnection(String address, String portalNode, String browser, String agent, String opened, String reached, String closed, String reason, String cause,
        String toBrowser, String toVm) {
}
