package io.porthole.recording;

import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

import jakarta.persistence.Tuple;

/**
 * A recording as auditors know it.
 *
 * @param state RECORDING, ENDED, FAILED, INTERRUPTED or REMOVED
 * @param reason why it ended: the name of the console's end, or OVERLOAD, NO_ROOM, WRITE_FAILED, IMPOSSIBLE, PORTAL_LOST; null while it goes on
 * @param bytes of its file; 0 while it goes on, or where there never was one
 * @param input whether what was typed is in it beside the screen
 * @param sha256 in hexadecimal digits; null while there is none
 */
public record RecordedConsole(UUID id, UUID sessionId, UUID instanceId, String instanceName, String project, String userName, String node, String door,
        Instant startedAt, Instant endedAt, boolean input, long bytes, String fileName, String sha256, String state, String reason) {

    static RecordedConsole of(Tuple row) {
        byte[] digest = row.get("sha256", byte[].class);
        return new RecordedConsole(row.get("id", UUID.class), row.get("session_id", UUID.class), row.get("instance_id", UUID.class),
                row.get("instance_name", String.class), row.get("project", String.class), row.get("user_name", String.class), row.get("node", String.class),
                row.get("door", String.class), row.get("started_at", Instant.class), row.get("ended_at", Instant.class), row.get("input", Boolean.class), row.get("bytes", Number.class).longValue(),
                row.get("file_name", String.class), digest == null ? null : HexFormat.of().formatHex(digest), row.get("state", String.class),
                row.get("end_reason", String.class));
    }

    /** Whether there is something to watch. */
    public boolean plays() {
        return !fileName.isEmpty() && !state.equals("REMOVED");
    }
}
