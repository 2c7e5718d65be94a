package io.porthole.web.view;

/**
 * A recording in the history.
 *
 * @param plays whether there is something to watch
 * @param state message key: recording.state.NAME
 */
public record RecordingLink(String id, boolean plays, String state) {
}
