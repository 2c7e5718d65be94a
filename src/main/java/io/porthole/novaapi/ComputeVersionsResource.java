package io.porthole.novaapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Which versions of the compute API there are. */
@Path("/")
@RequestScoped
public class ComputeVersionsResource {

    @Inject
    private Endpoints endpoints;

    @GET
    public Response versions() {
        return answer(Json.createObjectBuilder().add("versions", Json.createArrayBuilder()
                .add(VersionDocuments.olderCompute(endpoints)).add(VersionDocuments.compute(endpoints))).build());
    }

    @GET
    @Path("v2")
    public Response older() {
        return answer(Json.createObjectBuilder().add("version", VersionDocuments.olderCompute(endpoints)).build());
    }

    @GET
    @Path("v2.1")
    public Response version() {
        return answer(Json.createObjectBuilder().add("version", VersionDocuments.compute(endpoints)).build());
    }

    private static Response answer(JsonObject document) {
        return Response.ok(document.toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }
}
