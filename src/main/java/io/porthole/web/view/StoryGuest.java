package io.porthole.web.view;

/**
 * An invitation to a console.
 *
 * @param since ISO instant, as is until: when it ended, or is to end
 */
public record StoryGuest(String guest, String inviter, boolean viewOnly, String since, String until) {
}
