package io.porthole.api;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditCheck;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditExport;
import io.porthole.audit.AuditTrail;
import io.porthole.audit.CsvLine;
import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.ChainFault;
import io.porthole.audit.chain.CheckResult;
import io.porthole.audit.chain.ExportedLine;
import io.porthole.console.VisitCheck;
import io.porthole.console.comparison.VisitDifference;
import io.porthole.identity.User;
import io.porthole.schedule.LongCheck;

/** The audit trail, for auditors and administrators: taken away whole, and checked. */
@Path("/audit")
@RequestScoped
public class AuditResource {

    private static final System.Logger LOG = System.getLogger(AuditResource.class.getName());
    private static final String FORMAT = "format";
    private static final String CSV = "csv";
    private static final List<String> FORMATS = List.of("jsonl", CSV);
    /** Long enough for most; who has more entries looks again. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Inject
    private AuditExport entries;
    @Inject
    private AuditCheck check;
    @Inject
    private VisitCheck visits;
    @Inject
    private AuditTrail audit;
    @Inject
    private ApiRefusals refusals;
    @Inject
    private ApiCall call;

    /** As the page's download: what was taken is in the trail before it is written. */
    @GET
    @Path("export")
    public Response export(@Context UriInfo uri) {
        User reader = refusals.auditor();
        ApiQuery query = ApiQuery.of(uri, Set.of(FORMAT, ApiQuery.AFTER));
        boolean csv = CSV.equals(query.oneOf(FORMAT, FORMATS));
        String after = query.text(ApiQuery.AFTER);
        AuditEntry.Position position = position(after);
        audit.record(AuditEvent.of(AuditAction.TRAIL_EXPORTED).by(reader.name(), call.address()).in(null, ApiRefusals.DOOR).saying(after == null ? "" : "after " + after));
        StreamingOutput lines = out -> {
            try {
                write(new OutputStreamWriter(out, StandardCharsets.UTF_8), position, csv);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "who took the trail went away", e);
            }
        };
        return Response.ok(lines, MediaType.valueOf(csv ? "text/csv;charset=UTF-8" : "application/jsonl;charset=UTF-8"))
                .header("Content-Disposition", "attachment; filename=\"porthole-audit." + (csv ? CSV : "jsonl") + "\"").build();
    }

    @GET
    @Path("chain")
    public Response chain(@Context UriInfo uri) {
        refusals.auditor();
        ApiQuery.of(uri, Set.of());
        return Response.ok(status().toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    @POST
    @Path("chain/check")
    public Response check(@Context UriInfo uri) {
        User reader = refusals.auditor();
        ApiQuery.of(uri, Set.of());
        audit.record(AuditEvent.of(AuditAction.TRAIL_CHECK_BEGUN).by(reader.name(), call.address()).in(null, ApiRefusals.DOOR));
        check.begin(PATIENCE);
        visits.begin(PATIENCE);
        return Response.status(check.running() || visits.running() ? Response.Status.ACCEPTED : Response.Status.OK).type(MediaType.APPLICATION_JSON_TYPE).entity(status().toString()).build();
    }

    private static AuditEntry.Position position(String after) {
        try {
            return after == null ? AuditEntry.Position.BEGIN : AuditEntry.Position.of(after);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("after is the key of a line of an export.");
        }
    }

    /** A page of entries at a time, so that memory stays flat; who went away gets no further page read for him. */
    private void write(Writer out, AuditEntry.Position begin, boolean csv) throws IOException {
        if (csv) {
            out.write(CsvLine.header());
        } else if (begin.equals(AuditEntry.Position.BEGIN)) {
            for (String tombstone : entries.tombstones()) {
                out.write(ExportedLine.ofTombstone(tombstone) + "\n");
            }
        }
        AuditEntry.Position position = begin;
        for (List<AuditEntry> page = entries.page(position); !page.isEmpty(); page = entries.page(position)) {
            for (AuditEntry entry : page) {
                position = position.after(entry);
                out.write(csv ? CsvLine.of(entry, position.key()) : ExportedLine.of(entry, position.key()) + "\n");
            }
            out.flush();
        }
        out.flush();
    }

    private JsonObject status() {
        boolean running = check.running() || visits.running();
        VisitDifference difference = visits.difference().orElse(null);
        LongCheck.Done<CheckResult> done = check.last().orElse(null);
        CheckResult result = done == null ? new CheckResult(0, null, 0, 0, null, null) : done.result();
        ChainFault fault = result.fault();
        return new ApiJson().add("state", done == null ? "UNCHECKED" : fault == null ? "UNBROKEN" : "BROKEN").add("running", running)
                .add("checked_at", done == null ? null : done.at()).add("entries", result.entries()).add("last_entry_at", result.at())
                .add("waiting", result.waiting()).add("checkpoints", result.checkpoints())
                .add("removed_to", result.removed() == null ? null : result.removed().place()).add("fault", fault == null ? null : shape(fault))
                .add("session_fault", difference == null ? null : shape(difference)).build();
    }

    private static JsonObject shape(VisitDifference difference) {
        return new ApiJson().add("kind", difference.kind()).add("session", difference.visit()).add("user", difference.user()).add("vm", difference.vm())
                .add("asked_at", difference.at()).build();
    }

    private static JsonObject shape(ChainFault fault) {
        return new ApiJson().add("kind", fault.kind()).add("seq", fault.place()).add("event_id", fault.event()).add("words", fault.words()).build();
    }
}
