package io.porthole.audit;

import java.util.List;
import java.util.function.Function;

import jakarta.persistence.Query;

/** Many events in one statement: each column of theirs is one parameter. */
final class AuditEventColumns {

    static final String INSERT = """
            insert into audit_events (action, user_name, address, instance_id, instance_name, project, node, session_id, door, refusal, incident, detail,
                   forwarded, forwarded_believed, user_agent, portal_node)
            select action, user_name, address, instance_id, instance_name, project, node, session_id, door, refusal, incident, detail,
                   nullif(:forwarded, ''), cast(nullif(:forwardedBelieved, '') as boolean), nullif(:userAgent, ''), :portalNode
              from unnest(cast(:actions as text[]), cast(:userNames as text[]), cast(:addresses as text[]), cast(:instanceIds as uuid[]),
                          cast(:instanceNames as text[]), cast(:projects as text[]), cast(:nodes as text[]), cast(:sessionIds as uuid[]),
                          cast(:doors as text[]), cast(:refusals as text[]), cast(:incidents as uuid[]), cast(:details as text[])) with ordinality
                   as e(action, user_name, address, instance_id, instance_name, project, node, session_id, door, refusal, incident, detail, position)
             order by position""";

    private AuditEventColumns() {
    }

    static Query bind(Query query, List<AuditEvent> events, RequestCircumstances circumstances, String portalNode) {
        return query.setParameter("forwarded", text(circumstances.forwarded()))
                .setParameter("forwardedBelieved", text(circumstances.forwardedBelieved()))
                .setParameter("userAgent", text(circumstances.userAgent()))
                .setParameter("portalNode", portalNode)
                .setParameter("actions", column(events, AuditEvent::action))
                .setParameter("userNames", column(events, AuditEvent::userName))
                .setParameter("addresses", column(events, AuditEvent::address))
                .setParameter("instanceIds", column(events, AuditEvent::instanceId))
                .setParameter("instanceNames", column(events, AuditEvent::instanceName))
                .setParameter("projects", column(events, AuditEvent::project))
                .setParameter("nodes", column(events, AuditEvent::node))
                .setParameter("sessionIds", column(events, AuditEvent::sessionId))
                .setParameter("doors", column(events, AuditEvent::door))
                .setParameter("refusals", column(events, AuditEvent::refusal))
                .setParameter("incidents", column(events, AuditEvent::incident))
                .setParameter("details", column(events, AuditEvent::detail));
    }

    /** Hibernate gives a null no type that PostgreSQL could guess. */
    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static String[] column(List<AuditEvent> events, Function<AuditEvent, Object> value) {
        return events.stream().map(value).map(found -> found == null ? null : found.toString()).toArray(String[]::new);
    }
}
