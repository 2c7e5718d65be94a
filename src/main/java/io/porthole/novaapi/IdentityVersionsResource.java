package io.porthole.novaapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Which versions of the identity API there are. */
@Path("/")
@RequestScoped
public class IdentityVersionsResource {

    @Inject
    private Endpoints endpoints;

    @GET
    public Response versions() {
        JsonObject versions = Json.createObjectBuilder().add("versions", Json.createObjectBuilder()
                .add("values", Json.createArrayBuilder().add(VersionDocuments.identity(endpoints)))).build();
        return Response.status(300).type(MediaType.APPLICATION_JSON_TYPE).entity(versions.toString()).build();
    }

    @GET
    @Path("v3")
    public Response version() {
        return Response.ok(Json.createObjectBuilder().add("version", VersionDocuments.identity(endpoints)).build().toString(), MediaType.APPLICATION_JSON_TYPE).build();
    }
}
