package io.porthole.api;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.porthole.compute.InstanceId;
import io.porthole.compute.PowerState;
import io.porthole.instance.InstanceCatalog;
import io.porthole.instance.InstanceDetails;
import io.porthole.instance.InstanceFilter;
import io.porthole.instance.InstanceListing;

/** The VMs that the user sees: those of their projects, every one for administrators. */
@Path("/vms")
@RequestScoped
public class VmsResource {

    private static final Set<String> PARAMETERS = Set.of("name", "project", "state", ApiQuery.LIMIT, ApiQuery.AFTER);
    private static final List<String> STATES = Arrays.stream(PowerState.values()).map(Enum::name).toList();

    @Inject
    private InstanceCatalog instances;
    @Inject
    private ApiRefusals refusals;
    @Inject
    private ApiCall call;

    @GET
    public Response list(@Context UriInfo uri) {
        ApiQuery query = ApiQuery.of(uri, PARAMETERS);
        String state = query.oneOf("state", STATES);
        InstanceFilter filter = new InstanceFilter(query.text("project"), query.text("name"), state == null ? null : Set.of(PowerState.valueOf(state)),
                after(query), query.limit());
        InstanceListing found = instances.list(call.user(), filter);
        List<InstanceDetails> vms = found.instances();
        return new ApiJson().add("vms", vms, vm -> shape(vm).build())
                .add("next", found.more() ? query.next(vms.get(vms.size() - 1).instance().id().toString()) : null).answer();
    }

    @GET
    @Path("{id}")
    public Response show(@PathParam("id") String id, @Context UriInfo uri) {
        ApiQuery.of(uri, Set.of());
        return shape(InstanceId.parse(id).flatMap(found -> instances.detailsVisibleTo(call.user(), found))
                .orElseThrow(() -> refusals.notFound("INSTANCE_NOT_FOUND", "There is no such VM, or it belongs to a project that you are not in."))).answer();
    }

    /** One that was deleted meanwhile, or that they may not see, is no place to go on from. */
    private InstanceDetails after(ApiQuery query) {
        UUID last = query.id(ApiQuery.AFTER);
        return last == null ? null : instances.detailsVisibleTo(call.user(), new InstanceId(last)).orElseThrow(ApiQuery::strangeCursor);
    }

    private static ApiJson shape(InstanceDetails vm) {
        return new ApiJson().add("id", vm.instance().id()).add("name", vm.instance().displayName()).add("domain", vm.instance().name())
                .add("project", vm.instance().project()).add("node", vm.instance().node()).add("state", vm.instance().state())
                .add("has_console", vm.instance().vnc()).add("node_answers", vm.instance().nodeAnswers())
                .add("vcpus", vm.size().vcpus()).add("memory_mib", vm.size().memoryMib()).add("first_seen_at", vm.firstSeen()).add("changed_at", vm.changedAt());
    }
}
