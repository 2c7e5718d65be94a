package io.porthole.web.view;

/**
 * Who watched a session.
 *
 * @param session of their own
 * @param since   ISO instant, as is until; null while it goes on
 */
public record StoryWatcher(String session, String name, String since, String until) {
}
