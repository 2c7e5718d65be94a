package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Tuple;

/**
 * One line of the history: a visit, or a refusal.
 *
 * @param state AUTHORIZED, ACTIVE, WAITING, ENDED or REFUSED
 * @param reason the name of a {@link RelayEnd}, or of a refusal; null while it is open
 * @param endedAbout the portal died, and the end is when it last showed life
 * @param viewOnly whether it was asked for to look only
 * @param bytesToBrowser so far, while it is open
 * @param bytesToVm likewise
 * @param withheld messages of the browser that the person had no right to
 * @param cause of a failure or a refusal, for administrators; null where there is none to tell
 * @param cutBy who ended it from elsewhere; null when nobody did
 * @param cutWords what they said to the person; empty when nothing
 * @param watching whether it watched another visit
 * @param instanceId null for a refusal that was about none
 */
public record HistoryEntry(UUID id, Instant askedAt, String userName, String instanceName, String project, String node, String address,
        String door, String state, Instant connectedAt, Instant endedAt, boolean endedAbout, String reason,
        long bytesToBrowser, long bytesToVm, int connections, boolean viewOnly, long withheld, String cause,
        String cutBy, String cutWords, boolean watching, UUID instanceId) {

    static HistoryEntry of(Tuple row) {
        return new HistoryEntry(row.get("id", UUID.class), row.get("asked_at", Instant.class), row.get("user_name", String.class),
                row.get("instance_name", String.class), row.get("project", String.class), row.get("node", String.class),
                row.get("address", String.class), row.get("door", String.class), row.get("state", String.class),
                row.get("connected_at", Instant.class), row.get("ended_at", Instant.class), row.get("ended_about", Boolean.class),
                row.get("reason", String.class), number(row, "bytes_to_browser") + number(row, "open_to_browser"),
                number(row, "bytes_to_vm") + number(row, "open_to_vm"), row.get("connections", Number.class).intValue(),
                row.get("view_only", Boolean.class), row.get("withheld_messages", Number.class).longValue(),
                row.get("cause", String.class), row.get("cut_by", String.class), row.get("cut_words", String.class), row.get("watches", UUID.class) != null,
                row.get("instance_id", UUID.class));
    }

    private static long number(Tuple row, String column) {
        return row.get(column, Number.class).longValue();
    }
}
