package io.porthole.web.view;

/**
 * The page of a recording.
 *
 * @param started ISO instant, as is ended; null while it goes on
 * @param bytes   of its file, in words; null where that is not known yet
 * @param sha256  of its file, in hexadecimal digits; null while it goes on
 * @param state   message key: recording.state.NAME
 * @param reason  message key of why it ended; null while it goes on
 * @param input   whether what was typed is in it
 * @param plays   whether there is something to watch here
 * @param damaged whether its file is not as it was written
 */
public record RecordingView(String id, String sessionId, String vm, String project, String node, String user, String started, String ended,
        String bytes, String sha256, String state, String reason, boolean input, boolean plays, boolean damaged) {
}
