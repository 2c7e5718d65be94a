package io.porthole.audit;

import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One thing that happened, as values that outlive what they name. What does not apply is null.
 *
 * @param incident quoted to the user, so that the administrator finds this row
 * @param onBehalfOf whose account or console it was done to, when that is another's
 * @param refusal the name of the refusal, when it was one
 * @param detail for the administrator, never a secret
 */
public record AuditEvent(AuditAction action, UUID incident, String userName, String onBehalfOf, String address, UUID instanceId, String instanceName,
        String project, String node, UUID sessionId, String door, String refusal, String detail) {

    private static final int LONGEST_DETAIL = 1_000;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    public AuditEvent {
        detail = clean(detail == null ? "" : detail, LONGEST_DETAIL);
        userName = userName == null ? null : clean(userName, LONGEST_DETAIL);
        onBehalfOf = onBehalfOf == null ? null : clean(onBehalfOf, LONGEST_DETAIL);
    }

    public static AuditEvent of(AuditAction action) {
        return new AuditEvent(action, UUID.randomUUID(), null, null, null, null, null, null, null, null, null, null, "");
    }

    /** The same under another incident, where several were told one. */
    public AuditEvent identified(UUID as) {
        return new AuditEvent(action, as, userName, onBehalfOf, address, instanceId, instanceName, project, node, sessionId, door, refusal, detail);
    }

    public AuditEvent by(String user, String from) {
        return new AuditEvent(action, incident, user, onBehalfOf, from, instanceId, instanceName, project, node, sessionId, door, refusal, detail);
    }

    /** @param person whose account or console it is; nobody's, or one's own, is not told */
    public AuditEvent about(String person) {
        return new AuditEvent(action, incident, userName, Objects.equals(person, userName) ? null : person, address, instanceId, instanceName, project, node, sessionId, door, refusal, detail);
    }

    public AuditEvent on(UUID instance, String name, String inProject, String onNode) {
        return new AuditEvent(action, incident, userName, onBehalfOf, address, instance, name, inProject, onNode, sessionId, door, refusal, detail);
    }

    public AuditEvent in(UUID session, String throughDoor) {
        return new AuditEvent(action, incident, userName, onBehalfOf, address, instanceId, instanceName, project, node, session, throughDoor, refusal, detail);
    }

    public AuditEvent refusedFor(String reason) {
        return new AuditEvent(action, incident, userName, onBehalfOf, address, instanceId, instanceName, project, node, sessionId, door, reason, detail);
    }

    public AuditEvent saying(String words) {
        return new AuditEvent(action, incident, userName, onBehalfOf, address, instanceId, instanceName, project, node, sessionId, door, refusal, words);
    }

    /** No line break or escape sequence of a stranger's may forge a line in a log or a terminal (CVE-2024-35164). */
    static String clean(String text, int longest) {
        String plain = CONTROL.matcher(text).replaceAll("\uFFFD");
        return plain.length() > longest ? plain.substring(0, longest) : plain;
    }
}
