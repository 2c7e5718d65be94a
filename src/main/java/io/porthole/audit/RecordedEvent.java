package io.porthole.audit;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Tuple;

/**
 * An event as it stands in the trail; what did not apply is null.
 *
 * @param action the name of an {@link AuditAction}, of this version or another
 * @param forwardedBelieved whether the address was taken from the chain of X-Forwarded-For; null where there was none
 */
public record RecordedEvent(long id, Instant at, String action, String userName, String onBehalfOf, String address, String forwarded, Boolean forwardedBelieved,
        String userAgent, String portalNode, UUID instanceId, String instanceName, String project, String node, UUID sessionId, String door,
        String refusal, UUID incident, String detail) {

    /** @param row of all columns of audit_events */
    public static RecordedEvent of(Tuple row) {
        return new RecordedEvent(row.get("id", Number.class).longValue(), row.get("at", Instant.class), row.get("action", String.class),
                row.get("user_name", String.class), row.get("on_behalf_of", String.class), row.get("address", String.class), row.get("forwarded", String.class),
                row.get("forwarded_believed", Boolean.class), row.get("user_agent", String.class), row.get("portal_node", String.class),
                row.get("instance_id", UUID.class), row.get("instance_name", String.class), row.get("project", String.class), row.get("node", String.class),
                row.get("session_id", UUID.class), row.get("door", String.class), row.get("refusal", String.class), row.get("incident", UUID.class),
                row.get("detail", String.class));
    }
}
