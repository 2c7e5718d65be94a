package io.porthole.novaapi;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.porthole.compute.InstanceId;
import io.porthole.instance.InstanceCatalog;
import io.porthole.instance.InstanceDetails;
import io.porthole.instance.InstanceFilter;
import io.porthole.instance.InstanceListing;

/** The VMs of the token's project. */
@Path("/{version: v2|v2\\.1}/servers")
@RequestScoped
public class ServersResource {

    @Inject
    private InstanceCatalog instances;
    @Inject
    private OpenStackCall call;
    @Inject
    private Endpoints endpoints;

    @GET
    public Response list(@Context UriInfo uri) {
        return listed(uri, "servers", details -> ServerBody.brief(details, endpoints));
    }

    @GET
    @Path("detail")
    public Response listDetails(@Context UriInfo uri) {
        return listed(uri, "servers/detail", details -> ServerBody.full(details, call, endpoints));
    }

    @GET
    @Path("{id}")
    public Response show(@PathParam("id") String id) {
        InstanceId asked = InstanceId.parse(id).orElseThrow(() -> ApiFault.noSuchServer(id)); // clients try a name here first
        InstanceDetails details = instances.detailsVisibleTo(call.user(), asked).orElseThrow(() -> ApiFault.noSuchServer(id).refusedFor("INSTANCE_NOT_FOUND"));
        return answer(Json.createObjectBuilder().add("server", ServerBody.full(details, call, endpoints)).build());
    }

    @POST
    public Response create() {
        throw new ApiFault(501, "Porthole shows VMs and makes none. Make them where they run, and they will be listed here.");
    }

    @DELETE
    @Path("{id}")
    public Response delete() {
        throw new ApiFault(501, "Porthole shows VMs and deletes none. Delete them where they run.");
    }

    private Response listed(UriInfo uri, String place, Function<InstanceDetails, JsonObject> shape) {
        ServerQuery query = new ServerQuery(uri.getQueryParameters());
        Optional<InstanceFilter> filter = query.filter(call, instances);
        InstanceListing found = filter.map(asked -> instances.list(call.user(), asked)).orElse(new InstanceListing(List.of(), false));
        JsonArrayBuilder servers = Json.createArrayBuilder();
        found.instances().forEach(details -> servers.add(shape.apply(details)));
        JsonObjectBuilder body = Json.createObjectBuilder().add("servers", servers);
        if (found.more()) {
            String next = endpoints.compute() + "/v2.1/" + place + "?" + query.after(found.instances().get(found.instances().size() - 1));
            body.add("servers_links", Json.createArrayBuilder().add(Endpoints.link("next", next)));
        }
        return answer(body.build());
    }

    private static Response answer(JsonObject body) {
        return Response.ok(body.toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }
}
