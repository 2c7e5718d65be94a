package io.porthole.api;

import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.porthole.compute.InstanceId;
import io.porthole.console.ConsoleHistory;
import io.porthole.console.ConsoleHistory.Filter;
import io.porthole.console.ConsoleHistory.Page;
import io.porthole.console.ConsoleHistory.Position;
import io.porthole.console.ConsoleStories;
import io.porthole.console.ConsoleStory;
import io.porthole.console.HistoryEntry;
import io.porthole.recording.RecordedConsole;
import io.porthole.recording.Recordings;

/** The history of consoles: all of it for auditors and administrators, their own for everybody else. */
@Path("/sessions")
@RequestScoped
public class SessionsResource {

    private static final Set<String> PARAMETERS = Set.of("user", "vm", "project", "node", "address", "state", "q", "from", "to", "id", ApiQuery.LIMIT, ApiQuery.AFTER);
    private static final List<String> STATES = List.of("AUTHORIZED", "ACTIVE", "WAITING", "ENDED", "REFUSED");

    @Inject
    private ConsoleHistory history;
    @Inject
    private ConsoleStories stories;
    @Inject
    private Recordings recordings;
    @Inject
    private ApiRefusals refusals;
    @Inject
    private ApiCall call;

    @GET
    public Response list(@Context UriInfo uri) {
        ApiQuery query = ApiQuery.of(uri, PARAMETERS);
        Filter filter = new Filter(query.text("user"), query.text("vm"), query.oneOf("state", STATES), query.time("from", 0), query.time("to", 1), query.id("id"),
                query.text("project"), query.text("node"), query.text("address"), query.text("q"));
        Page page = history.visibleTo(call.user(), filter, query.cursor(Position::new), query.limit());
        Position older = page.next();
        return new ApiJson().add("sessions", page.entries(), entry -> shape(entry, call.user().administrator()).build()).add("looked_back_to", page.lookedTo())
                .add("next", older == null ? null : query.next(ApiQuery.cursor(older.at(), older.id()))).answer();
    }

    /** As its page tells it: also to whoever uses its VM, without what is not theirs to know. */
    @GET
    @Path("{id}")
    public Response show(@PathParam("id") String id, @Context UriInfo uri) {
        ApiQuery.of(uri, Set.of());
        ConsoleStory story = InstanceId.parse(id).flatMap(found -> stories.tell(call.user(), found.uuid(), call.address()))
                .orElseThrow(() -> refusals.notFound("SESSION_NOT_FOUND", RefusalWords.noSuchSession()));
        List<RecordedConsole> recorded = story.rights().audits() ? recordings.of(List.of(story.visit().id())) : List.of();
        return shape(story.visit(), true).add("connections", story.connections(), SessionsResource::shape)
                .add("recordings", recorded, recording -> new ApiJson().add("id", recording.id()).add("state", recording.state()).build()).answer();
    }

    /** What broke behind the portal is the administrators' business, as on the page. */
    private static ApiJson shape(HistoryEntry entry, boolean withCause) {
        return new ApiJson().add("id", entry.id()).add("state", entry.state()).add("user", entry.userName()).add("vm", entry.instanceName())
                .add("vm_id", entry.instanceId()).add("project", entry.project()).add("node", entry.node()).add("address", entry.address()).add("door", entry.door())
                .add("asked_at", entry.askedAt()).add("connected_at", entry.connectedAt()).add("ended_at", entry.endedAt()).add("ended_about", entry.endedAbout())
                .add("reason", entry.reason()).add("cause", withCause ? entry.cause() : null).add("cut_by", entry.cutBy()).add("cut_words", entry.cutWords())
                .add("bytes_to_browser", entry.bytesToBrowser()).add("bytes_to_vm", entry.bytesToVm()).add("connection_count", entry.connections())
                .add("view_only", entry.viewOnly()).add("withheld_messages", entry.withheld()).add("watching", entry.watching());
    }

    private static JsonObject shape(ConsoleStory.Connection connection) {
        return new ApiJson().add("address", connection.address()).add("portal_node", connection.portalNode()).add("user_agent", connection.userAgent())
                .add("opened_at", connection.openedAt()).add("reached_at", connection.reachedAt()).add("closed_at", connection.closedAt())
                .add("reason", connection.reason()).add("cause", connection.cause())
                .add("bytes_to_browser", connection.bytesToBrowser()).add("bytes_to_vm", connection.bytesToVm()).build();
    }
}
