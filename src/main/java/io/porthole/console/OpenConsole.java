package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Tuple;

/**
 * A console that is open at this moment, on whichever portal node.
 *
 * @param userId null for somebody whom only Nova knows
 * @param tells whether whoever has it open is told who watches
 * @param reached whether the VM's screen was reached
 * @param watched whose console it watches; null for an ordinary one
 * @param rateToBrowser bytes in a second, lately
 */
public record OpenConsole(UUID connectionId, UUID sessionId, UUID userId, String userName, UUID instanceId, String instanceName, String project, String node,
        String address, Door door, String portalNode, boolean tells, Instant openedAt, boolean reached, boolean viewOnly, String watched,
        long bytesToBrowser, long bytesToVm, long rateToBrowser, long rateToVm) {

    static OpenConsole of(Tuple row) {
        return new OpenConsole(row.get("id", UUID.class), row.get("session_id", UUID.class), row.get("user_id", UUID.class), row.get("user_name", String.class),
                row.get("instance_id", UUID.class), row.get("instance_name", String.class), row.get("project", String.class), row.get("node", String.class),
                row.get("address", String.class), Door.valueOf(row.get("door", String.class)), row.get("portal_node", String.class),
                row.get("tells", Boolean.class), row.get("opened_at", Instant.class), row.get("reached", Boolean.class), row.get("view_only", Boolean.class), row.get("watched", String.class),
                number(row, "bytes_to_browser"), number(row, "bytes_to_vm"), number(row, "rate_to_browser"), number(row, "rate_to_vm"));
    }

    private static long number(Tuple row, String name) {
        return row.get(name, Number.class).longValue();
    }
}
