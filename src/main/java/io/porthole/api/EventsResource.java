package io.porthole.api;

import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.porthole.audit.AuditEvents;
import io.porthole.audit.AuditEvents.Filter;
import io.porthole.audit.AuditEvents.Page;
import io.porthole.audit.AuditEvents.Position;
import io.porthole.audit.RecordedEvent;

/** The audit trail, searched; for auditors and administrators. */
@Path("/audit/events")
@RequestScoped
public class EventsResource {

    private static final Set<String> PARAMETERS = Set.of("user", "vm", "project", "node", "address", "action", "outcome", "q", "id", "from", "to",
            ApiQuery.LIMIT, ApiQuery.AFTER);
    private static final List<String> OUTCOMES = List.of("DONE", "REFUSED");

    @Inject
    private AuditEvents events;
    @Inject
    private ApiRefusals refusals;

    @GET
    public Response list(@Context UriInfo uri) {
        refusals.auditor();
        ApiQuery query = ApiQuery.of(uri, PARAMETERS);
        Filter filter = new Filter(query.text("user"), query.text("vm"), query.text("project"), query.text("node"), query.text("address"), query.text("action"),
                query.oneOf("outcome", OUTCOMES), query.text("q"), query.id("id"), query.time("from", 0), query.time("to", 1));
        Page page = events.olderThan(filter, query.cursor(Long::parseLong, Position::new), query.limit());
        return new ApiJson().add("events", page.events(), EventsResource::shape)
                .add("looked_back_to", page.lookedBackTo())
                .add("next", page.older() == null ? null : query.next(ApiQuery.cursor(page.older().at(), page.older().id()))).answer();
    }

    private static JsonObject shape(RecordedEvent event) {
        return new ApiJson().add("event_id", event.id()).add("at", event.at()).add("action", event.action()).add("user", event.userName())
                .add("on_behalf_of", event.onBehalfOf()).add("address", event.address()).add("forwarded", event.forwarded())
                .add("forwarded_believed", event.forwardedBelieved()).add("user_agent", event.userAgent()).add("portal_node", event.portalNode())
                .add("vm", event.instanceName()).add("vm_id", event.instanceId()).add("project", event.project()).add("node", event.node())
                .add("session", event.sessionId()).add("door", event.door()).add("refusal", event.refusal()).add("incident", event.incident())
                .add("detail", event.detail()).build();
    }
}
