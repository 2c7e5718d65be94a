package io.porthole.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;

import io.porthole.compute.InstanceId;
import io.porthole.identity.User;
import io.porthole.recording.RecordedConsole;
import io.porthole.recording.RecordingList;
import io.porthole.recording.RecordingList.Filter;
import io.porthole.recording.RecordingList.Page;
import io.porthole.recording.RecordingList.Position;
import io.porthole.recording.Recordings;

/** What was recorded, for auditors and administrators. */
@Path("/recordings")
@RequestScoped
public class RecordingsResource {

    private static final Set<String> PARAMETERS = Set.of("user", "vm", "project", "session", "state", "from", "to", ApiQuery.LIMIT, ApiQuery.AFTER);
    private static final List<String> STATES = List.of("RECORDING", "ENDED", "FAILED", "INTERRUPTED", "REMOVED");
    private static final String NONE = "There is no such recording, or its file is not here any more.";

    @Inject
    private RecordingList list;
    @Inject
    private Recordings recordings;
    @Inject
    private ApiRefusals refusals;
    @Inject
    private ApiCall call;

    @GET
    public Response list(@Context UriInfo uri) {
        refusals.auditor();
        ApiQuery query = ApiQuery.of(uri, PARAMETERS);
        Filter filter = new Filter(query.text("user"), query.id("vm"), query.text("project"), query.id("session"), query.oneOf("state", STATES),
                query.time("from", 0), query.time("to", 1));
        Page page = list.page(filter, query.cursor(Position::new), query.limit());
        List<RecordedConsole> found = page.recordings();
        return new ApiJson().add("recordings", found, recording -> shape(recording).build())
                .add("next", page.more() ? query.next(ApiQuery.cursor(found.get(found.size() - 1).startedAt(), found.get(found.size() - 1).id())) : null).answer();
    }

    @GET
    @Path("{id}")
    public Response show(@PathParam("id") String id, @Context UriInfo uri) {
        return shape(find(id, uri)).answer();
    }

    /** As the page plays it. It has no length: one that goes on grows while it is read. */
    @GET
    @Path("{id}/content")
    public Response content(@PathParam("id") String id, @Context UriInfo uri) {
        RecordedConsole recording = find(id, uri);
        return sent(recording, ".fbs", recordings.play(recording, call.user().name(), call.address()));
    }

    /** What was typed, where that was wanted. */
    @GET
    @Path("{id}/input")
    public Response input(@PathParam("id") String id, @Context UriInfo uri) {
        RecordedConsole recording = find(id, uri);
        return sent(recording, ".input.fbs", recordings.playInput(recording, call.user().name(), call.address()));
    }

    private Response sent(RecordedConsole recording, String ending, Optional<Recordings.Playback> playback) {
        StreamingOutput out = playback.orElseThrow(this::nothing)::to;
        return Response.ok(out, MediaType.APPLICATION_OCTET_STREAM_TYPE).header("Content-Disposition", "attachment; filename=\"" + recording.id() + ending + "\"").build();
    }

    /** Who may not watch is told so whatever the id is; that they asked for a recording which there is stands in its own trail. */
    private RecordedConsole find(String id, UriInfo uri) {
        UUID asked = InstanceId.parse(id).map(InstanceId::uuid).orElse(null);
        RecordedConsole recording = asked == null ? null : recordings.find(asked).orElse(null);
        User reader = call.user();
        if (!reader.mayAudit() && recording != null) {
            throw Problem.refused(403, "NOT_PERMITTED", RefusalWords.notPermitted(), recordings.refuse(recording, reader.name(), call.address()));
        }
        refusals.auditor();
        ApiQuery.of(uri, Set.of());
        if (recording == null) {
            throw nothing();
        }
        return recording;
    }

    private Problem nothing() {
        return refusals.notFound("RECORDING_NOT_FOUND", NONE);
    }

    private static ApiJson shape(RecordedConsole recording) {
        return new ApiJson().add("id", recording.id()).add("session", recording.sessionId()).add("state", recording.state()).add("user", recording.userName())
                .add("vm", recording.instanceName()).add("vm_id", recording.instanceId()).add("project", recording.project()).add("node", recording.node())
                .add("door", recording.door()).add("started_at", recording.startedAt()).add("ended_at", recording.endedAt()).add("reason", recording.reason())
                .add("bytes", recording.bytes()).add("sha256", recording.sha256()).add("plays", recording.plays()).add("input", recording.input());
    }
}
