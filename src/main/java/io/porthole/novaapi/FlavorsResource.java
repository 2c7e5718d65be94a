package io.porthole.novaapi;

import java.util.function.BiFunction;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.porthole.instance.InstanceCatalog;
import io.porthole.instance.InstanceSize;

/** The sizes of the VMs that the caller sees, in the place of flavors. */
@Path("/{version: v2|v2\\.1}/flavors")
@RequestScoped
public class FlavorsResource {

    @Inject
    private InstanceCatalog instances;
    @Inject
    private OpenStackCall call;
    @Inject
    private Endpoints endpoints;

    @GET
    public Response list() {
        return listed(FlavorBody::brief);
    }

    @GET
    @Path("detail")
    public Response listDetails() {
        return listed(FlavorBody::full);
    }

    @GET
    @Path("{id}")
    public Response show(@PathParam("id") String id) {
        return Response.ok(Json.createObjectBuilder().add("flavor", FlavorBody.full(size(id), endpoints)).build().toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    /** None; {@code openstack flavor list} asks for them one by one and fails without an answer. */
    @GET
    @Path("{id}/os-extra_specs")
    public Response extraSpecs(@PathParam("id") String id) {
        size(id);
        return Response.ok(Json.createObjectBuilder().add("extra_specs", Json.createObjectBuilder()).build().toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    private InstanceSize size(String id) {
        return instances.sizes(call.user()).stream().filter(candidate -> FlavorBody.id(candidate).equals(id)).findFirst()
                .orElseThrow(() -> new ApiFault(404, "Flavor " + id + " could not be found."));
    }

    private Response listed(BiFunction<InstanceSize, Endpoints, JsonObject> shape) {
        JsonArrayBuilder flavors = Json.createArrayBuilder();
        instances.sizes(call.user()).forEach(size -> flavors.add(shape.apply(size, endpoints)));
        return Response.ok(Json.createObjectBuilder().add("flavors", flavors).build().toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }
}
